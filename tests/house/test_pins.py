"""What is installed is what pyproject.toml asks for, each with one version and its digests."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from console import __version__
from tests.house.tree import PROGRAM, ROOT, nodes

PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSOLE: Final = [Requirement(line) for line in PROJECT["dependencies"]]
TESTS: Final = [Requirement(line) for line in PROJECT["optional-dependencies"]["test"]]


def _pins(name: str) -> dict[str, tuple[str, int]]:
    """Package → version and number of digests."""
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    pins: dict[str, tuple[str, int]] = {}
    for block in blocks:
        line, *digests = block.split(" \\\n")
        pinned = Requirement(line)
        (version,) = (one.version for one in pinned.specifier)
        pins[canonicalize_name(pinned.name)] = (version, len(digests))
    return pins


@pytest.mark.parametrize(
    ("name", "asked"),
    [("requirements.txt", CONSOLE), ("requirements-test.txt", CONSOLE + TESTS)],
)
def test_every_asked_package_is_pinned_within_its_range(
    name: str, asked: list[Requirement]
) -> None:
    pins = _pins(name)
    outside = [
        str(one)
        for one in asked
        if not one.specifier.contains(pins[canonicalize_name(one.name)][0])
    ]
    assert not outside


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_pin_has_digests(name: str) -> None:
    assert not [package for package, (_, digests) in _pins(name).items() if not digests]


def test_the_tests_run_on_the_pins_of_the_console() -> None:
    assert _pins("requirements.txt").items() <= _pins("requirements-test.txt").items()


def test_the_project_carries_the_version_of_the_console() -> None:
    assert PROJECT["version"] == __version__


def _imported(*places: str) -> set[str]:
    """First words of every import in these places that Python itself does not bring."""
    words: set[str] = set()
    for _, node in nodes(*places):
        if isinstance(node, ast.Import):
            words |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            words.add((node.module or "").partition(".")[0])
    ours = {"console", "db", "tests", "start", "benchmarks"}
    return words - ours - sys.stdlib_module_names


@pytest.mark.parametrize(
    ("places", "asked"),
    [(PROGRAM, CONSOLE), (("tests",), CONSOLE + TESTS)],
    ids=["program", "tests"],
)
def test_what_is_imported_is_asked_for(places: tuple[str, ...], asked: list[Requirement]) -> None:
    # One distribution may bring what another's name promises: PySide6_Addons needs Essentials.
    brought = {"pyside6-essentials", "shiboken6", *(canonicalize_name(one.name) for one in asked)}
    makers = packages_distributions()
    unasked = {
        word
        for word in _imported(*places)
        if brought.isdisjoint(canonicalize_name(name) for name in makers.get(word, ()))
    }
    assert not unasked
