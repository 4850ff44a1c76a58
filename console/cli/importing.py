"""`import-standards` and `import-cases`: what a file would change, its findings, and writing it.

Reading files is `console.export`'s work, keeping is behind the ports. Nothing is written without
`apply`; what could not be read is listed either way.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from console.cli import exits
from console.cli.talk import Talk
from console.cli.target import unwritable
from console.domain.case import Actor
from console.domain.catalogue import GBT30428
from console.domain.catalogue_diff import Change
from console.domain.finding import Finding
from console.domain.imported_case import ImportedCase
from console.domain.place import Point
from console.export import standards_book
from console.export.case_columns import ColumnMapping
from console.export.case_export_book import propose_columns, read_cases
from console.export.case_points import Fits
from console.ports.imported import ImportedCases
from console.ports.reading import Reading
from console.ports.work import Keeping
from console.services.standards_import import read_offer

_SHOWN: Final = 50
"""Lines of a list on the terminal; JSON has all of them."""

SayFinding = Callable[[Finding], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for: the file, whether to write, and how to answer."""

    file: Path
    apply: bool
    as_json: bool
    at: datetime
    actor: Actor
    mapping: Path | None = None
    scheme: str = GBT30428


def import_standards(
    wish: Wish, reading: Reading, keeping: Keeping, talk: Talk, say: SayFinding
) -> int:
    """The difference against the newest standards; written as a new version with `apply`.

    Raises `Refusal` `book.*`, `StoreUnavailable`.
    """
    offer = read_offer(wish.file, reading, wish.at, wish.scheme)
    found, changes = offer.found, offer.changes
    applied = wish.apply and bool(changes)
    if applied:
        keeping.put_catalogue(offer.after, wish.actor, wish.at)
    if wish.as_json:
        answer = standards_book.as_json(found, changes, say)
        talk.line(json.dumps(answer | {"applied": applied}, ensure_ascii=False, indent=1))
        return exits.DONE
    _list(talk, (_change_line(talk, one) for one in changes), len(changes))
    _list(talk, (_finding_line(one, say) for one in found.findings), len(found.findings))
    facts = {"conditions": len(found.incoming.conditions), "changes": len(changes)}
    talk.tell("cli.standards.read", findings=len(found.findings), **facts)
    _end(talk, wish, applied=applied)
    return exits.DONE


def import_cases(
    wish: Wish, reading: Reading, kept: ImportedCases, talk: Talk, say: SayFinding
) -> int:
    """History of another system: what would be taken over; kept with `apply`, all or nothing.

    Raises `Refusal` `book.*`, `import.*`, `StoreUnavailable`.
    """
    columns = _columns(wish.file, wish.mapping)
    findings: list[Finding] = []
    known = kept.known()
    items = read_cases(wish.file, mapping=columns, known=known, fits=fits_by(reading))
    cases = _cases(items, findings)
    taken = kept.keep(cases, wish.file.name, wish.at) if wish.apply else sum(1 for _ in cases)
    applied = wish.apply and taken > 0
    if wish.as_json:
        answer = {
            "cases": taken,
            "applied": applied,
            "findings": [standards_book.findings_json(one, say(one)) for one in findings],
        }
        talk.line(json.dumps(answer, ensure_ascii=False, indent=1))
        return exits.DONE
    _list(talk, (_finding_line(one, say) for one in findings), len(findings))
    talk.tell("cli.cases.read", count=taken, findings=len(findings))
    _end(talk, wish, applied=applied)
    return exits.DONE


def fits_by(reading: Reading) -> Fits:
    """Whether a point lies in the street or district a row names, asked of our own ground."""
    names = {division.code: division.name for division in reading.divisions()}

    def fits(point: Point, case: ImportedCase) -> bool:
        place = reading.locate(point)
        here = {names.get(place.street or ""), names.get(place.district or "")}
        return bool(here & {case.street, case.district} - {"", None})

    return fits


def _columns(file: Path, mapping: Path | None) -> ColumnMapping | None:
    """The kept mapping; where a name is given without a file, the proposal is written there."""
    if mapping is None:
        return None
    try:
        if mapping.exists():
            # What is no text is no JSON either, and refused as such.
            return ColumnMapping.from_json(mapping.read_text("utf-8", "replace"))
        proposed = propose_columns(file).mapping
        mapping.write_text(proposed.to_json(), "utf-8")
    except OSError as error:
        raise unwritable(mapping, error) from None
    return proposed


def _cases(
    items: Iterable[ImportedCase | Finding], findings: list[Finding]
) -> Iterator[ImportedCase]:
    for item in items:
        if isinstance(item, Finding):
            findings.append(item)
        else:
            yield item


def _change_line(talk: Talk, change: Change) -> str:
    kind = talk.say(f"cli.change.{change.kind.value}")
    fields = ", ".join(f"{name}: {old} → {new}" for name, (old, new) in change.fields.items())
    words = (kind, change.category.kind, change.category.code, change.name, change.condition)
    return " ".join(word for word in (*words, fields) if word)


def _finding_line(finding: Finding, say: SayFinding) -> str:
    parts = (finding.sheet, str(finding.row or ""), finding.column)
    place = " ".join(part for part in parts if part)
    return f"{place}  {say(finding)}".strip()


def _list(talk: Talk, lines: Iterator[str], many: int) -> None:
    for number, line in enumerate(lines):
        if number == _SHOWN:
            talk.tell("cli.more", count=many - _SHOWN)
            return
        talk.line(line)


def _end(talk: Talk, wish: Wish, *, applied: bool) -> None:
    if applied:
        talk.tell("cli.applied")
    elif not wish.apply:
        talk.tell("cli.not_applied")
    else:
        talk.tell("cli.nothing_to_apply")
