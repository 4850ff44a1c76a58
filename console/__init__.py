"""Wanmi Console: the operator console of a digital urban management command centre."""
