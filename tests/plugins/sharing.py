"""How a whole run is shared by its workers (pytest-xdist): imports first, then file by file.

pytest-randomly's order stands within a file and among the files of each of the two halves here.
"""

import contextlib
import importlib
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parents[1]
# The longest files are here; were one begun last, its worker would be at it alone.
LONG: Final = frozenset({"bootstrap", "db", "faults", "history", "house", "journeys", "map"})


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Each worker begins with files of its own: their compiled form is then there for the others.

    In a clean clone, compiling the tests takes longer than importing them.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker is not None and session.config.args == [str(TESTS)]:
        number, of = int(worker["workerid"].removeprefix("gw")), int(worker["workercount"])
        for file in sorted(TESTS.rglob("test_*.py"))[number::of]:
            # What cannot be imported is told by the collection itself.
            with contextlib.suppress(Exception):
                importlib.import_module(".".join(file.relative_to(TESTS.parent).parts)[:-3])
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: in a run handed out by files, in this order, no worker ends alone."""
    items.sort(key=lambda item: LONG.isdisjoint(item.path.relative_to(TESTS).parts[:1]))
