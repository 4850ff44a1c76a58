"""The demo city: an invented day-to-day of Pingdingshan, deterministic by seed.

Values only; writing them into a store is the work of the demo verb.
"""
