"""Domain values to rows and back: the present row of a case, its steps, photos, callers' masks.

The whole case is kept as canonical text too (`state`), so that it comes back exactly; the columns
beside it are what queues, lists and counts ask for. Nothing here talks to the server.
"""

import json
import unicodedata
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import bindparam, select

from console.domain.case import Case, CaseId
from console.domain.codec import decode, encode
from console.domain.place import Place
from console.domain.rules import Rules
from console.domain.stage import Move, Post, Stage
from console.domain.timers import Timer, clock_of
from console.domain.trail import Step, canonical
from console.domain.worktime import moment_of
from console.ports.media import Looked
from console.ports.work import Letter, Photo
from db.records import CASE_STEP

Row = dict[str, Any]

STEP_COLUMNS: Final = (
    "case_id", "seq", "move", "from_stage", "to_stage", "operator", "post", "seat", "unit", "at",
    "reason", "payload", "command",
)  # fmt: skip
TRAIL: Final = (
    select(*(CASE_STEP.c[name] for name in STEP_COLUMNS))
    .where(CASE_STEP.c.case_id == bindparam("case"))
    .order_by(CASE_STEP.c.seq)
)
"""The steps of `case`, in the order `step_of` reads."""

_MASK: Final = "*"
_SURNAMES: Final = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "司徒",
        "东方",
        "独孤",
        "南宫",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
    ]
)


def case_row(case: Case, rules: Rules) -> Row:
    """The present row of a case: columns of `case_file`, `case_text` and `case_state`."""
    shown = case.running
    return {
        "id": case.id,
        "number": case.number,
        "task_number": case.task_number,
        "version": case.version,
        "stage": case.stage.value,
        "queue": case.queue,
        "ended": not case.open,
        "entered": case.version,
        "entered_at": instant(case.last_at),
        "source": case.source.value,
        "urgent": case.urgent,
        "unit": case.unit,
        "bound_unit": case.bound_unit or (case.designation.unit if case.designation else None),
        "rework": case.rework,
        "dispatches": case.dispatches,
        "returns": case.returns,
        "callers": case.callers,
        "master": case.master,
        "close_kind": case.close_kind.value if case.close_kind else None,
        "changed_at": instant(case.last_at),
        **_standard_columns(case),
        **_place_columns(case.place),
        **_time_columns(case),
        **_clock_columns(case, shown, rules),
        **_text_columns(case),
    }


def near_at(timer: Timer, rules: Rules) -> datetime | None:
    """The first moment a running clock looks yellow; None while it stands still.

    Computed once here, so that counting in the database is a plain comparison of moments.
    """
    if timer.paused or timer.stopped is not None:
        return None
    dial = clock_of(timer, rules.calendar_of(timer.calendar)).dial
    mark = dial.end_mark - rules.tone.near_seconds(dial.allowed)
    if dial.calendar is None:
        return moment_of(mark)
    start = dial.calendar.mark_of(int(timer.started.timestamp()))
    # A clock shorter than the least warning is yellow from its start.
    return timer.started if mark <= start else moment_of(dial.calendar.second_at(mark))


def case_of(state: str) -> Case:
    """The case of its canonical text."""
    return decode(Case, json.loads(state))


def step_row(step: Step) -> Row:
    """A step's columns, without the hash: that is the server's work."""
    return {
        "case_id": step.case,
        "seq": step.seq,
        "move": step.move.value,
        "from_stage": step.from_stage.value if step.from_stage else None,
        "to_stage": step.to_stage.value,
        "operator": step.operator,
        "post": step.post.value,
        "seat": step.seat,
        "unit": step.unit,
        "at": instant(step.at),
        "reason": step.reason,
        "payload": step.payload,
        "command": step.command,
    }


def step_of(row: Sequence[Any]) -> Step:
    """The step of a row in the order of `STEP_COLUMNS`."""
    case, seq, move, before, after, operator, post, seat, unit, at, reason, payload, command = row
    return Step(
        case=CaseId(case),
        seq=seq,
        move=Move(move),
        from_stage=Stage(before) if before is not None else None,
        to_stage=Stage(after),
        operator=operator,
        post=Post(post),
        seat=seat,
        unit=unit,
        at=at.astimezone(UTC),
        reason=reason,
        payload=payload,
        command=command,
    )


def masked_name(name: str) -> str:
    """「王女士」 → 「*女士」, 「李建国」 → 「李**」: a title stays, else only the family name."""
    bare = name.strip()
    for title in ("女士", "先生", "师傅", "老师", "阿姨", "同志"):
        if bare.endswith(title):
            return _MASK + title
    known = 2 if bare[:2] in _SURNAMES and len(bare) > 2 else 1
    return bare[:known] + _MASK * max(1, len(bare) - known) if bare else ""


