"""The field in plain Python: values and rules, no storage, no screen, no clock of its own."""
