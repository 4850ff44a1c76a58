"""`import-geo`: a city's own ground. What a file would change, every remark, and writing it.

Nothing is written without `--write`. The reading is done in a bounded process; Ctrl+C leaves the
ground as it was.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from console.cli import exits
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable, unwritable
from console.domain.finding import Finding, Weight
from console.domain.ground_diff import ChangeKind, GroundChange
from console.domain.refusal import Refusal
from console.geo.reader import GroundReader
from console.ports.ground import GroundKeeping
from console.ports.work import Store
from console.services.ground_import import Offer, Wish, change_words, read_offer
from console.services.ground_writing import NoteWords, Written, write_offer

_SHOWN: Final = 50
"""Lines of a list on the terminal; the report has all of them."""

HEADINGS: Final = ("kind", "row", "code", "former", "column", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How to answer: whether to write, and why; as JSON; into which report."""

    write: bool
    as_json: bool = False
    report: Path | None = None
    reason: str = ""


def columns_of(given: Sequence[str]) -> dict[str, str]:
    """Columns named by hand as `field=column`. Raises Refusal `geo.map_form` (fact given)."""
    named = {}
    for one in given:
        name, sign, column = one.partition("=")
        if not (sign and name.strip() and column.strip()):
            raise Refusal("geo.map_form", given=one)
        named[name.strip()] = column.strip()
    return named


def import_ground(
    wish: Wish,
    answer: Answer,
    ground: GroundKeeping,
    cases: Store,
    words: NoteWords,
    talk: Talk,
    at: datetime,
) -> int:
    """The difference of a file; made with `write`, all of it or nothing.

    Raises `Refusal` `geo.*`, `ground.*`, `file.unwritable`, `StoreUnavailable`.
    """
    offer = offered(wish, answer, ground, talk)
    tell = _silent if answer.as_json else talk.progress
    written = None
    if answer.write and offer.difference.changes:
        written = write_offer(offer, ground, cases, words, at, tell, reason=answer.reason)
        talk.end_progress()
    if answer.as_json:
        talk.line(json.dumps(_as_json(offer, written, talk), ensure_ascii=False, indent=1))
    else:
        _tell(offer, written, answer, talk)
    return exits.DONE


def offered(wish: Wish, answer: Answer, ground: GroundKeeping, talk: Talk) -> Offer:
    """Read the file, with a bar that grows; written into the report that was asked for."""
    if answer.report is not None:
        _refuse_report(answer.report)
    reader = GroundReader()
    try:
        offer = read_offer(wish, ground, reader, _silent if answer.as_json else talk.progress)
    finally:
        reader.close()
        talk.end_progress()
    if answer.report is not None:
        _report(answer.report, offer, talk)
    return offer


def _silent(_part: str, _done: int, _of: int) -> None:
    """JSON is all that is said."""


def _refuse_report(file: Path) -> None:
    from console.export.ground_report import refuse_format

    refuse_format(file)
    refuse_unwritable(file)


def _tell(offer: Offer, written: Written | None, answer: Answer, talk: Talk) -> None:
    about, found = offer.about, offer.difference
    columns = ", ".join(f"{name} ← {heading}" for name, heading in about.columns.items())
    crs = offer.wish.crs or about.crs or "-"
    talk.tell("cli.geo.file", count=about.features, crs=crs[:80], columns=columns)
    _list(talk, [_change_line(talk, one) for one in found.changes])
    _list(talk, [_fault_line(talk, one.finding) for one in offer.faults])
    counts = {kind.value: found.count(kind) for kind in ChangeKind}
    notices = sum(one.finding.weight is Weight.NOTICE for one in offer.faults)
    talk.tell("cli.geo.difference", unchanged=found.unchanged, **counts)
    talk.tell("cli.geo.faults", refused=offer.refused, notices=notices)
    if written is not None:
        talk.tell("cli.geo.written", change=written.change)
        if written.cases:
            talk.tell("cli.geo.cases", count=len(written.cases))
            _list(talk, [_case_line(one) for one in written.cases])
    elif not found.changes:
        talk.tell("cli.nothing_to_apply")
    elif not answer.write:
        talk.tell("cli.geo.not_written")


def _case_line(told: tuple[str, str, str]) -> str:
    number, old, new = told
    return f"{number}  {old} → {new or '-'}"


def _change_line(talk: Talk, change: GroundChange) -> str:
    """One difference in a line."""
    return f"{talk.say(f'geo.change.{change.kind.value}')}  {change_words(change, talk.say)}"


def _fault_line(talk: Talk, found: Finding) -> str:
    row = talk.say("cli.geo.row", row=found.row) if found.row else ""
    place = " ".join(part for part in (row, found.column) if part)
    return f"{place}  {talk.say(found.code, **found.facts)}".strip()


def _list(talk: Talk, lines: Sequence[str]) -> None:
    for line in lines[:_SHOWN]:
        talk.line(line)
    if len(lines) > _SHOWN:
        talk.tell("cli.geo.more", count=len(lines) - _SHOWN)


def _report(file: Path, offer: Offer, talk: Talk) -> None:
    from console.export.ground_report import Line, write_report

    def lines() -> Iterator[Line]:
        for change in offer.difference.changes:
            yield Line(
                kind=talk.say(f"geo.change.{change.kind.value}"),
                row=str(change.row or ""),
                code=change.code,
                former=change.former if change.former != change.code else "",
                column=", ".join(change.fields),
                text=change_words(change, talk.say),
            )
        for fault in offer.faults:
            found = fault.finding
            yield Line(
                kind=talk.say(f"geo.weight.{found.weight.value}"),
                row=str(found.row or ""),
                code=fault.key,
                former="",
                column=found.column,
                text=talk.say(found.code, **found.facts),
            )

    headings = [talk.say(f"geo.report.{name}") for name in HEADINGS]
    try:
        write_report(file, headings, lines())
    except OSError as error:
        raise unwritable(file, error) from None
    talk.tell("cli.geo.reported", file=file)


def _as_json(offer: Offer, written: Written | None, talk: Talk) -> Mapping[str, Any]:
    found = offer.difference
    return {
        "features": offer.about.features,
        "crs": offer.wish.crs or offer.about.crs,
        "columns": dict(offer.about.columns),
        "unchanged": found.unchanged,
        "changes": [
            {
                "kind": one.kind.value,
                "code": one.code,
                "former": one.former,
                "row": one.row,
                "fields": {name: [str(old), str(new)] for name, (old, new) in one.fields.items()},
            }
            for one in found.changes
        ],
        "findings": [
            {
                "weight": one.finding.weight.value,
                "code": one.finding.code,
                "row": one.finding.row,
                "column": one.finding.column,
                "key": one.key,
                "text": talk.say(one.finding.code, **one.finding.facts),
            }
            for one in offer.faults
        ],
        "change": written.change if written else None,
        "cases": [list(one) for one in written.cases] if written else [],
    }