def masked_phone(phone: str) -> str:
    """「138****5678」; a short number shows its last two figures only."""
    figures = "".join(sign for sign in phone if sign.isdigit())
    if len(figures) < 8:
        return _MASK * 4 + figures[-2:] if figures else ""
    return f"{figures[:3]}{_MASK * 4}{figures[-4:]}"


def photo_row(case: CaseId, seq: int, ordinal: int, photo: Photo) -> Row:
    """A photo's columns, and those of its preview."""
    return {
        "case_id": case,
        "seq": seq,
        "ordinal": ordinal,
        "digest": photo.digest,
        "role": photo.role,
        "mime": photo.mime,
        "size": photo.size,
        "taken_at": instant(photo.taken_at),
        "lon": photo.point.lon if photo.point else None,
        "lat": photo.point.lat if photo.point else None,
        "taken_by": photo.by,
        **preview_row(photo.digest, photo),
    }


def preview_row(digest: str, looked: Photo | Looked) -> Row:
    """What is kept of what a file shows."""
    return {
        "digest": digest,
        "width": looked.width,
        "height": looked.height,
        "seconds": looked.seconds,
        "preview": b64encode(looked.preview).decode() if looked.preview else None,
    }


def letter_row(letter: Letter) -> Row:
    """A letter's columns."""
    return {
        "kind": letter.kind,
        "addressee": letter.to,
        "case_id": letter.case,
        "body": letter.body,
        "not_before": instant(letter.not_before),
    }


def instant(moment: datetime | None) -> str | None:
    """A moment as text in UTC."""
    return moment.astimezone(UTC).isoformat() if moment else None


def folded(text: str) -> str:
    """One form for words that look alike, as the search compares them."""
    readable = text.replace("\x00", " ")  # the one sign the server cannot keep
    return " ".join(unicodedata.normalize("NFKC", readable).casefold().split())


def literal_like(words: str) -> str:
    """The words for LIKE, its own signs taken as they are."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@lru_cache(maxsize=4_096)
def pinyin_initials(words: str) -> str:
    """「中兴路」 → `zxl`; other signs stay, lower case and without blanks."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - most verbs need not wait for it

    letters = lazy_pinyin(words, style=Style.FIRST_LETTER)
    return "".join(letters).lower().replace(" ", "")


def _standard_columns(case: Case) -> Row:
    standard = case.standard
    names = ("scheme", "kind", "category")
    chosen: Mapping[str, str] = (
        {name: getattr(standard, name) for name in names} if standard else dict.fromkeys(names, "")
    )
    return {**chosen, "category_name": standard.name if standard else ""}


def _place_columns(place: Place) -> Row:
    return {
        "component": place.component,
        "district": place.district or "",
        "street": place.street or "",
        "community": place.community or "",
        "grid": place.unit_grid or "",
        "duty_grid": place.duty_grid or "",
        "management_area": place.management_area or "",
        "lon": place.point.lon if place.point else None,
        "lat": place.point.lat if place.point else None,
    }


def _time_columns(case: Case) -> Row:
    names = ("reported", "accepted", "registered", "dispatched", "handled", "verified", "closed")
    moments = {f"{name}_at": instant(getattr(case, f"{name}_at")) for name in names}
    return {**moments, "suspended_until": instant(case.suspended_until)}


def _clock_columns(case: Case, shown: Timer | None, rules: Rules) -> Row:
    running = case.open and shown is not None
    return {
        "started": instant(shown.started) if shown else None,
        "due": instant(shown.due) if shown else None,
        "near_at": instant(near_at(shown, rules)) if shown and running else None,
        "limit_code": shown.limit.code if shown else "",
        "paused": bool(shown and running and shown.paused),
        "due_stage": instant(case.stage_clock.due) if case.stage_clock else None,
        "due_handling": instant(case.handling.due) if case.handling else None,
        **_outcome_columns(case),
    }


def _outcome_columns(case: Case) -> Row:
    """How the handling went, once it has stopped: wall-clock minutes, and if it was in time."""
    bundled = case.bundled
    if bundled is None or bundled.stopped is None:
        return {"handling_minutes": None, "on_time": None}
    minutes = int((bundled.stopped - bundled.started).total_seconds() // 60)
    return {"handling_minutes": minutes, "on_time": bundled.exempt or not bundled.late}


def _text_columns(case: Case) -> Row:
    named = case.standard.name if case.standard else ""
    spoken = (case.place.address, case.description, named)
    return {
        "description": case.description,
        "address": case.place.address,
        "words": folded(" ".join(word for word in spoken if word)),
        "initials": pinyin_initials(f"{case.place.address} {named}"),
        "state": canonical(encode(case)),
    }
