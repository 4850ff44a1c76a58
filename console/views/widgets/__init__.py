"""Small widgets of our own, each usable by keyboard alone; panes are put together from them."""
