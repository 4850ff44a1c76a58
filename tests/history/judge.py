"""Finds what a run did wrong: lost updates, double claims, unlawful steps, broken chains and more.

Works on a `History` alone; every kind of finding is tested by planting it (`test_judge.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import combinations, pairwise
from typing import Any, Final

from tests.history.law import PUBLIC, Told, lawful
from tests.history.told import History, Step

NEVER_CLASH: Final = frozenset({"note", "add_photo", "attach_caller", "urge", "supervise", "undo"})
"""Acts that add and replace nothing, and so never conflict (issue 3, point 5)."""
QUIET: Final = timedelta(seconds=30)
"""How long an act can be taken back."""
LIFE: Final = 65 * 10**9
"""Nanoseconds a claim outlives its seat's last sign: stale after 45 s, 20 s of grace."""
_FOUR_EYES: Final = {"force_close": "propose_forced_close", "designate": "propose_designation"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that must not be. `kind` is one of the names in `JUDGES`' generators."""

    kind: str
    words: str


def judge(history: History) -> list[Finding]:
    """Everything wrong in a history; empty when all is well."""
    return [finding for look in JUDGES for finding in look(history)]


# --- trails ---------------------------------------------------------------------------------------


def _chains(history: History) -> Iterator[Finding]:
    for case, trail in history.trails.items():
        before = b""
        for step in trail:
            before = sha256(before + _content(step).encode()).digest()
            if before != step.hash:
                yield Finding("broken_chain", f"case {case}, step {step.seq}")
                break


def _content(step: Step) -> str:
    """The text a step's hash covers; its order is the one promised by the trail's format."""
    moment = step.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = (step.case, step.seq, step.move, step.from_stage, step.to_stage, step.operator)
    more = (step.post, step.seat, step.unit, moment, step.reason, step.payload, step.command)
    return chr(31).join(map(str, (*parts, *more)))


def _versions(history: History) -> Iterator[Finding]:
    files = {file.case: file for file in history.files}
    for case in files.keys() | history.trails.keys():
        trail, file = history.trails.get(case, []), files.get(case)
        if not trail or [step.seq for step in trail] != list(range(1, len(trail) + 1)):
            yield Finding("version_gap", f"case {case}: {[step.seq for step in trail]}")
        for before, after in pairwise(trail):
            if before.to_stage != after.from_stage:
                yield Finding("version_gap", f"case {case}: step {after.seq} begins elsewhere")
        told = (trail[-1].seq, trail[-1].to_stage) if trail else None
        if file is None or (file.version, file.stage) != told:
            yield Finding("other_state", f"case {case}: {file} against {told}")


def _ways(history: History) -> Iterator[Finding]:
    for step in history.steps():
        if not lawful(Told(step.from_stage, step.to_stage, step.move, step.post, step.reason)):
            yield Finding("unlawful_step", f"case {step.case}, step {step.seq}: {step.move}")


def _conditions(history: History) -> Iterator[Finding]:
    """What a single step does not tell: who did the one before, and what was said."""
    sources = {file.case: file.source for file in history.files}
    for case, trail in history.trails.items():
        standing: list[Step] = []  # what was not taken back
        for step in trail:
            wrong = _wrong(step, standing, sources.get(case, ""))
            if wrong:
                yield Finding("unlawful_step", f"case {case}, step {step.seq}: {wrong}")
            if step.move == "undo" and standing:
                standing.pop()
            else:
                standing.append(step)


def _wrong(step: Step, standing: list[Step], source: str) -> str:
    last = standing[-1] if standing else None
    if step.move == "undo":
        mine = last is not None and last.seq == step.seq - 1 and last.operator == step.operator
        if last is None or not mine or step.at - last.at > QUIET:
            return "takes back what it may not"
        return "" if step.to_stage == last.from_stage else "leads elsewhere"
    if step.move == "unmerge" and last is not None:
        merged = [one for one in standing if one.move == "merge"]
        return "" if step.to_stage == merged[-1].from_stage else "leads elsewhere"
    if step.move in _FOUR_EYES:
        first = [one for one in standing if one.move == _FOUR_EYES[step.move]]
        return "" if first and first[-1].operator != step.operator else "not by a second person"
    if step.move == "register" and source in PUBLIC:
        answers = [one.said.get("outcome") for one in standing if "answer_conf" in one.move]
        return "" if answers[-1:] == ["true"] else "registered before it was confirmed"
    if step.move == "approve_return":
        before = sum(one.move == "approve_return" for one in standing)
        wanted = "to_dispatch" if before == 0 else "coordinating"
        return "" if step.to_stage == wanted else "the second return is coordinated"
    return ""


# --- commands -------------------------------------------------------------------------------------


def _commands(history: History) -> Iterator[Finding]:
    made = Counter(step.command for step in history.steps())
    for command, times in made.items():
        if times > 1:
            yield Finding("double_command", f"{command}: {times} steps")
    for command in made.keys() ^ set(history.commands):
        yield Finding("missing_act", f"{command}: a command without its step, or the reverse")
    for command in set(history.letters) - set(history.commands):
        yield Finding("missing_act", f"{command}: a letter without its command")


def _numbers(history: History) -> Iterator[Finding]:
    for number, times in Counter(file.number for file in history.files).items():
        if times > 1:
            yield Finding("number_twice", f"{number}: {times} cases")


def _answered(history: History) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each operator's wish with its answer, as he wrote them down."""
    for who, lines in history.lines.items():
        asked: dict[str, Any] = {}
        for line in lines:
            if line["is"] == "ask":
                asked = line
            elif line["is"] in {"done", "no"}:
                yield who, asked, line


def _acknowledged(history: History) -> Iterator[Finding]:
    numbers = {file.case: file.number for file in history.files}
    first: dict[str, dict[str, Any]] = {}
    for _, asked, told in _answered(history):
        if told["is"] != "done":
            continue
        command, case, version = told["command"], told["case"], told["version"]
        trail = history.trails.get(case, [])
        step = trail[version - 1] if 0 < version <= len(trail) else None
        if step is None or (step.command, step.to_stage) != (command, told["stage"]):
            yield Finding("missing_act", f"{command}: case {case} at {version}")
        if numbers.get(case) != told["number"]:
            yield Finding("missing_act", f"{command}: number {told['number']}")
        if first.setdefault(command, told) != told:
            yield Finding("double_command", f"{command}: two answers")
        if asked["lawless"]:
            yield Finding("unlawful_taken", f"{command}: {asked['lawless']}")


def _refused(history: History) -> Iterator[Finding]:
    """A refusal left nothing behind of him who was refused."""
    kept = {(step.operator, step.command) for step in history.steps()}
    done = {(who, one["command"]) for who, one in history.words("done")}
    for who, _, told in _answered(history):
        if told["is"] == "no" and (who, told["command"]) in kept - done:
            yield Finding("refused_kept", f"{told['command']}: {told['code']}")


def _updates(history: History) -> Iterator[Finding]:
    """Nobody's change is written over unseen, and no version is two people's."""
    owners: dict[tuple[int, int], str] = {}
    for _, asked, told in _answered(history):
        if told["is"] != "done":
            continue
        place = told["case"], told["version"]
        if owners.setdefault(place, told["command"]) != told["command"]:
            yield Finding("lost_update", f"case {place[0]}: version {place[1]} twice")
        if asked["seen"] is None or asked["move"] in NEVER_CLASH:
            continue
        unseen = history.trails.get(told["case"], [])[asked["seen"] : told["version"] - 1]
        if any(step.from_stage != step.to_stage for step in unseen):
            yield Finding("lost_update", f"{told['command']}: moved on since {asked['seen']}")


# --- claims ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Span:
    """From the answer that a seat holds a case until it may no longer think so (nanoseconds)."""

    who: str
    begin: int
    end: int


def _claims(history: History) -> Iterator[Finding]:
    spans: dict[int, list[_Span]] = defaultdict(list)
    for who, lines in history.lines.items():
        for case, span in _spans_of(who, lines):
            spans[case].append(span)
    for who, line in history.words("hold"):
        for span in spans[line["case"]] if line["over"] else ():
            known = (line["case"], who, span.who) in history.taken
            if known and span.who != who and span.begin < line["at"]:
                span.end = min(span.end, line["from"])
    for case, some in spans.items():
        for one, other in combinations(some, 2):
            together = max(one.begin, other.begin) < min(one.end, other.end)
            if together and one.who != other.who:
                yield Finding("double_claim", f"case {case}: {one.who} and {other.who}")


def _spans_of(who: str, lines: list[dict[str, Any]]) -> Iterator[tuple[int, _Span]]:
    held: dict[int, _Span] = {}
    for line in lines:
        if line["is"] == "hold":
            known = held.get(line["case"])
            if known is None or known.end < line["at"]:
                held[line["case"]] = known = _Span(who, line["at"], 0)
                yield line["case"], known
            known.end = line["from"] + LIFE
        elif line["is"] == "free" and line["case"] in held:
            span = held.pop(line["case"])
            span.end = min(span.end, line["at"])
        elif line["is"] == "beat":
            for span in held.values():
                if span.end > line["at"]:
                    span.end = line["at"] + LIFE


# --- news -----------------------------------------------------------------------------------------


def _news(history: History) -> Iterator[Finding]:
    """Every seat that listened heard of every commit, and of none more often than it happened."""
    happened = Counter(commit.case for commit in history.feed)
    for who, lines in history.lines.items():
        looks = [line for line in lines if line["is"] in {"listens", "news"}]
        if not looks:
            continue
        heard: dict[int, datetime] = {}
        told: Counter[int] = Counter()
        ends = [datetime.fromisoformat(look["as_of"]) for look in looks[1:]]
        for look, end in zip(looks, [*ends, datetime.max.replace(tzinfo=UTC)], strict=True):
            told.update(look["cases"])
            heard.update(dict.fromkeys(happened if look["reload"] else look["cases"], end))
        since = datetime.fromisoformat(looks[0]["as_of"])
        for commit in history.feed:
            if commit.at > since and heard.get(commit.case, since) < commit.at:
                yield Finding("news_missed", f"{who}: case {commit.case}, {commit.gseq}")
        for case in [one for one, times in told.items() if times > happened[one]]:
            yield Finding("news_twice", f"{who}: case {case}")


JUDGES: Final = (
    _chains,
    _versions,
    _ways,
    _conditions,
    _commands,
    _numbers,
    _acknowledged,
    _refused,
    _updates,
    _claims,
    _news,
)
