"""The syntax trees of the project are let go of when the rules of one file were looked at."""

import gc
from collections.abc import Iterator

import pytest

from tests.house.tree import forget


@pytest.fixture(autouse=True, scope="module")
def trees_are_forgotten() -> Iterator[None]:
    """A million nodes, hundreds of megabytes, that later tests' garbage collection would walk.

    They are none themselves: collecting while they are made takes three times as long as making.
    """
    gc.disable()
    yield
    forget()
    gc.enable()
