"""QObjects and item models between services and widgets: QtCore only, never a widget."""
