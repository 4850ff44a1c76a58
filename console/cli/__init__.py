"""The command line without a window: arguments, verbs that print, and how they end.

Which store and which window stand behind a verb is decided in `console.bootstrap`.
"""
