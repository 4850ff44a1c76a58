"""Today's open work of the demo city: how many cases stand in every stage, and how urgent.

Everything is written backwards from now, whatever the hour: a case waits since so many minutes, so
its report was so much earlier. The figures are those of design 01.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final, NamedTuple

from console.demo.pacing import begun
from console.demo.photos import PhotoState
from console.demo.scenario import SOURCES, Scenario, coordinate, give_back, suspend
from console.demo.script import Life, Script
from console.domain.stage import PUBLIC_SOURCES, Move, Post, Source

PUBLIC: Final = {source: SOURCES[source] for source in SOURCES if source in PUBLIC_SOURCES}
WALKED: Final = {Source.INSPECTOR: 1}
PLANNED: Final = {source: SOURCES[source] for source in (Source.INSPECTOR, Source.HOTLINE)}

Write = Callable[[Scenario, Script, datetime], None]


class Standing(NamedTuple):
    """So many cases that wait so long: `low`..`high` minutes, or that share of their limit."""

    write: Write
    many: int
    low: float
    high: float
    sources: dict[Source, int] = SOURCES


def open_lives(scenario: Scenario, now: datetime, seed: int) -> Iterator[Life]:
    """Every open case, up to the act it waits after."""
    for kind, standing in enumerate(TODAY):
        for number in range(standing.many):
            random = Random(f"open/{seed}/{kind}/{number}")  # noqa: S311 - repeatable by design
            yield _life(scenario, standing, now, random)


def _life(scenario: Scenario, standing: Standing, now: datetime, random: Random) -> Life:
    sources = list(standing.sources)
    source = random.choices(sources, list(standing.sources.values()))[0]
    problem = scenario.props.problems.draw(random)
    script = Script(scenario.props, problem, source, now, random)
    amount = random.uniform(standing.low, standing.high)
    if standing.write in BY_SHARE:
        limit = scenario.limit(script)
        since = begun(scenario.calendar, now, limit, amount)
    else:
        since = now - timedelta(seconds=int(amount * 60))
    standing.write(scenario, script, since)
    script.beats = [beat for beat in script.beats if beat.at <= now]
    return script.life()


# --- up to each stage; the last act falls on `since` ----------------------------------------


def reported(_scenario: Scenario, script: Script, since: datetime) -> None:
    """Waiting to be accepted, or accepted and waiting to be checked over."""
    script.report()
    script.end_at(since)


def solved(_scenario: Scenario, script: Script, since: datetime) -> None:
    """Solved on the spot, waiting for the acceptor to agree."""
    script.report()
    script.gap(2, 6)
    photos = script.photos(PhotoState.AFTER, script.inspector)
    script.move(script.inspector, Move.SELF_HANDLE, text=script.words("self"), photos=photos)
    script.end_at(since)


def confirming(_scenario: Scenario, script: Script, since: datetime) -> None:
    """An inspector is on the way."""
    script.report()
    script.order_confirmation()
    script.end_at(since)


def to_register(_scenario: Scenario, script: Script, since: datetime) -> None:
    """Before the shift leader."""
    script.submit()
    script.end_at(since)


def void_asked(_scenario: Scenario, script: Script, since: datetime) -> None:
    """The dispatcher asked to void it."""
    script.register()
    script.gap(3, 12)
    script.move(script.dispatcher, Move.REQUEST_VOID, reason=script.words("void"))
    script.end_at(since)


def to_dispatch(_scenario: Scenario, script: Script, since: datetime) -> None:
    """Registered."""
    script.register()
    script.end_at(since)


def return_asked(_scenario: Scenario, script: Script, since: datetime) -> None:
    """A unit says it is not its own."""
    script.register()
    wrong = (script.problem.others or (script.problem.unit,))[0]
    script.dispatch(wrong)
    script.receive(wrong)
    script.gap(10, 90)
    unit = script.props.cast.unit(wrong)
    script.move(unit, Move.REQUEST_RETURN, reason=script.words("return"))
    script.end_at(since)


def given_back(_scenario: Scenario, script: Script, since: datetime) -> None:
    """Returned once, waiting for another unit."""
    script.register()
    give_back(script, 0)
    script.end_at(since)


def failed(scenario: Scenario, script: Script, since: datetime) -> None:
    """Checked and not passed."""
    handled(scenario, script, since - timedelta(minutes=script.random.randint(25, 100)))
    _seen(script, "fail", since)
    script.move(script.verifier, Move.FAIL, reason=script.words("fail"))


def sent(_scenario: Scenario, script: Script, since: datetime) -> None:
    """With the unit, which may not have received it yet."""
    script.register()
    script.dispatch()
    script.end_at(since)
    if script.random.random() < 0.82:
        script.receive()


def extension_asked(scenario: Scenario, script: Script, since: datetime) -> None:
    """The unit asked for more time a little while ago."""
    script.register()
    script.dispatch()
    script.end_at(since)
    script.receive(most=timedelta(minutes=3))
    script.gap(1, 4)
    unit = scenario.props.cast.unit(script.problem.unit)
    script.move(unit, Move.REQUEST_EXTENSION, reason=script.words("extension"))


def suspension_asked(_scenario: Scenario, script: Script, since: datetime) -> None:
    """The unit asked to suspend it."""
    script.register()
    script.dispatch()
    script.receive()
    suspend(script, script.random.randint(5, 40))
    script.beats.pop()
    script.end_at(since)


def hung(_scenario: Scenario, script: Script, since: datetime) -> None:
    """Suspended for weeks to come."""
    script.register()
    script.dispatch()
    script.receive()
    suspend(script, script.random.randint(30, 90))
    script.end_at(since)


def handled(scenario: Scenario, script: Script, since: datetime) -> None:
    """Reported done."""
    share = script.random.uniform(0.1, 0.9)
    script.register()
    script.dispatch()
    script.end_at(begun(scenario.calendar, since, scenario.limit(script), share))
    script.receive(most=max((since - script.at) * 0.4, timedelta(seconds=20)))
    script.until(since)
    script.feedback()


def checking(scenario: Scenario, script: Script, since: datetime) -> None:
    """An inspector is on the way to check."""
    handled(scenario, script, since - timedelta(minutes=script.random.randint(3, 20)))
    script.at = since
    order = script.inspector.operator
    script.move(script.verifier, Move.ORDER_VERIFICATION, inspector=order)


def checked(scenario: Scenario, script: Script, since: datetime) -> None:
    """The inspector has answered; the verifier compares the pictures."""
    checking(scenario, script, since)
    passed = script.random.random() < 0.85
    _answer(script, "pass" if passed else "fail", since + timedelta(minutes=12))


def to_close(scenario: Scenario, script: Script, since: datetime) -> None:
    """Passed."""
    handled(scenario, script, since - timedelta(minutes=script.random.randint(30, 110)))
    _seen(script, "pass", since)
    script.move(script.verifier, Move.PASS)


def coordinating(scenario: Scenario, script: Script, since: datetime) -> None:
    """Two units returned it."""
    script.register()
    coordinate(scenario, script)
    script.end_at(since)


def proposed(scenario: Scenario, script: Script, since: datetime) -> None:
    """A decision is proposed and waits for its second signature."""
    script.register()
    coordinate(scenario, script)
    script.gap(30, 60)
    supervisor = scenario.props.cast.at(Post.SUPERVISOR, script.random)
    script.move(
        supervisor,
        Move.PROPOSE_DESIGNATION,
        reason=script.words("designation"),
        unit=script.problem.unit,
        basis=("移交清单",),
        scope="component",
        document=f"平城管办协〔{since.year}〕61号",
    )
    script.end_at(since)


def _seen(script: Script, outcome: str, since: datetime) -> None:
    """Ordered and answered between the feedback and `since`."""
    start = script.at
    script.at = start + (since - start) * 0.2
    order = script.inspector.operator
    script.move(script.verifier, Move.ORDER_VERIFICATION, inspector=order)
    _answer(script, outcome, start + (since - start) * 0.8)
    script.at = since


def _answer(script: Script, outcome: str, at: datetime) -> None:
    script.at = at
    state = PhotoState.AFTER if outcome == "pass" else PhotoState.PART
    text = script.words("done" if outcome == "pass" else "undone")
    photos = script.photos(state, script.inspector)
    actor, move = script.inspector, Move.ANSWER_VERIFICATION
    script.move(actor, move, outcome=outcome, text=text, photos=photos)


BY_SHARE: Final = frozenset({sent, extension_asked})
"""How long these wait is told as a share of the case's own limit, counted by the calendar."""

