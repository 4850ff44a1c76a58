"""The assessment page (DESIGN 3, 07): rail of sections left, the open section beside it."""
