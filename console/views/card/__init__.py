"""The parts of the case card, top to bottom."""
