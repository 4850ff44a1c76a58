"""QObjects and item models; QtCore only, never widgets."""
