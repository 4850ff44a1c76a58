"""Which regular form is wanted: form, period, object; what is wrong with the choice; writing it.

The choice is checked before anything is read. The form is written on a lane by a child process and
can be given up; a file that was there stays as it was unless the new one is whole.
"""

from collections.abc import Callable
from datetime import time
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from console.domain.refusal import Refusal
from console.evaluation.bands import Label
from console.evaluation.forms import (
    DAY_BEGINS,
    NIGHT_BEGINS,
    PERIOD_OF,
    STATEMENTS,
    FormKind,
    check_period,
    duty_span,
)
from console.evaluation.period_text import read_period
from console.evaluation.periods import Period, PeriodKind, before, local_day, period_of
from console.evaluation.scheme import ObjectKind, Scheme
from console.export.assessment_export import write_assessment
from console.ports.errors import StoreUnavailable
from console.ports.reading import Reading
from console.services.assessing_sources import Texts, known_schemes, offered, scheme_named
from console.services.form_books import FormWish, Ground, form_book, ground_of, judged_by
from console.viewmodels.answering import while_alive
from console.viewmodels.assessment_task import AssessmentTask
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.pinyin import Option, an_option
from console.viewmodels.tasks import Tasks
from console.viewmodels.words import Say

KINDS: Final = tuple(FormKind)
"""The forms there are, in the order they are offered."""

_RUNNING: Final = (PeriodKind.DAY,)
"""Periods whose running one is wanted at first; of all others the last that is over."""


