"""What befalls a case of the demo city's past: the ordinary way to its end, and every other one.

The rates are those of fact book 10 and issue 2, section 4: 97 % closed, 15 % late, 1 % rework, 2 %
returned. Each life is written from its report on; whether it ends before now is for `history.py`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Final, NamedTuple

from console.demo.outside_world import SYSTEM
from console.demo.pacing import end_of_day, minutes, share_used, used
from console.demo.photos import PhotoState
from console.demo.script import Beat, Life, Props, Script
from console.domain.case import CaseId
from console.domain.stage import Move, Post, Source
from console.domain.timelimit import TimeLimit
from console.domain.worktime import WorkCalendar
from console.services.intake import MergeCase
from console.services.registry import Command

SOURCES: Final = {
    Source.INSPECTOR: 68,
    Source.HOTLINE: 17,
    Source.WEB: 6,
    Source.VIDEO: 4,
    Source.SUPERIOR: 3,
    Source.LEADER: 1,
    Source.MEDIA: 1,
}
"""Where reports come from, in per cent (fact book 8, monthly sheets)."""

LATE: Final = 0.145
SHORT: Final = timedelta(hours=3)
"""A limit below this is too short to ask for more time."""

Tale = Callable[["Scenario", Script], None]


class Told(NamedTuple):
    """A way to go, and how many of a thousand cases go it."""

    tale: Tale
    of_thousand: float


class Scenario:
    """Writes lives under a calendar."""

    def __init__(self, props: Props, calendar: WorkCalendar) -> None:
        self.props = props
        self.calendar = calendar

    def life(self, source: Source, at: datetime, random: Random) -> tuple[Life, ...]:
        """One case from its report at a moment on; sometimes with its duplicate beside it."""
        script = Script(self.props, self.props.problems.draw(random), source, at, random)
        walked = source is Source.INSPECTOR
        tales = PUBLIC_TALES if script.public else WALKED_TALES if walked else PAPER_TALES
        told = random.choices(tales, [one.of_thousand for one in tales])[0]
        told.tale(self, script)
        life = script.life()
        if told.tale is ordinary and script.public and random.random() < DUPLICATES:
            return (life, self._duplicate(script, life, random))
        return (life,)

    def moment(self, script: Script, start: datetime, share: float) -> datetime:
        """When `share` of the case's own limit, begun at `start`, is used."""
        return used(self.calendar, start, self.limit(script), share)

    def limit(self, script: Script) -> TimeLimit:
        """The handling limit of the case."""
        return script.problem.standard.limit

    def long(self, script: Script) -> bool:
        """Whether the limit leaves time to ask for more."""
        seconds = self.limit(script).counted_seconds(hours_per_day=self.calendar.hours_per_day)
        return seconds > SHORT.total_seconds()

    def work(self, script: Script, share: float | None = None) -> None:
        """From a dispatch just made to the unit's feedback, `share` of the limit later."""
        start = script.at
        wanted = share_used(script.random, LATE) if share is None else share
        done = self.moment(script, start, wanted)
        script.receive(most=max((done - start) * 0.4, timedelta(seconds=30)))
        if wanted > 1 and script.random.random() < 0.2:
            self._urge(script, self.moment(script, start, 1.01), done)
        script.until(max(done, script.at + timedelta(minutes=1)))
        script.feedback()

    def _urge(self, script: Script, at: datetime, done: datetime) -> None:
        """A reminder between the limit and the feedback, now and then as a supervision order."""
        if not script.at < at < done:
            return
        script.until(at)
        if script.random.random() < 0.8:
            script.move(script.dispatcher, Move.URGE, text=script.words("urge"))
            return
        supervisor = self.props.cast.at(Post.SUPERVISOR, script.random)
        until = script.at + timedelta(hours=2)
        script.move(supervisor, Move.SUPERVISE, reason=script.words("supervise"), until=until)
        script.at = min(script.at + minutes(script.random, 10, 110), max(done, script.at))
        unit = self.props.cast.unit(script.problem.unit)
        script.move(unit, Move.REPLY_SUPERVISION, text=script.words("reply"))

    def _duplicate(self, script: Script, master: Life, random: Random) -> Life:
        """A second caller's report, found out and merged while the first case is still open."""
        first, last = master.beats[0].at, master.beats[-1].at
        # On the same day: the days of a long past are played by several processes.
        at = min(first + (last - first) * random.uniform(0.05, 0.3), end_of_day(first))
        twin = Script(self.props, script.problem, Source.HOTLINE, at, random)
        twin.report()
        twin.at = min(twin.at + minutes(random, 2, 12), at + (last - at) * 0.6)

        def merge(case: CaseId, _at: datetime) -> Command:
            return MergeCase(case=case, master=master.case)

        twin.beats.append(Beat(twin.at, twin.acceptor, merge))
        return twin.life()


# --- tales: each one way a case may go ------------------------------------------------------------


