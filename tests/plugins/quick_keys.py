"""Passwords of tests guard nothing: the keys of pictures are made of them in an instant.

Made as dear as the product's, they took a quarter of a second each time somebody signed in. What
the product asks for is proved in tests/db/test_pictures.py.
"""

from collections.abc import Iterator
from typing import Final

import pytest

from db import pictures

PRODUCTS: Final = pictures.COST
_QUICK: Final = 2**4


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """For all tests of this process; a console that a test starts as another is the product's."""
    patch = pytest.MonkeyPatch()
    patch.setattr(pictures, "COST", _QUICK)
    yield
    patch.undo()
