"""Work panels: one file per gesture family, opened by the shell in place of map, table and detail."""