def ordinary(scenario: Scenario, script: Script) -> None:
    """Registered, dispatched, done, checked, closed; callers are called back."""
    script.register()
    script.dispatch()
    scenario.work(script)
    script.finish()
    if script.public and script.random.random() < 0.8:
        call_back(scenario, script)


def call_back(scenario: Scenario, script: Script) -> None:
    """The caller is told the result; now and then nobody answers, or he is not content."""
    script.gap(12, 260)
    outcome = script.random.choices(("satisfied", "no_answer", "dissatisfied"), (86, 9, 5))[0]
    about = "callback" if outcome == "satisfied" else "callback_no"
    words = "" if outcome == "no_answer" else script.words(about)
    script.move(script.acceptor, Move.CALL_BACK, outcome=outcome, text=words)
    if outcome == "dissatisfied" and script.random.random() < 0.3:
        script.gap(2, 20)
        script.move(script.acceptor, Move.REOPEN, reason=words)
        script.again()
        scenario.work(script, 0.4)
        script.finish()


def reworked(scenario: Scenario, script: Script) -> None:
    """The check fails and the same unit works again (article 21)."""
    script.register()
    script.dispatch()
    scenario.work(script, script.random.uniform(0.1, 0.5))
    script.order_verification()
    script.verify("fail")
    script.gap(1, 12)
    script.move(script.verifier, Move.FAIL, reason=script.words("fail"))
    script.again()
    scenario.work(script, script.random.uniform(0.1, 0.4))
    script.finish()


def returned(scenario: Scenario, script: Script) -> None:
    """A wrong unit returns it; the right one does it."""
    script.register()
    give_back(script, 0)
    script.dispatch()
    scenario.work(script)
    script.finish()


def give_back(script: Script, number: int) -> None:
    """Dispatched to a unit that says it is not its own, which is granted."""
    others = script.problem.others or (script.problem.unit,)
    wrong = others[number % len(others)]
    script.dispatch(wrong)
    script.receive(wrong)
    script.gap(8, 110)
    unit = script.props.cast.unit(wrong)
    script.move(unit, Move.REQUEST_RETURN, reason=script.words("return"))
    script.gap(2, 14)
    script.move(script.leader, Move.APPROVE_RETURN)


def return_refused(scenario: Scenario, script: Script) -> None:
    """A unit would return it, is refused, and does it."""
    script.register()
    script.dispatch()
    start = script.at
    script.receive()
    script.gap(5, 60)
    unit = script.props.cast.unit(script.problem.unit)
    script.move(unit, Move.REQUEST_RETURN, reason=script.words("return"))
    script.gap(3, 14)
    script.move(script.leader, Move.REFUSE_RETURN, reason="移交清单载明由你单位养护，请处置。")
    script.until(max(scenario.moment(script, start, 0.9), script.at + timedelta(minutes=10)))
    script.feedback()
    script.finish()


def disputed(scenario: Scenario, script: Script) -> None:
    """Two units return it: a coordination, and a decision that binds (article 22)."""
    script.register()
    coordinate(scenario, script)
    script.gap(60, 500)
    designate(scenario, script)
    scenario.work(script, script.random.uniform(0.2, 0.8))
    script.finish()


def coordinate(scenario: Scenario, script: Script) -> None:
    """Up to a coordination in which both units have spoken."""
    give_back(script, 0)
    give_back(script, 1)
    supervisor = scenario.props.cast.at(Post.SUPERVISOR, script.random)
    for unit in (script.problem.unit, *script.problem.others[:1]):
        script.gap(20, 120)
        words = script.words("statement")
        script.move(supervisor, Move.RECORD_STATEMENT, unit=unit, stance="reserve", text=words)


def designate(scenario: Scenario, script: Script) -> None:
    """The decision is proposed and signed by a second person."""
    supervisor = scenario.props.cast.at(Post.SUPERVISOR, script.random)
    number = script.random.randint(1, 60)
    script.move(
        supervisor,
        Move.PROPOSE_DESIGNATION,
        reason=script.words("designation"),
        unit=script.problem.unit,
        basis=("移交清单", "养护合同"),
        scope="component",
        document=f"平城管办协〔{script.at.year}〕{number}号",
    )
    script.gap(10, 90)
    script.move(script.leader, Move.DESIGNATE, instruction=script.words("instruction"))


def extended(scenario: Scenario, script: Script) -> None:
    """More time is asked for before the limit, and granted."""
    if not scenario.long(script):
        ordinary(scenario, script)
        return
    script.register()
    script.dispatch()
    start = script.at
    script.receive()
    unit = script.props.cast.unit(script.problem.unit)
    script.until(scenario.moment(script, start, script.random.uniform(0.5, 0.8)))
    script.move(unit, Move.REQUEST_EXTENSION, reason=script.words("extension"))
    script.gap(3, 14)
    script.move(script.leader, Move.APPROVE_EXTENSION)
    script.until(scenario.moment(script, start, script.random.uniform(1.1, 1.8)))
    script.feedback()
    script.finish()


