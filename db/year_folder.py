"""A year's cases in a folder: its tables as COPY text, packed, and a manifest vouching for them.

The folder needs no database to be verified or searched, and no program of ours to be read: the
files are what `COPY … TO` writes, their columns named in `manifest.json`. The manifest holds the
digest of every file, the year's part of every anchor, and its own digest, which the database keeps
(`year_move`). Callers are not in it: a year leaves only after they were erased.
"""

import gzip
import json
import os
import zlib
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from console.domain.refusal import Refusal
from db.anchors import AnchorBreak, Period, first_break, in_order
from db.archive import VerifyResult, walk
from db.mapping import STEP_COLUMNS, folded

MANIFEST: Final = "manifest.json"
TABLES: Final = ("case_file", "case_text", "case_state", "case_step")
"""All that is kept by year, in the order it is written."""

Progress = Callable[[str, int, int], None]
"""Told now and then a part, how much of it is done, and of how much."""

_FORMAT: Final = 1
_PACKED: Final = 3  # zlib's level: nearly as small as the highest, several times as fast
_BLOCK: Final = 1 << 20
_EVERY: Final = 500
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_Head = namedtuple("_Head", ("id", "number", "version", "state"))
_Step = namedtuple("_Step", (*STEP_COLUMNS, "hash"))  # type: ignore[misc]  # names are joined here


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One table's file: its columns in order, how many rows, the SHA-256 of the packed file."""

    columns: tuple[str, ...]
    rows: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the folder holds. `at` is UTC; `anchors` are the lines up to the year's last step."""

    year: int
    at: datetime
    database: str
    revision: str
    cases: int
    steps: int
    tables: Mapping[str, Held]
    anchors: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over everything else in the manifest."""
        return sha256(_canonical(self._facts()).encode()).hexdigest()

    def text(self) -> str:
        """The file's content."""
        facts = {**self._facts(), "digest": self.digest}
        return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"

    def _facts(self) -> dict[str, object]:
        return {
            "format": _FORMAT,
            **asdict(self),
            "at": f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderVerified:
    """What was found of a folder whose files are those of its manifest."""

    manifest: Manifest
    result: VerifyResult
    missed: AnchorBreak | None
    anchors: int

    @property
    def whole(self) -> bool:
        """Whether every trail and every anchor of the year holds."""
        return self.result.whole and self.missed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A case of the folder as a line of a search; moments as the table has them, in UTC."""

    id: int
    number: str
    stage: str
    category_name: str
    address: str
    reported_at: str
    closed_at: str


def prepare_folder(folder: Path) -> None:
    """Make the folder. Raises `Refusal` `year.folder_taken`, `year.folder_write`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Refusal("year.folder_taken", folder=str(folder))
    except OSError as error:
        raise _unwritable(folder, error) from None


def write_table(folder: Path, table: str, columns: Sequence[str], blocks: Iterable[bytes]) -> Held:
    """Pack a table's rows into its file, on disk when this returns.

    Raises `Refusal` `year.folder_write`.
    """
    rows, written = 0, sha256()
    # A gzip file of no time and name, so that equal rows make equal files.
    packer = zlib.compressobj(_PACKED, wbits=31)
    try:
        with _file(folder, table).open("wb") as file:
            for block in blocks:
                rows += bytes(block).count(b"\n")
                packed = packer.compress(block)
                written.update(packed)
                file.write(packed)
            packed = packer.flush()
            written.update(packed)
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _unwritable(folder, error) from None
    return Held(columns=tuple(columns), rows=rows, digest=written.hexdigest())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, and put the folder itself on disk.

    Raises `Refusal` `year.folder_write`.
    """
    try:
        with (folder / MANIFEST).open("w", encoding="utf-8", newline="\n") as file:
            file.write(manifest.text())
            file.flush()
            os.fsync(file.fileno())
        for place in (folder, folder.parent):
            _to_disk(place)
    except OSError as error:
        raise _unwritable(folder, error) from None


def read_manifest(folder: Path) -> Manifest:
    """The folder's manifest.

    Raises:
        Refusal: `year.no_folder` where there is none; `year.altered` when it was changed.
    """
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        tables = {
            name: Held(columns=tuple(one["columns"]), rows=one["rows"], digest=one["digest"])
            for name, one in told["tables"].items()
        }
        facts = {name: told[name] for name in ("year", "database", "revision", "cases", "steps")}
        manifest = Manifest(
            **facts,
            at=datetime.fromisoformat(told["at"]),
            tables=tables,
            anchors=tuple(told["anchors"]),
        )
    except OSError as error:
        raise Refusal("year.no_folder", folder=str(folder), why=_why(error)) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _altered(folder, MANIFEST) from None
    if told.get("digest") != manifest.digest or set(tables) != set(TABLES):
        raise _altered(folder, MANIFEST)
    return manifest


def blocks_of(folder: Path, table: str, held: Held) -> Iterator[bytes]:
    """A table's rows as they were written, unpacked block by block.

    Raises `Refusal` `year.altered` at the end when they are not those of the manifest: whoever
    takes them in must not keep them before.
    """
    rows, read, unpacker = 0, sha256(), zlib.decompressobj(wbits=31)
    try:
        with _file(folder, table).open("rb") as file:
            while packed := file.read(_BLOCK):
                read.update(packed)
                block = unpacker.decompress(packed)
                rows += block.count(b"\n")
                yield block
    except (OSError, zlib.error):
        raise _altered(folder, table) from None
    if (rows, read.hexdigest(), unpacker.eof) != (held.rows, held.digest, True):
        raise _altered(folder, table)


def remove_files(folder: Path) -> None:
    """Take away what was written of a year that stays; the folder was empty before."""
    for place in (folder / MANIFEST, *(_file(folder, table) for table in TABLES)):
        place.unlink(missing_ok=True)


def verify_folder(
    folder: Path, lines: Sequence[str] | None = None, progress: Progress | None = None
) -> FolderVerified:
    """Whether the folder is as it was written, every trail whole, every anchor's year still true.

    Args:
        folder: A folder `db.years.detach_year` wrote.
        lines: Anchors kept elsewhere; those of the manifest if not given.
        progress: Told of part `year_check` and its steps.

    Raises:
        Refusal: `year.no_folder`, `year.altered`.
    """
    manifest = read_manifest(folder)
    for table, held in manifest.tables.items():
        for _ in blocks_of(folder, table, held):
            pass
    periods: dict[int, Period] = {}
    try:
        result = walk(
            _heads(folder, manifest), _trails(folder, manifest, periods, progress or _untold)
        )
    except (ValueError, TypeError, IndexError, OSError):
        raise _altered(folder, MANIFEST) from None
    kept = manifest.anchors if lines is None else tuple(lines)
    missed = _missed(manifest, kept, periods) if result.whole else None
    return FolderVerified(manifest=manifest, result=result, missed=missed, anchors=len(kept))


def search_folder(folder: Path, words: str, most: int) -> Iterator[Found]:
    """Cases whose number, address or text holds these words, in the order of their ids.

    Raises:
        Refusal: `year.no_folder`, `year.altered`.
    """
    manifest, wanted, many = read_manifest(folder), folded(words), 0
    heads, texts = (_rows(folder, manifest, name) for name in ("case_file", "case_text"))
    for head, said in zip(heads, texts, strict=True):
        numbers = (head["number"], head["task_number"] or "")
        if wanted not in said["words"] and not any(wanted in one for one in numbers):
            continue
        yield Found(
            id=int(head["id"]),
            address=said["address"],
            **{
                name: head[name] or ""
                for name in ("number", "stage", "category_name", "reported_at", "closed_at")
            },
        )
        many += 1
        if many >= most:
            return


def _missed(
    manifest: Manifest, lines: Sequence[str], periods: Mapping[int, Period]
) -> AnchorBreak | None:
    anchors = in_order(lines)
    if isinstance(anchors, AnchorBreak):
        return anchors
    found = {number: period.years() for number, period in periods.items()}
    return first_break(anchors, found, manifest.database, lambda year: year == manifest.year)


def _heads(folder: Path, manifest: Manifest) -> Iterator[Any]:
    files, states = (_rows(folder, manifest, name) for name in ("case_file", "case_state"))
    for file, state in zip(files, states, strict=True):
        if file["id"] != state["id"]:
            raise ValueError("another case's state")
        yield _Head(int(file["id"]), file["number"], int(file["version"]), state["state"])


def _trails(
    folder: Path, manifest: Manifest, periods: dict[int, Period], progress: Progress
) -> Iterator[Any]:
    for done, row in enumerate(_rows(folder, manifest, "case_step"), start=1):
        case, seq, link = int(row["case_id"]), int(row["seq"]), bytes.fromhex(row["hash"][2:])
        periods.setdefault(int(row["period"]), Period()).add(case, seq, link)
        plain = {name: row[name] for name in STEP_COLUMNS}
        at = datetime.fromisoformat(row["at"])
        yield _Step(**{**plain, "case_id": case, "seq": seq, "at": at, "hash": link})
        if done % _EVERY == 0:
            progress("year_check", done, manifest.steps)


def _rows(folder: Path, manifest: Manifest, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table, every column as text or None."""
    names = manifest.tables[table].columns
    with gzip.open(_file(folder, table), "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            yield dict(zip(names, map(_plain, fields), strict=True))


def _plain(field: str) -> str | None:
    """What stands in a field of COPY's text format."""
    if field == r"\N":
        return None
    if "\\" not in field:
        return field
    found, signs = [], iter(field)
    for sign in signs:
        escaped = next(signs, "") if sign == "\\" else ""
        found.append(_ESCAPED.get(escaped, escaped) if escaped else sign)
    return "".join(found)


def _file(folder: Path, table: str) -> Path:
    return folder / f"{table}.copy.gz"


def _to_disk(place: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there; its entries are written with the files
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _untold(_part: str, _done: int, _of: int) -> None:
    """Nobody is told."""


def _altered(folder: Path, part: str) -> Refusal:
    return Refusal("year.altered", folder=str(folder), part=part)


def _unwritable(folder: Path, error: OSError) -> Refusal:
    return Refusal("year.folder_write", folder=str(folder), why=_why(error))


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def _canonical(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