TODAY: Final = (
    # 待受理 7: fifteen minutes
    Standing(reported, 4, 0.5, 4.5, WALKED),
    Standing(reported, 2, 6, 13, PUBLIC),
    Standing(solved, 1, 5, 9, WALKED),
    # 待核实 12: two hours
    Standing(confirming, 10, 5, 90, PUBLIC),
    Standing(confirming, 1, 105, 117, PUBLIC),
    Standing(confirming, 1, 122, 140, PUBLIC),
    # 待立案 5: thirty minutes
    Standing(to_register, 3, 1, 18, PLANNED),
    Standing(to_register, 1, 22, 27, PLANNED),
    Standing(void_asked, 1, 2, 4),
    # 待派遣 23: thirty minutes, fifteen for a return; 2 over, 4 near, 3 new
    Standing(to_dispatch, 3, 0.5, 3.2),
    Standing(to_dispatch, 11, 5, 18),
    Standing(to_dispatch, 1, 21, 28),
    Standing(to_dispatch, 2, 33, 47),
    Standing(return_asked, 2, 6, 10, PLANNED),
    Standing(given_back, 1, 8, 16, PLANNED),
    Standing(failed, 2, 6, 17, PLANNED),
    Standing(failed, 1, 22, 26, PLANNED),
    # 处置中 318: 19 over, 11 near
    Standing(sent, 275, 0.02, 0.72),
    Standing(sent, 11, 0.83, 0.94),
    Standing(sent, 19, 1.04, 2.1),
    Standing(extension_asked, 4, 0.3, 0.7, PLANNED),
    Standing(suspension_asked, 2, 1, 4, PLANNED),
    Standing(hung, 7, 2_000, 30_000, PLANNED),
    # 待核查 41: two hours
    Standing(handled, 9, 1, 40),
    Standing(checking, 16, 4, 85),
    Standing(checking, 3, 100, 117),
    Standing(checking, 2, 124, 150),
    Standing(checked, 11, 20, 90),
    # 待结案 16: one hour
    Standing(to_close, 13, 1, 42),
    Standing(to_close, 2, 49, 57),
    Standing(to_close, 1, 64, 80),
    # 协调 3: two work days
    Standing(coordinating, 2, 60, 300, PLANNED),
    Standing(proposed, 1, 30, 120, PLANNED),
)

OPEN_NOW: Final = sum(standing.many for standing in TODAY)