def suspended(scenario: Scenario, script: Script) -> None:
    """Waits for a works project, resumes by itself at its date."""
    if not scenario.long(script):
        ordinary(scenario, script)
        return
    script.register()
    script.dispatch()
    script.receive()
    days = script.random.randint(3, 21)
    suspend(script, days)
    script.until(script.at + timedelta(days=days))
    script.move(SYSTEM, Move.RESUME)
    script.until(scenario.moment(script, script.at, script.random.uniform(0.1, 0.7)))
    script.feedback()
    script.finish()


def suspend(script: Script, days: int) -> None:
    """A suspension for so many days is asked for and granted."""
    script.gap(15, 90)
    unit = script.props.cast.unit(script.problem.unit)
    until = script.at + timedelta(days=days)
    reason = script.words("suspension")
    script.move(unit, Move.REQUEST_SUSPENSION, reason=reason, until=until)
    script.gap(3, 14)
    script.move(script.leader, Move.APPROVE_SUSPENSION)


def appealed(scenario: Scenario, script: Script) -> None:
    """Done late, closed, and the unit says why it was not its fault."""
    script.register()
    script.dispatch()
    scenario.work(script, script.random.uniform(1.1, 1.9))
    script.finish()
    unit = script.props.cast.unit(script.problem.unit)
    script.gap(200, 1_500)
    script.move(unit, Move.APPEAL, reason=script.words("appeal"))
    script.gap(60, 400)
    script.move(script.dispatcher, Move.REVIEW_APPEAL)
    script.gap(60, 400)
    if script.random.random() < 0.6:
        script.move(script.acceptor, Move.GRANT_APPEAL)
    else:
        script.move(script.acceptor, Move.REFUSE_APPEAL, reason=script.words("appeal_no"))


def self_handled(_scenario: Scenario, script: Script) -> None:
    """The inspector solves a small matter on the spot (自处置)."""
    script.report()
    script.gap(2, 12)
    photos = script.photos(PhotoState.AFTER, script.inspector)
    script.move(script.inspector, Move.SELF_HANDLE, text=script.words("self"), photos=photos)
    script.gap(3, 25)
    script.move(script.acceptor, Move.APPROVE_SELF_HANDLING)


def declined(_scenario: Scenario, script: Script) -> None:
    """Nothing was found on site, or it is not the city's business."""
    script.report()
    if script.public:
        script.order_confirmation()
        script.confirm(script.random.choice(("false", "not_found")))
    script.gap(2, 12)
    script.move(script.acceptor, Move.DECLINE, reason=script.words("decline"))


def not_registered(_scenario: Scenario, script: Script) -> None:
    """The shift leader finds that no condition is met."""
    script.submit()
    script.gap(3, 16)
    script.move(script.leader, Move.REFUSE_REGISTRATION, reason=script.words("refuse"))


def sent_back(scenario: Scenario, script: Script) -> None:
    """Back to the acceptor for more, then the ordinary way."""
    script.submit()
    script.gap(3, 16)
    script.move(script.leader, Move.SEND_BACK, reason=script.words("send_back"))
    script.gap(2, 10)
    script.move(script.acceptor, Move.SUBMIT)
    script.gap(2, 12)
    script.move(script.leader, Move.REGISTER)
    script.dispatch()
    scenario.work(script)
    script.finish()


def voided(_scenario: Scenario, script: Script) -> None:
    """The dispatcher finds it void, the shift leader agrees."""
    script.register()
    script.gap(3, 15)
    script.move(script.dispatcher, Move.REQUEST_VOID, reason=script.words("void"))
    script.gap(3, 12)
    script.move(script.leader, Move.APPROVE_VOID)


def forced(scenario: Scenario, script: Script) -> None:
    """Closed without its conditions, by two persons."""
    script.register()
    script.dispatch()
    start = script.at
    script.receive()
    script.until(scenario.moment(script, start, 0.9))
    script.move(script.leader, Move.PROPOSE_FORCED_CLOSE, reason=script.words("forced"))
    script.gap(20, 180)
    second = scenario.props.cast.other(Post.SHIFT_LEADER, script.leader, script.random)
    script.move(second, Move.FORCE_CLOSE)


_ON_THE_WAY: Final = (
    Told(returned, 17),
    Told(return_refused, 3),
    Told(disputed, 2),
    Told(extended, 13),
    Told(suspended, 8),
    Told(reworked, 9),
    Told(appealed, 7),
    Told(sent_back, 5),
    Told(voided, 4),
    Told(forced, 1),
)
WALKED_TALES: Final = (
    *_ON_THE_WAY,
    Told(self_handled, 80),
    Told(not_registered, 5),
    Told(ordinary, 846),
)
PUBLIC_TALES: Final = (
    *_ON_THE_WAY,
    Told(declined, 62),
    Told(not_registered, 6),
    Told(ordinary, 863),
)
PAPER_TALES: Final = (
    *(one for one in _ON_THE_WAY if one.tale is not sent_back),
    Told(ordinary, 930),
)
DUPLICATES: Final = 0.05
"""Share of the public's ordinary cases that somebody else reports too."""
