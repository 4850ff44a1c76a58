"""Rules of the house that are about single words: what no line of the project may say."""

import ast
import re
from typing import Final

import pytest

from tests.house.tree import PROGRAM, ROOT, modules, nodes, tracked, tree

# Put together here, so that this file does not hold what it looks for.
MACHINE_PATHS: Final = ("/" + "work/", "/" + "root/", "/" + "home/", ":\\" + "Users\\")
REGISTRIES: Final = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("pypi", "tuna"),
        ("mirrors", "aliyun"),
    )
)


def _calls(*places: str) -> list[tuple[str, str, ast.Call]]:
    """Every call as place, dotted name and node."""
    return [
        (place, ast.unparse(node.func), node)
        for place, node in nodes(*places)
        if isinstance(node, ast.Call)
    ]


@pytest.mark.parametrize("words", [MACHINE_PATHS, REGISTRIES], ids=["machine paths", "registries"])
def test_no_tracked_file_names_a_machine_or_a_registry(words: tuple[str, ...]) -> None:
    said = {
        f"{file.relative_to(ROOT)}: {word}"
        for file in tracked()
        if file.exists()
        for word in words
        if word.encode() in file.read_bytes()
    }
    assert not said


def test_nothing_turns_the_event_loop_by_hand() -> None:
    assert not [place for place, name, _ in _calls(*PROGRAM) if name.endswith("processEvents")]


def test_only_the_app_module_asks_for_the_application_object() -> None:
    asking = {
        place.partition(":")[0]
        for place, name, _ in _calls(*PROGRAM)
        if re.fullmatch(r"Q(Gui|Core)?Application\.instance", name)
    }
    assert asking <= {"console/views/app.py"}


def test_no_lambda_is_connected_to_a_signal() -> None:
    connected = [
        place
        for place, name, node in _calls(*PROGRAM)
        if name.endswith(".connect") and any(isinstance(one, ast.Lambda) for one in node.args)
    ]
    assert not connected


def test_no_class_is_a_mixin() -> None:
    assert not [
        place
        for place, node in nodes(*PROGRAM)
        if isinstance(node, ast.ClassDef) and node.name.endswith("Mixin")
    ]


def test_identifiers_are_plain_letters() -> None:
    named = [
        place
        for place, node in nodes(*PROGRAM, "tests")
        for name in (
            getattr(node, "id", None),
            getattr(node, "name", None),
            getattr(node, "arg", None),
        )
        if isinstance(name, str) and not name.isascii()
    ]
    assert not named


def test_no_test_waits_for_a_fixed_time() -> None:
    waiting = [
        place for place, name, _ in _calls("tests") if re.fullmatch(r"(.*\.)?(sleep|qWait)", name)
    ]
    assert not waiting


def test_every_module_says_what_is_in_it() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in modules(*PROGRAM, "tests")
        if ast.get_docstring(tree(file)) is None
    ]
    assert not silent
