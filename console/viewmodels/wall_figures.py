"""The figures of a wall, made on its lane from one snapshot and from what was known before.

Nothing here is changed once made: an answer is a new `Known` that its owner takes over or drops.
What depends on data alone is not read again while the feed's mark stands still, and is then as
young as the snapshot; what is heavy is read every `HEAVY_SECONDS` at most and is as old as that.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from console.domain.administration import SETTINGS
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.scene import REPLAYED, BlockKind
from console.domain.tone import Urgency
from console.evaluation.periods import local_day, midnight
from console.evaluation.scene_options import (
    RankingAsked,
    RatesAsked,
    ranking_asked,
    rates_asked,
    rows_of,
    share,
)
from console.ports.errors import StoreUnavailable
from console.ports.wall import CallCounts, PastReading, PatrolCounts, WallMoment, WallReading
from console.viewmodels.wall_blocks import Block, Calls, Patrols, Ticker, TickerLine
from console.viewmodels.wall_cases import (
    Late,
    Seen,
    Usual,
    backlog,
    bars,
    emergencies,
    in_district,
    longest,
    look_at,
    map_block,
    open_by_stage,
    over_count,
    underway,
)
from console.viewmodels.wall_hours import curve, curve_since, hour_of, usual, usual_since
from console.viewmodels.wall_known import (
    Figure,
    Known,
    Part,
    Wanted,
    looked,
    past_cases,
    present_cases,
)
from console.viewmodels.wall_question import Question
from console.viewmodels.wall_rates import (
    counters,
    hotline_classes,
    is_clock_driven,
    ranking,
    rates,
    today_counts,
    yesterday_counts,
)

LOG = logging.getLogger(__name__)
HEAVY_SECONDS: Final = 10.0
NUMBERED: Final = 5
"""As many of the longest overdue have a number on the map."""
TURN_SECONDS: Final = 10
CALLS_IN_TIME: Final = Fraction(95, 100)
"""GB/T 33358-2016."""
_DAY: Final = timedelta(days=1)


def read_figures(reading: WallReading, past: PastReading | None, wanted: Wanted) -> Known:
    """One snapshot's figures. Raises `StoreUnavailable`; a block that cannot be made stays old."""
    with reading.at_one_moment() as moment:
        if wanted.past is not None and past is not None:
            known = past_cases(past, wanted, wanted.past, moment)
            return _Snapshot(moment, looked(known, wanted.past), wanted, past).answered()
        known = looked(present_cases(moment, wanted), moment.as_of)
        return _Snapshot(moment, known, wanted, past).answered()


