"""Work panels: one file per gesture family, opened in place of map, table and detail."""