class FormsChoice(QObject):
    """Signals: `chosen` the choice is another one; `known` the objects, or why there are none;
    `began`; `ended` (Refusal | Path) what came of writing.
    """

    chosen = Signal()
    known = Signal()
    began = Signal()
    ended = Signal(object)

    def __init__(  # every collaborator comes from outside
        self,
        desk: Desk,
        say: Say,
        named: Callable[[Label], str],
        texts: Texts,
        tasks: Tasks,
        layout: Path,
        scheme: str = "standard",
    ) -> None:
        """`layout` is the workbook a city restyles; `scheme` is used where it judges the form."""
        super().__init__(desk)
        self._desk, self._say, self._texts, self._layout = desk, say, texts, layout
        self._named, self._scheme = named, scheme
        self._task = AssessmentTask(tasks, self)
        self.kind = FormKind.MONTHLY
        self.period, self.object, self.number, self.hours = "", "", "", "08:00-20:00"
        self.options: tuple[Option, ...] = ()
        self.unknown: Refusal | None = None
        """Why the objects could not be read."""
        self.read = False
        """Whether the objects have been told."""
        self.busy = self._left = False
        self.choose(self.kind)

    # --- the choice -------------------------------------------------------------------------------

    @property
    def of_one(self) -> bool:
        """Whether it is a form of one unit or inspector."""
        return self.kind in STATEMENTS

    @property
    def of_a_shift(self) -> bool:
        """Whether it is a form of some hours."""
        return self.kind in (FormKind.DAY, FormKind.NIGHT)

    @property
    def numbered(self) -> bool:
        """Whether it is a notice with a number."""
        return self.kind is FormKind.MONTHLY

    @property
    def period_kind(self) -> str:
        """Which kind of period it is of; "range" where any will do."""
        return PERIOD_OF.get(self.kind, PeriodKind.RANGE).value

    def choose_code(self, code: str) -> None:
        """Another form, by its code."""
        self.choose(FormKind(code))

    def choose(self, kind: FormKind) -> None:
        """Another form; its usual period goes with it, and nobody is chosen yet."""
        self.kind, self.object, self.options, self.unknown = kind, "", (), None
        self.read = False
        wanted = PERIOD_OF.get(kind, PeriodKind.MONTH)
        running = period_of(wanted, local_day(self._desk.now()))
        self.period = (running if wanted in _RUNNING else before(running)).code
        self.chosen.emit()
        if self.of_one:
            self.read_objects()

    def read_objects(self) -> None:
        """Ask for the units or inspectors there are; again after it failed."""
        kind, now = self.kind, self._desk.now()
        if not self.of_one:
            return

        def read(reading: Reading) -> Ground:
            return ground_of(reading, kind, now)

        def answered(ground: Ground) -> None:
            if kind is self.kind:
                self.options = tuple(an_option(one.code, one.name) for one in ground.objects)
                self.unknown, self.read = None, True
                self.known.emit()

        def failed(error: Exception) -> None:
            if not isinstance(error, StoreUnavailable | Refusal):
                self._desk.failed(error)
            elif kind is self.kind:
                self.unknown = Refusal(error.code, **error.facts)
                self.known.emit()

        self._desk.ask(
            "forms.objects", read, while_alive(self, answered), while_alive(self, failed)
        )

    def wrong_period(self) -> Refusal | None:
        """Why the period that was typed is none for this form."""
        return _refused(self._read_period)

    def wrong_hours(self) -> Refusal | None:
        """Why the hours are none."""
        return _refused(self._read_hours) if self.of_a_shift else None

    def wrong_number(self) -> Refusal | None:
        """Why the number of a notice is none."""
        return _refused(self._read_number)

    def wrong_object(self) -> Refusal | None:
        """Why nobody is chosen."""
        return Refusal("forms.choose_object") if self.of_one and not self.object else None

    @property
    def right(self) -> bool:
        """Whether it can be written."""
        wrong = (self.wrong_period, self.wrong_hours, self.wrong_number, self.wrong_object)
        return not any(one() for one in wrong)

    @property
    def name(self) -> str:
        """What the file is called unless somebody calls it otherwise."""
        whose = next((one.name for one in self.options if one.code == self.object), "")
        parts = (self._say(f"forms.{self.kind.value}"), whose, self._read_period().code)
        plain = "-".join(part for part in parts if part)
        return "".join(" " if sign in '\\/:*?"<>|' else sign for sign in plain) + ".xlsx"

    def _read_period(self) -> Period:
        period = read_period(self.period)
        check_period(self.kind, period)
        now = self._desk.now()
        if self.of_a_shift:
            duty_span(self.kind, period, now, *self._shift)
        else:
            period.span(now)
        return period

    @property
    def _shift(self) -> tuple[time, time]:
        """The hours as far as they are right; that they are not is told of their own field."""
        return (DAY_BEGINS, NIGHT_BEGINS) if self.wrong_hours() else self._read_hours()

    def _read_hours(self) -> tuple[time, time]:
        try:
            begins, ends = (time.fromisoformat(one.strip()) for one in self.hours.split("-"))
        except ValueError:
            raise Refusal("forms.hours_unreadable", text=self.hours) from None
        if begins >= ends:
            raise Refusal("forms.hours", begins=f"{begins:%H:%M}", ends=f"{ends:%H:%M}")
        return begins, ends

    def _read_number(self) -> int:
        text = self.number.strip()
        if not self.numbered or not text:
            return 0
        if not (text.isascii() and text.isdigit() and int(text)):
            raise Refusal("forms.number_unreadable", text=text)
        return int(text)

    # --- writing ----------------------------------------------------------------------------------

    def write(self, path: Path) -> None:
        """Write the form that is chosen; nothing while one is written, or if it is not right."""
        facts, desk, task = self._desk.outside.facts, self._desk, self._task
        if self.busy or not self.right:
            return
        if facts is None:
            self.ended.emit(Refusal("assessment.no_facts"))
            return
        wish, now, reading = self._wish(), desk.now(), desk.outside.reading
        kind, period = self.kind, self._read_period()
        say, named, layout, texts, scheme = (
            self._say, self._named, self._layout, self._texts, self._scheme,
        )  # fmt: skip

        def work() -> None:
            whole = wish(scheme=_scheme(texts, scheme, judged_by(kind), period))
            ground = ground_of(reading, whole.kind, now)
            with facts.at_one_moment() as held:
                made = form_book(held, ground, whole, now, say, named)
                write_assessment(
                    made.book, made.rows, path, layout=layout, progress=task.count,
                    cancelled=task.given_up,
                )  # fmt: skip

        self.busy = True
        self._task.begin("forms.task", lambda: None)
        self.began.emit()
        done, failed = partial(self._on_written, path), self._on_failed
        desk.lanes.ask("forms.write", work, while_alive(self, done), while_alive(self, failed))

    def give_up(self) -> None:
        """Give up what is being written (Ctrl+F2)."""
        if self.busy:
            self._task.stop()

    def leave(self) -> None:
        """The chooser has gone: give up, and go when the lane does not need this any more."""
        self.give_up()
        self._left = True
        if not self.busy:
            self.deleteLater()

    def _wish(self) -> partial[FormWish]:
        """Everything but the scheme, which is read from a disk."""
        begins, ends = self._read_hours() if self.of_a_shift else (DAY_BEGINS, NIGHT_BEGINS)
        return partial(
            FormWish,
            kind=self.kind,
            period=self._read_period(),
            object=self.object,
            number=self._read_number(),
            begins=begins,
            ends=ends,
        )

    def _on_written(self, path: Path, _none: object) -> None:
        self._end()
        facts = {"file": path.name, "folder": str(path.parent)}
        self._desk.notice.emit(Notice(code="forms.done", tone=NoticeTone.DONE, facts=facts))
        self.ended.emit(path)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self._desk.failed(error)
        if isinstance(error, StoreUnavailable | Refusal):
            self.ended.emit(Refusal(error.code, **error.facts))
        else:
            self.ended.emit(Refusal("forms.failed"))

    def _end(self) -> None:
        self.busy = False
        self._task.end()
        if self._left:
            self.deleteLater()


def _refused(read: Callable[[], object]) -> Refusal | None:
    try:
        read()
    except Refusal as refusal:
        return refusal
    return None


def _scheme(texts: Texts, name: str, kind: ObjectKind, period: Period) -> Scheme:
    """The scheme of this name where it judges such objects then, else the first that does."""
    known = known_schemes(texts())
    fitting = offered(known, kind, period.last)
    return next((one for one in fitting if one.id == name), None) or (
        fitting[0] if fitting else scheme_named(known, name, kind, period.last)
    )
