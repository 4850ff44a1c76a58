"""Compares a `Clock` with the minute oracle, for the tests' sample and the benchmark's million."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from console.domain.calendars import PauseCause
from console.domain.dial import Tone, ToneRule, read_dial
from console.domain.stageclock import Clock, Extension, Pause
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.worktime import WorkCalendar
from tests.oracle_worktime import MinuteOracle, RandomCase

RULE = ToneRule(yellow_share=Decimal("0.8"), near_minimum=timedelta(minutes=10))


def judge(
    case: RandomCase, oracle: MinuteOracle, calendar: WorkCalendar, *, explain: bool
) -> str | None:
    """What the clock and the oracle disagree about, or None."""
    clock = clock_of(case, oracle, calendar)
    now = moment(oracle, case.now)
    used = case.used(oracle, case.now)
    if clock.allowed != case.allowed:
        return "limit"
    if (clock.used(now), clock.remaining(now)) != (used, case.allowed - used):
        return "used"
    if read_dial(clock.dial, now, RULE).remaining != case.allowed - used:
        return "dial"
    return (
        _judge_due(case, oracle, clock)
        or _judge_tone(case, oracle, clock, used)
        or (_judge_explanation(clock, now, used) if explain else None)
    )


def clock_of(case: RandomCase, oracle: MinuteOracle, calendar: WorkCalendar) -> Clock:
    """The domain's clock of a random case."""
    limit = TimeLimit(case.value, LimitUnit(case.unit))
    start = moment(oracle, case.start)
    return Clock(
        limit=limit,
        start=start,
        calendar=calendar,
        pauses=tuple(
            Pause(
                start=moment(oracle, begin),
                end=None if end < 0 else moment(oracle, end),
                cause=PauseCause.SUSPENSION,
            )
            for begin, end in case.pauses
        ),
        extensions=(Extension(at=start, limit=limit),) * case.extensions,
    )


def moment(oracle: MinuteOracle, second: int) -> datetime:
    """A second of the oracle as a UTC moment."""
    return (oracle.base - timedelta(hours=8) + timedelta(seconds=second)).replace(tzinfo=UTC)


def _judge_due(case: RandomCase, oracle: MinuteOracle, clock: Clock) -> str | None:
    if clock.due is None:
        begin, end = case.pauses[-1]
        return None if end < 0 and case.used(oracle, begin) < case.allowed else "due unknown"
    due = oracle.second(clock.due)
    if case.used(oracle, due) != case.allowed:
        return "due count"
    before = due - 1
    paused = any(begin <= before and (end < 0 or before < end) for begin, end in case.pauses)
    return "due not earliest" if paused or not oracle.counts(before, case.unit) else None


def _judge_tone(case: RandomCase, oracle: MinuteOracle, clock: Clock, used: int) -> str | None:
    left = case.allowed - used
    if case.pauses and case.pauses[-1][1] < 0:
        wanted = Tone.PAUSED
    elif clock.due is not None and case.now > oracle.second(clock.due):
        wanted = Tone.OVER
    elif left * 5 <= case.allowed or left <= 600:
        wanted = Tone.NEAR
    else:
        wanted = Tone.CALM
    return None if clock.tone(moment(oracle, case.now), RULE) is wanted else f"tone {wanted}"


def _judge_explanation(clock: Clock, now: datetime, used: int) -> str | None:
    told = clock.explain(now)
    gapless = all(
        former.end == later.start for former, later in zip(told.spans, told.spans[1:], strict=False)
    )
    sums = (
        sum(span.seconds for span in told.spans if span.counted) == told.used == used
        and told.used + told.remaining == told.limit + told.extension
        and sum(span.seconds for span in told.spans) == (told.end - told.start).total_seconds()
    )
    return None if gapless and sums else "explanation"
