"""Gestures: one file per gesture with its commands and handlers. No Qt, no SQL."""