class _Snapshot:
    """Makes the blocks of one snapshot; lives on its lane for as long as that is held."""

    def __init__(
        self, moment: WallMoment, known: Known, wanted: Wanted, past: PastReading | None
    ) -> None:
        self._moment, self._known, self._wanted, self._past = moment, known, wanted, past
        self._names, self._rules = known.standing.names, known.standing.rules
        self._parts = dict(known.parts)
        self._oldest = moment.as_of
        self._now = known.past or moment.as_of

    def answered(self) -> Known:
        """What is known now; a block that failed keeps what it had and grows old."""
        known = self._known
        before = self._wanted.before
        same = before is not None and (before.past is None) == (known.past is None)
        figures = dict(before.figures) if before is not None and same else {}
        for question in sorted(self._wanted.questions, key=_by_words):
            self._oldest = self._moment.as_of
            try:
                block = self._block(question)
            except StoreUnavailable:
                raise
            except Exception:
                LOG.exception("a block of the wall could not be made: %s", question.kind.value)
                continue
            former = figures.get(question)
            if former is not None and former.block == block:
                block = former.block  # nothing on it is drawn again
            figures[question] = Figure(block=block, as_of=self._oldest)
        if known.past is None:
            on_duty = self._patrols().on_duty
            known = replace(known, on_duty=on_duty, on_duty_at=self._parts["patrols"].as_of)
        return replace(known, parts=self._parts, figures=figures)

    def _block(self, question: Question) -> Block | None:
        known = self._known
        if not known.told or (known.past is not None and question.kind not in REPLAYED):
            return None
        return _MAKERS[question.kind](self, question)

    def _part(
        self, name: object, read: Callable[[], Any], clock: object, *, every: float = 0.0
    ) -> Any:
        """Something read, or what was read before where it still holds; the block's age follows.

        What does not hold any more is kept for `every` seconds all the same, and is as old.
        """
        part, moment, at = self._parts.get(name), self._moment, self._wanted.at
        if part is not None and (part.mark, part.clock) == (moment.mark, clock):
            part = replace(part, as_of=moment.as_of)
        elif part is None or at - part.read >= every or self._wanted.anew:
            part = Part(value=read(), as_of=moment.as_of, mark=moment.mark, clock=clock, read=at)
        self._parts[name] = part
        self._oldest = min(self._oldest, part.as_of)
        return part.value

    def _seen(self, question: Question) -> list[Seen]:
        return list(in_district(self._known.seen, question.district))

    def _late(self, question: Question) -> list[Late]:
        district = question.district
        return [one for one in self._known.late if district in ("", one.case.district)]

    # --- of the open cases, in the present and in the past ---------------------------------------

    def backlog(self, question: Question) -> Block:
        """By queue; the usual range is the whole city's and the present's."""
        whole_city = self._known.past is None and not question.district
        if not whole_city:
            return replace(backlog(self._seen(question), {}), ranged=False)
        return backlog(self._seen(question), self._usual())

    def map(self, question: Question) -> Block:
        """The map with all its pins."""
        numbered = [one.case.id for one in self._late(question)[:NUMBERED]]
        return map_block(
            self._seen(question), self._known.pins, self._names, numbered, question.district
        )

    def longest(self, question: Question) -> Block:
        """The longest overdue."""
        rows = rows_of(question.told, NUMBERED)
        return longest(self._late(question), self._names, self._rules, rows)

    def emergencies(self, question: Question) -> Block:
        """Open emergencies."""
        rows = rows_of(question.told, 12)
        return emergencies(self._seen(question), self._names, self._now, rows)

    def underway(self, question: Question) -> Block:
        """Units with emergencies in hand."""
        return underway(self._seen(question), self._names, rows_of(question.told, 8))

    def _usual(self) -> Usual:
        """Made once an hour: it is about hours that are over."""
        hour = hour_of(self._now)
        part = self._parts.get("usual")
        if part is None or part.clock != hour or self._wanted.anew:
            flows = self._moment.flows(usual_since(self._now))
            value = usual(flows, open_by_stage(self._known.cases.values()), self._now)
            part = Part(value=value, as_of=self._now, mark=self._moment.mark, clock=hour, read=0.0)
            self._parts["usual"] = part
        found: Usual = part.value
        return found

    # --- of the data, in the present alone ------------------------------------------------------

    def counters(self, question: Question) -> Block:
        """Today beside yesterday."""
        district, now, facts = question.district, self._now, self._moment.facts
        minute = now.replace(second=0, microsecond=0)
        today = self._part(
            ("today", district), lambda: today_counts(facts, now, district), local_day(now)
        )
        # Over midnight it is of another day, and no more what stands beside today.
        known = self._parts.get(("yesterday", district))
        same_day = known is not None and local_day(known.as_of) == local_day(now)
        yesterday = self._part(
            ("yesterday", district),
            lambda: yesterday_counts(facts, now, district),
            minute,
            every=HEAVY_SECONDS if same_day else 0.0,
        )
        before = self._over_before(minute - _DAY, district)
        return counters(today, yesterday, over_count(self._seen(question)), before)

    def _over_before(self, then: datetime, district: str) -> int | None:
        """How many were over their time then; from steps, so once a minute, or when missing."""
        past, part, at = self._past, self._parts.get("over"), self._wanted.at
        if past is None:
            return None
        missing = part is not None and part.value is None and at - part.read >= HEAVY_SECONDS
        if part is None or part.clock != then or missing:
            over = _over_at(past, then, self._rules)
            part = Part(value=over, as_of=self._now, mark=0, clock=then, read=at)
            self._parts["over"] = part
        found: tuple[Seen, ...] | None = part.value
        return None if found is None else len(in_district(found, district))

    def rates(self, question: Question) -> Block:
        """A rate by district and unit."""
        asked = self._rates_asked(question)
        clock = self._now if is_clock_driven(asked.indicator) else asked.period(self._now).last
        facts, district, now = self._moment.facts, question.district, self._now
        made: Block = self._part(
            question,
            lambda: rates(facts, self._names, now, asked, district),
            clock,
            every=HEAVY_SECONDS,
        )
        return made

    def _rates_asked(self, question: Question) -> RatesAsked:
        asked = rates_asked(question.told)
        settings = {name: plain for name, (_, plain) in SETTINGS.items()}
        settings |= self._known.standing.settings
        return replace(
            asked,
            target=share(settings, "wall_target") if asked.target is None else asked.target,
            floor=share(settings, "wall_floor") if asked.floor is None else asked.floor,
        )

    def ranking(self, question: Question) -> Block:
        """Units or districts over the month."""
        asked: RankingAsked = ranking_asked(question.kind, question.told)
        driven = any(is_clock_driven(one) for one in asked.indicators)
        facts, now = self._moment.facts, self._now
        made: Block = self._part(
            question,
            lambda: ranking(facts, self._names, now, asked),
            now if driven else local_day(now),
            every=HEAVY_SECONDS,
        )
        return made

    def curve(self, question: Question) -> Block:
        """24 hours."""
        del question
        since = curve_since(self._now)
        return curve(self._part("hours", lambda: self._moment.hours(since), since), self._now)

    def ticker(self, question: Question) -> Block:
        """The last events."""
        lines = [
            line
            for line in self._part("events", self._moment.events, clock=None)
            if question.district in ("", line.district)
        ]
        return Ticker(
            lines=tuple(
                TickerLine(
                    at=line.at,
                    number=line.number,
                    category_name=line.category_name,
                    move=line.move,
                    stage=line.stage,
                    district=self._names.district(line.district),
                    unit=self._names.unit(line.unit),
                )
                for line in lines
            ),
            turn=int(self._now.timestamp()) // TURN_SECONDS,
        )

    def calls(self, question: Question) -> Block:
        """The hotline's day, as old as the telephone system's word; the feed tells none of it."""
        since = midnight(local_day(self._now))
        told: CallCounts = self._part("calls", lambda: self._moment.calls(since), self._now)
        if told.known and told.told_at is not None:
            self._oldest = min(self._oldest, told.told_at)
        return Calls(
            known=told.known,
            calls=told.calls,
            answered=told.answered,
            in_time=told.in_time,
            given_up=told.given_up,
            waiting=told.waiting,
            longest=int(told.longest),
            target=share(question.told, "target") or CALLS_IN_TIME,
        )

    def classes(self, question: Question) -> Block:
        """Reports by telephone by class."""
        facts, now, hidden = self._moment.facts, self._now, self._known.standing.hidden
        rows = rows_of(question.told, 8)
        made: Block = self._part(
            question,
            lambda: hotline_classes(facts, self._names, now, hidden, rows),
            (local_day(now), hidden),
        )
        return made

    def patrols(self, question: Question) -> Block:
        """Inspectors and cells."""
        del question
        told = self._patrols()
        return Patrols(listed=told.listed, on_duty=told.on_duty, cells=told.cells, seen=told.seen)

    def unseen(self, question: Question) -> Block:
        """Duty grids with unit grids that nobody has visited today."""
        return bars(dict(self._patrols().unseen), {}, rows_of(question.told, 8))

    def _patrols(self) -> PatrolCounts:
        """The feed knows nothing of positions: read again as seldom as what is heavy."""
        told: PatrolCounts = self._part(
            "patrols", self._moment.patrols, self._now, every=HEAVY_SECONDS
        )
        return told


