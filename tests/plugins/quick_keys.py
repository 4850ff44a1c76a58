"""The keys of pictures are made in an instant in all tests of this process.

A child that opens the same workstation calls `tests.quick_cost.make_keys_quick` itself; a console
that a test starts as a program is the product's.
"""

from collections.abc import Iterator

import pytest

from db import pictures
from tests.quick_cost import QUICK


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """Passwords of tests guard nothing."""
    patch = pytest.MonkeyPatch()
    patch.setattr(pictures, "COST", QUICK)
    yield
    patch.undo()
