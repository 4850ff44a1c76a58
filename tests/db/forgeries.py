"""An honest command, spoiled: every way of writing what the regulation forbids into an entry.

Each forgery changes a lawful note; beside it the SQLSTATEs of a clear refusal.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from console.domain.trail import canonical
from db.mapping import instant
from tests.db.siege import Entry, Siege

Forgery = Callable[[Entry, Siege], None]

UNLAWFUL, STALE, ACTOR, POST = "GX004", "GX003", "GX002", "GX012"
MOMENT, LAW, ROW, AREA = "GX013", "GX014", "GX015", "GX016"


def _step(entry: Entry) -> Entry:
    found: Entry = entry["steps"][0]
    return found


def _row(entry: Entry) -> Entry:
    found: Entry = entry["cases"][0]
    return found


def _skip(move: str, stage: str) -> Forgery:
    def forge(entry: Entry, _siege: Siege) -> None:
        _step(entry).update(move=move, to_stage=stage, reason="无")
        _row(entry).update(stage=stage)
        _state(entry, stage=stage)

    return forge


def _state(entry: Entry, **fields: object) -> None:
    state = json.loads(_row(entry)["state"])
    _row(entry)["state"] = canonical({**state, **fields})


def _in_row(**columns: object) -> Forgery:
    return lambda entry, _siege: _row(entry).update(columns)


def _in_state(**fields: object) -> Forgery:
    return lambda entry, _siege: _state(entry, **fields)


def _in_payload(**fields: object) -> Forgery:
    """The step itself sets the fields, and state and row agree with it."""

    def forge(entry: Entry, _siege: Siege) -> None:
        step = _step(entry)
        step["payload"] = canonical({**json.loads(step["payload"]), "set": fields})
        _state(entry, **fields)
        _row(entry).update({key: value for key, value in fields.items() if key in _row(entry)})

    return forge


def _in_step(**columns: object) -> Forgery:
    return lambda entry, _siege: _step(entry).update(columns)


def _another_actor(entry: Entry, _siege: Siege) -> None:
    entry["operator"] = "zhou"
    _step(entry).update(operator="zhou")
    _state(entry, last_by="zhou")


def _another_post(entry: Entry, _siege: Siege) -> None:
    mine = _step(entry)["post"]
    _step(entry).update(post="verifier" if mine != "verifier" else "dispatcher")


def _as_system(entry: Entry, _siege: Siege) -> None:
    entry["operator"] = "system"
    _step(entry).update(operator="system", post="system")


def _resume_too_early(entry: Entry, siege: Siege) -> None:
    entry["operator"] = "system"
    row = siege.other_row("suspended")
    state = json.loads(row["state"])
    _step(entry).update(
        operator="system",
        post="system",
        move="resume",
        case_id=row["id"],
        seq=row["version"] + 1,
        from_stage="suspended",
        to_stage="handling",
        payload=canonical({"said": {}, "set": {"suspended_until": None}}),
    )
    entry["cases"] = [row]
    entry["command"] = f"resume-{row['id']}-{row['version']}"
    _step(entry).update(command=entry["command"])
    _state(entry, stage="handling", version=state["version"] + 1)


def _at(hours: float, *, step_only: bool = False) -> Forgery:
    def forge(entry: Entry, _siege: Siege) -> None:
        moved = instant(datetime.fromisoformat(entry["at"]) + timedelta(hours=hours))
        _step(entry).update(at=moved)
        if not step_only:
            entry["at"] = moved

    return forge


def _on_foreign_ground(entry: Entry, siege: Siege) -> None:
    row = siege.other_row("foreign")
    version = row["version"] + 1
    row.update(version=version, state=_row(entry)["state"])
    entry["cases"] = [row]
    _step(entry).update(case_id=row["id"], seq=version)


def _carried_away(entry: Entry, _siege: Siege) -> None:
    _row(entry).update(management_area="410499")


def _another_case_too(entry: Entry, siege: Siege) -> None:
    entry["cases"].append({**siege.other_row("bound"), "bound_unit": None})


def _unknown_case(entry: Entry, _siege: Siege) -> None:
    _step(entry).update(case_id=2026999999999, seq=1, from_stage=None)


def _nothing(entry: Entry, _siege: Siege) -> None:
    entry.update(steps=[], cases=[])


def _under_the_system_s_id(entry: Entry, siege: Siege) -> None:
    entry["command"] = f"resume-{siege.cases['suspended']}-9"
    _step(entry).update(command=entry["command"])


def _beside(part: str, **columns: object) -> Forgery:
    def forge(entry: Entry, siege: Siege) -> None:
        entry[part] = [{"case_id": siege.cases["bound"], **columns}]

    return forge


def _recall(entry: Entry, siege: Siege) -> None:
    entry["recalls"] = [{"case_id": siege.cases["mine"], "after": "2020-01-01T00:00:00+00:00"}]


_DIGEST: Final = "ab" * 32


def _photos(
    said: tuple[str, ...] = (_DIGEST,),
    *,
    move: str = "add_photo",
    count: int = 1,
    **columns: object,
) -> Forgery:
    """One photo beside an honest way of adding it, but for what is spoiled."""

    def forge(entry: Entry, siege: Siege) -> None:
        step, case = _step(entry), siege.cases["mine"]
        field = "before_photos"
        counted = {field: json.loads(_row(entry)["state"])[field] + count} if count else {}
        step["move"] = move
        step["payload"] = canonical({"said": {"photos": list(said)}, "set": counted})
        _state(entry, last_move=move, **counted)
        photo = {"case_id": case, "seq": step["seq"], "ordinal": 0, "digest": _DIGEST, "size": 9}
        kind = {"role": "before", "mime": "image/jpeg", "taken_by": "x"}
        entry["photos"] = [{**photo, **kind, **columns}]

    return forge


def _taken_down(**fields: object) -> Forgery:
    """Words put right before registration, with a place of one's own."""

    def forge(entry: Entry, _siege: Siege) -> None:
        place = {**json.loads(_row(entry)["state"])["place"], **fields}
        written = canonical({"said": {}, "set": {"place": place}})
        _step(entry).update(move="amend", payload=written)
        _state(entry, last_move="amend", place=place)

    return forge


