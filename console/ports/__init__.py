"""Shapes of what the services need from outside: Protocols and frozen rows; no code that runs."""
