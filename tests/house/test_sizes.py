"""No file, class or function grows past what one reads in one go."""

import ast
from typing import Final

from tests.house.tree import PROGRAM, ROOT, modules, nodes

FILE_LINES: Final = 400
CLASS_LINES: Final = 250
CLASS_METHODS: Final = 25
FUNCTION_LINES: Final = 40
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _lines(node: ast.ClassDef | Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in modules(*PROGRAM, "tests", "benchmarks")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert not long


def test_no_class_has_more_than_250_lines_or_25_methods() -> None:
    large = {
        f"{place} {node.name}": _lines(node)
        for place, node in nodes(*PROGRAM)
        if isinstance(node, ast.ClassDef)
        and (
            _lines(node) > CLASS_LINES
            or sum(isinstance(item, Function) for item in node.body) > CLASS_METHODS
        )
    }
    assert not large


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{place} {node.name}": _lines(node)
        for place, node in nodes(*PROGRAM)
        if isinstance(node, Function) and _lines(node) > FUNCTION_LINES
    }
    assert not long
