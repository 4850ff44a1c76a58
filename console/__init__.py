"""Wanmi Console: the operator console of a digital urban management command centre."""

from typing import Final

__version__: Final = "0.1.0"
