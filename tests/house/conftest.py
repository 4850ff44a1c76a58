"""The syntax trees of the project are let go of when the rules of one file were looked at."""

from collections.abc import Iterator

import pytest

from tests.house.tree import forget


@pytest.fixture(autouse=True, scope="module")
def trees_are_forgotten() -> Iterator[None]:
    """Hundreds of megabytes that every later test's garbage collection would walk through."""
    yield
    forget()
