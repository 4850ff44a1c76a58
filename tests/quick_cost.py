"""What keys of pictures cost in tests: sixteen rounds, in each process that shares a workstation.

Passwords of tests guard nothing. Made as dear as the product's, keys took a quarter of a second
each time somebody signed in; what the product asks for is proved in tests/db/test_pictures.py.
"""

from typing import Final

from db import pictures

PRODUCTS: Final = pictures.COST
QUICK: Final = 2**4


def make_keys_quick() -> None:
    """From here on in this process, for good."""
    pictures.COST = QUICK  # type: ignore[misc]  # final in the product
