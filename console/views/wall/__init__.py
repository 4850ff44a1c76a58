"""The wall: a full screen that shows supervisors the city and never shows what is old as fresh."""
