"""The parts of the administration page: sections, lists, forms, calendar, standards, history."""