def _over_at(past: PastReading, then: datetime, rules: Rules) -> tuple[Seen, ...] | None:
    """The cases over their time at a moment that is past; None where that cannot be rebuilt."""
    try:
        seen, _ = look_at(past.at(then), then, rules)
    except (Refusal, StoreUnavailable) as no:
        # It takes nothing from what is shown of now: a store that has gone says so with the next
        # question.
        LOG.info("yesterday's overdue is not known: %s", no.code)
        return None
    return tuple(one for one in seen if one.urgency is Urgency.OVER)


Maker = Callable[[_Snapshot, Question], Block]
_MAKERS: Final[Mapping[BlockKind, Maker]] = {
    BlockKind.BACKLOG: _Snapshot.backlog,
    BlockKind.MAP: _Snapshot.map,
    BlockKind.LONGEST: _Snapshot.longest,
    BlockKind.EMERGENCIES: _Snapshot.emergencies,
    BlockKind.UNDERWAY: _Snapshot.underway,
    BlockKind.COUNTERS: _Snapshot.counters,
    BlockKind.RATES: _Snapshot.rates,
    BlockKind.RANKING: _Snapshot.ranking,
    BlockKind.MONTH: _Snapshot.ranking,
    BlockKind.CURVE: _Snapshot.curve,
    BlockKind.TICKER: _Snapshot.ticker,
    BlockKind.CALLS: _Snapshot.calls,
    BlockKind.CLASSES: _Snapshot.classes,
    BlockKind.PATROLS: _Snapshot.patrols,
    BlockKind.UNSEEN: _Snapshot.unseen,
}


def _by_words(question: Question) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return question.kind.value, question.district, question.options
