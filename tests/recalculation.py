"""A second spreadsheet program's opinion of a workbook: LibreOffice, told to calculate everything.

Without being told it believes the values that lie beside the formulas, and proves nothing.
"""

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

TOLERANCE: Final = 1e-9
"""Relative."""

ERRORS: Final = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""0 is "always"."""

Place = tuple[str, str]
Cells = Mapping[Place, object]


@dataclass(frozen=True, slots=True)
class Office:
    """LibreOffice with a profile of its own in `folder`, so that runs do not meet."""

    folder: Path

    def recalculated(self, *paths: Path) -> list[Cells]:
        """For each workbook, sheet and cell -> value after everything was calculated anew."""
        return [cells_of(made) for made in self._converted("xlsx", paths)]

    def pdf(self, path: Path) -> Path:
        """The pages as they would be printed."""
        return self._converted("pdf", [path])[0]

    def _converted(self, kind: str, paths: Sequence[Path]) -> list[Path]:
        program = shutil.which("soffice") or shutil.which("libreoffice")
        assert program, "LibreOffice is missing: the Debian package is libreoffice-calc-nogui"
        profile = self.folder / "profile"
        settings = profile / "user" / "registrymodifications.xcu"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(_PROFILE, encoding="utf-8")
        made = self.folder / f"as-{kind}"
        subprocess.run(
            [
                program, f"-env:UserInstallation={profile.as_uri()}", "--headless",
                "--convert-to", kind, "--outdir", str(made), *map(str, paths),
            ],
            check=True, capture_output=True, timeout=100,
        )  # fmt: skip
        return [made / f"{path.stem}.{kind}" for path in paths]


def cells_of(path: Path) -> Cells:
    """Every cell that holds something, by the value that lies in the file."""
    return _values(path, _edition(path))


def formulas_of(path: Path) -> Mapping[Place, str]:
    """The cells that are made by a formula, and these."""
    return _formulas(path, _edition(path))


def _edition(path: Path) -> tuple[int, int, int]:
    """Another one after every writing: a book is asked several times, and reading it is slow."""
    known = path.stat()
    return known.st_ino, known.st_mtime_ns, known.st_size


@lru_cache(maxsize=8)
def _values(path: Path, _edition: tuple[int, int, int]) -> Cells:
    book = load_workbook(path, data_only=True)
    return {place: cell.value for place, cell in _cells(book) if cell.value is not None}


@lru_cache(maxsize=8)
def _formulas(path: Path, _edition: tuple[int, int, int]) -> Mapping[Place, str]:
    return {
        place: str(cell.value) for place, cell in _cells(load_workbook(path)) if _is_formula(cell)
    }


def disagreements(path: Path, theirs: Cells) -> list[str]:
    """Formula cells that do not come to what lies beside them, and cells that hold an error."""
    ours = cells_of(path)
    wrong = [
        f"{place}: {ours.get(place)!r} lies there, calculated {theirs.get(place)!r}"
        for place in sorted(formulas_of(path))
        if not _same(ours.get(place), theirs.get(place))
    ]
    errors = (place for place, value in sorted(theirs.items()) if value in ERRORS)
    return [*wrong, *(f"{place}: error {theirs[place]}" for place in errors)]


def _cells(book: Any) -> Iterator[tuple[Place, Any]]:  # openpyxl's workbook and cells
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                yield (sheet.title, cell.coordinate), cell


def _is_formula(cell: Any) -> bool:
    return bool(cell.data_type == "f")


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= TOLERANCE * max(abs(ours), abs(theirs))
    return ours == theirs and ours is not None
