"""The schema's history: readable numbers, one subject each, every step with a way down."""
