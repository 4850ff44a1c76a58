"""Widgets: they paint and report gestures; no rule, no query, no service."""
