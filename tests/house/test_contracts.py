"""The floor plan holds, and each of its checks bites when it is broken.

A contract that names a wrong package stays green for ever, so every one is broken on purpose in a
copy of the tree and has to turn red there.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.house.tree import ROOT

SUFFIX: Final = ".exe" if sys.platform == "win32" else ""
BIN: Final = Path(sys.executable).parent
CONTRACTS: Final = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
# Contract → a file that breaks it and the line in there.
BREACHES: Final = {
    "one-way-down": [
        ("console/domain/breach.py", "import console.ports"),
        ("console/novelty.py", "import console.settings"),  # a part nobody gave a floor
    ],
    "adapters-see-shapes": [("db/breach.py", "import console.services")],
    "root-knows-adapters": [("console/services/breach.py", "import db")],
    "views-speak-to-viewmodels": [("console/views/breach.py", "import console.services")],
    "qt-stays-upstairs": [("console/services/breach.py", "import PySide6.QtCore")],
    "sql-stays-in-db": [("console/services/breach.py", "import sqlalchemy")],
    "plain-floors": [("console/domain/breach.py", "import numpy")],
    "no-knots": [
        ("console/domain/breach.py", "import console.domain.breach_too"),
        ("console/domain/breach_too.py", "import console.domain.breach"),
    ],
}
# Contract → the list in it that must name every part of the console, and the parts it leaves out.
COMPLETE: Final = {
    "adapters-see-shapes": ("forbidden_modules", {"__main__", "ports", "domain", "settings"}),
    "qt-stays-upstairs": ("source_modules", {"__main__", "bootstrap", "views", "viewmodels"}),
    "sql-stays-in-db": ("source_modules", {"__main__", "bootstrap"}),
}
# ruff's rules → the file and line that break them.
BANS: Final = {
    "TID251": ("console/viewmodels/breach.py", "from PySide6.QtWidgets import QWidget"),
    "TID253": ("console/services/breach.py", "import openpyxl"),
    "TID252": ("console/services/breach_too.py", "from . import seat"),
    "PLC0415": ("console/domain/breach.py", "def late() -> None:\n    import json"),
    "T201": ("db/breach.py", "print('here')"),
    "F403": ("console/ports/breach.py", "from json import *"),
}


def _lint_imports(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / f"lint-imports{SUFFIX}", "--no-cache", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, to be broken."""
    folder = tmp_path_factory.mktemp("house")
    for package in ("console", "db"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def copy(pristine: Path) -> Iterator[Path]:
    """The copy, repaired after the test."""
    before = set(pristine.rglob("*"))
    yield pristine
    for added in sorted(set(pristine.rglob("*")) - before, reverse=True):
        if added.is_dir():
            added.rmdir()
        else:
            added.unlink()


def test_every_contract_is_kept() -> None:
    answer = _lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout


def test_every_contract_is_shown_to_bite() -> None:
    assert BREACHES.keys() == CONTRACTS.keys()


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_turns_its_contract_red(copy: Path, contract: str) -> None:
    for name, line in BREACHES[contract]:
        (copy / name).write_text(f'"""A breach."""\n\n{line}\n', encoding="utf-8")
    answer = _lint_imports(copy, "--contract", contract)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "1 broken" in answer.stdout


def test_a_part_without_a_floor_alone_is_red(copy: Path) -> None:
    (copy / "console" / "novelty.py").write_text('"""New."""\n', encoding="utf-8")
    assert _lint_imports(copy, "--contract", "one-way-down").returncode == 1


@pytest.mark.parametrize("contract", COMPLETE)
def test_no_part_is_forgotten_in_a_contract(contract: str) -> None:
    parts = {
        place.stem
        for place in (ROOT / "console").iterdir()
        if (place.suffix == ".py" or (place / "__init__.py").exists()) and place.stem != "__init__"
    }
    key, left_out = COMPLETE[contract]
    named = {
        name.removeprefix("console.")
        for name in CONTRACTS[contract][key]
        if name.startswith("console.")
    }
    assert parts - left_out == named


def test_what_ruff_has_to_forbid_is_forbidden(copy: Path) -> None:
    for name, line in BANS.values():
        (copy / name).write_text(f'"""A breach."""\n\n{line}\n', encoding="utf-8")
    answer = subprocess.run(
        [BIN / f"ruff{SUFFIX}", "check", "--no-cache", "--output-format", "concise", "."],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    for rule, (name, _) in BANS.items():
        assert any(
            line.startswith(f"{name}:") and f" {rule} " in line
            for line in answer.stdout.splitlines()
        ), (rule, answer.stdout)
