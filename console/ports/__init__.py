"""Shapes only: what the inner floors need from outside, the rows they get, the known failures."""