def _corrected(**fields: object) -> Forgery:
    """A corrected place with what does not follow from its point."""

    def forge(entry: Entry, _siege: Siege) -> None:
        place = {**json.loads(_row(entry)["state"])["place"], **fields}
        written = canonical({"said": {}, "set": {"place": place}})
        _step(entry).update(move="correct_place", reason="地点有误", payload=written)
        _state(entry, last_move="correct_place", place=place)
        columns = {"unit_grid": "grid", "address": "address", "management_area": "management_area"}
        _row(entry).update({columns[name]: place[name] for name in columns if name in place})

    return forge


_TIMES: Final = "2020-01-01T00:00:00Z"

FORGERIES: Final[Mapping[str, tuple[Forgery, frozenset[str]]]] = {
    name: (forge, frozenset(states.split()))
    for name, forge, states in (
        ("skip to closed", _skip("close", "closed"), UNLAWFUL),
        ("skip to dispatched", _skip("dispatch", "dispatched"), UNLAWFUL),
        ("a note that closes", _skip("note", "closed"), UNLAWFUL),
        ("another stage before", _in_step(from_stage="to_close"), UNLAWFUL),
        ("an invented move", _in_step(move="bless"), UNLAWFUL),
        ("act for another", _another_actor, ACTOR),
        ("a step for another", _in_step(operator="zhou"), ACTOR),
        ("a step of another seat", _in_step(seat="s9"), ACTOR),
        ("a step of another command", _in_step(command="other"), ACTOR),
        ("a post one has not", _another_post, POST),
        ("the system's post", _in_step(post="system"), UNLAWFUL),
        ("act for the system", _as_system, ACTOR),
        ("resume before its day", _resume_too_early, LAW),
        ("act outside the area", _on_foreign_ground, AREA),
        ("carry a case out of the area", _carried_away, AREA),
        ("backdate", _at(-1), MOMENT),
        ("backdate by a second", _at(-1 / 3600), MOMENT),
        ("postdate", _at(1), MOMENT),
        ("backdate the step alone", _at(-1, step_only=True), MOMENT),
        ("forge the hash", _in_step(hash="\\x00"), ROW),
        ("an empty command", _nothing, ROW),
        ("use up the system's id", _under_the_system_s_id, ROW),
        ("leave a gap", _in_step(seq=9), STALE),
        ("write a step again", _in_step(seq=1), STALE),
        ("a case without a step", _another_case_too, ROW),
        ("a step without a case", _unknown_case, ROW),
        ("another unit in the row", _in_row(unit="U9"), ROW),
        ("another stage in the row", _in_row(stage="closed", ended=True), ROW),
        ("another queue", _in_row(queue="close"), ROW),
        ("another number", _in_row(number="2020-0101-000001"), ROW),
        ("another source", _in_row(source="inspector"), ROW),
        ("another reporting time", _in_row(reported_at=_TIMES), ROW),
        ("a later due moment", _in_row(due="2030-01-01T00:00:00+00:00"), ROW),
        ("in time after all", _in_row(on_time=True, handling_minutes=1), ROW),
        ("closed in the row", _in_row(closed_at=_TIMES, close_kind="normal"), ROW),
        ("another version", _in_row(version=99), ROW),
        ("other words", _in_row(description="无事"), ROW),
        ("another address", _in_row(address="别处"), ROW),
        ("another state", _in_state(unit="U9"), ROW),
        ("confirmed in the state", _in_state(confirmed="true"), ROW),
        ("set by a note: unit", _in_payload(unit="U9"), ROW),
        ("set by a note: binding", _in_payload(bound_unit="U9"), ROW),
        ("set by a note: confirmed", _in_payload(confirmed="true"), ROW),
        ("set by a note: registered", _in_payload(registered_at=_TIMES), ROW),
        ("set by a note: number", _in_payload(number="2020-0101-000001"), ROW),
        ("set by a note: reported", _in_payload(reported_at=_TIMES), ROW),
        ("set by a note: who was last", _in_payload(last_by="zhou"), ROW),
        ("set by a note: place", _in_payload(place={"address": "别处", "crs": "wgs84"}), ROW),
        ("a level taken down", _taken_down(area_level="C"), f"{UNLAWFUL} {ROW}"),
        ("a cell far from its point", _taken_down(point=[113.4, 33.8]), f"{UNLAWFUL} {ROW}"),
        ("a cell nobody knows", _corrected(unit_grid="410402001001999"), f"{UNLAWFUL} {ROW}"),
        ("a level of one's own", _corrected(area_level="C"), f"{UNLAWFUL} {ROW}"),
        ("a point in no system", _corrected(point=[113.3, 99.0]), f"{UNLAWFUL} {ROW}"),
        ("a place that is the same", _corrected(), f"{UNLAWFUL} {ROW}"),
        ("a place of no words", _corrected(address=" "), f"{UNLAWFUL} {ROW}"),
        ("a component nobody knows", _corrected(component="4104020101999999"), f"{UNLAWFUL} {ROW}"),
        ("moved out of the area", _corrected(management_area=""), f"{UNLAWFUL} {AREA}"),
        ("callers of another case", _beside("callers", sealed=r"\x00", key_id="mine"), ROW),
        ("letters of another case", _beside("letters", kind="unit", addressee="U1"), ROW),
        ("photos of another case", _beside("photos", seq=1, ordinal=0), ROW),
        ("recall letters by a note", _recall, ROW),
        ("another photo than the step says", _photos(("cd" * 32,)), ROW),
        ("a photo no step says", _photos(()), ROW),
        ("a photo the step says and nobody has", _photos((_DIGEST, "cd" * 32), count=2), ROW),
        ("a photo by a note", _photos(move="note", count=0), ROW),
        ("one photo counted twice", _photos(count=2), ROW),
        ("a photo that is not counted", _photos(count=0), ROW),
        ("a photo without a digest", _photos(("x",), digest="x"), ROW),
        ("a program for a photo", _photos(mime="application/x-msdownload"), ROW),
        ("a step nobody can carry", _in_step(reason="长" * 400_000), ROW),
        ("a photo of nothing", _photos(size=0), ROW),
        ("a film without end", _photos(seconds="Infinity"), ROW),
        ("a film of no length", _photos(seconds="NaN"), ROW),
        ("a photo wider than any", _photos(width=2_000_000_000, height=1), ROW),
        ("a photo of another side", _photos(role="beside"), ROW),
        ("a recording for a photo after", _photos(role="after", mime="audio/amr"), ROW),
        ("a preview that is a page", _photos(width=1, preview="PGh0bWw+"), ROW),
        ("a preview too large", _photos(width=1, preview="/9j/" + "A" * 28_000), ROW),
    )
}
