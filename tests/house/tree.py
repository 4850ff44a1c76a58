"""The project's own files and their syntax trees, for the tests of the house."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PROGRAM: Final = ("console", "db", "start.py", "main.py")


def modules(*places: str) -> list[Path]:
    """All Python files in these files and folders of the project."""
    return [
        file
        for place in places
        for file in (
            [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py"))
        )
    ]


@cache
def tree(file: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


@cache
def _nodes(file: Path) -> tuple[tuple[str, ast.AST], ...]:
    """Every syntax node of a file, walked once for all that ask."""
    name = str(file.relative_to(ROOT))
    return tuple((f"{name}:{getattr(node, 'lineno', 1)}", node) for node in ast.walk(tree(file)))


def nodes(*places: str) -> Iterator[tuple[str, ast.AST]]:
    """Every syntax node of these places, with `file:line` for the message."""
    for file in modules(*places):
        yield from _nodes(file)


def forget() -> None:
    """Let go of every tree."""
    tree.cache_clear()
    _nodes.cache_clear()


def tracked() -> list[Path]:
    """The files git keeps; without git (an unpacked archive), all that no tool made."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        answer = subprocess.run(
            [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return [ROOT / name for name in answer.stdout.split("\0") if name]
    return [
        file
        for file in ROOT.rglob("*")
        if file.is_file()
        and not any(part.startswith(".") for part in file.parts[len(ROOT.parts) :])
    ]
