"""The workbook of each regular form, with the rows of its cases where it has any.

Not here: the figures (`forming.py`) and the pages (`console.export.regular_forms`). Read only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from console.domain.refusal import Refusal
from console.evaluation.bands import Label
from console.evaluation.forms import DAY_BEGINS, NIGHT_BEGINS, STATEMENTS, FormKind
from console.evaluation.periods import ZONE, Period
from console.evaluation.posts import POSTS
from console.evaluation.scheme import POST_OF, ObjectKind, Scheme, kept
from console.export.assessed_book import AssessedBook
from console.export.assessment_book import DrillCell
from console.export.form_sheet import FormBook
from console.export.form_tables import Names
from console.export.people_book import PeopleBook
from console.export.regular_forms import RegularForms
from console.ports.facts import FactReading, Grouping
from console.ports.reading import Reading
from console.services.assessing import Named
from console.services.assessing_sources import objects_of
from console.services.assessment_books import Written
from console.services.forming import (
    DutySheet,
    MonthlyNotice,
    Statement,
    duty_sheet,
    monthly_notice,
    statement,
    weekly_report,
)

Say = Callable[..., str]
_CODE_AT = 1
"""Where a row of cases or acts says whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWish:
    """A form that is wanted; `scheme` judges departments, or inspectors for their statement.

    `object` is the code of a statement's unit or inspector; `number` that of a monthly notice, 0
    for the month's; `begins` and `ends` the local times of the day's shift.
    """

    kind: FormKind
    period: Period
    scheme: Scheme
    object: str = ""
    number: int = 0
    begins: time = DAY_BEGINS
    ends: time = NIGHT_BEGINS


def judged_by(kind: FormKind) -> ObjectKind:
    """Whom the scheme of a form judges."""
    return ObjectKind.INSPECTOR if kind is FormKind.INSPECTOR else ObjectKind.DEPARTMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the pages say beside figures: who may be judged, and what codes are called."""

    objects: tuple[Named, ...]
    districts: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """For the pages."""
        units = {one.code: one.name for one in self.objects}
        return Names(units=units, districts=self.districts, categories=self.categories)


def ground_of(reading: Reading, kind: FormKind, at: datetime) -> Ground:
    """Read the names a form needs; class names are those of the standards in force at `at`."""
    return Ground(
        objects=tuple(objects_of(reading, judged_by(kind), Grouping.UNIT)),
        districts={one.code: one.name for one in reading.divisions()},
        categories={
            (one.key.kind, one.key.code): one.name for one in reading.catalogue(at).categories
        },
    )


def form_book(
    facts: FactReading,
    ground: Ground,
    wish: FormWish,
    now: datetime,
    say: Say,
    named: Callable[[Label], str],
) -> Written:
    """The workbook of a form. `facts` have to be of one moment, or rows and sums differ.

    Raises `Refusal` `forms.*`, `period.not_begun`, and what `assess` raises.
    """
    forms = RegularForms(say, named, ground.names, now)
    period, title = wish.period, _title(wish.period, say)
    if wish.kind in STATEMENTS:
        if not wish.object:
            raise Refusal("forms.object_missing")
        found = statement(facts, wish.scheme, period, ground.objects, wish.object, now)
        return _statement(facts, found, forms, title, say, named)
    if wish.kind is FormKind.MONTHLY:
        notice = monthly_notice(facts, wish.scheme, period, ground.objects, now)
        return Written(book=_monthly(notice, forms, title, wish.number, say), rows=())
    if wish.kind is FormKind.WEEKLY:
        made = weekly_report(facts, wish.scheme, period, ground.objects, now)
        return Written(book=forms.weekly(title, made.plan, made.scores), rows=())
    duty = duty_sheet(facts, wish.kind, period, now, begins=wish.begins, ends=wish.ends)
    book = forms.duty(wish.kind.value, _shift(duty), duty.sources, duty.districts)
    return Written(book=book, rows=())


def _monthly(
    notice: MonthlyNotice, forms: RegularForms, title: str, number: int, say: Say
) -> FormBook:
    first = notice.made.period.first
    told = say("forms.monthly.number", year=first.year, number=number or first.month)
    parts = (notice.sources, notice.kinds, notice.categories)
    made = notice.made
    return forms.monthly(title, told, made.plan, made.scores, notice.whole, parts, notice.waiting)


def _statement(
    facts: FactReading,
    found: Statement,
    forms: RegularForms,
    title: str,
    say: Say,
    named: Callable[[Label], str],
) -> Written:
    made, alone, code = found.made, found.alone, found.score.subject.object
    plan, as_of = made.plan, made.span.as_of
    rows: Iterable[Sequence[DrillCell]]
    if made.scheme.kind in POST_OF:
        people = PeopleBook(plan, title, as_of, say, named)
        counts = POSTS[POST_OF[made.scheme.kind]]
        mine = [
            replace(one, operator=code if one.operator == code else "",
                    inspector=code if one.inspector == code else "")
            for one in kept(made.scheme, facts.act_tallies(made.span))
            if any(count.who(one) == code and count.holds(one) for count in counts)
        ]  # fmt: skip
        book = people.book(alone, people.how_many(mine, alone))
        rows = _of(code, people.act_rows(facts.acts(made.span, code), alone))
    else:
        cases = AssessedBook(plan, Grouping.UNIT, title, as_of, say, named)
        book = cases.book(alone, found.score.subject.counts["report"])
        group = {Grouping.UNIT: code}
        rows = cases.rows(facts.facts(made.span, made.scheme.case_date, group))
    (ranking,) = book.rankings
    scored = made.scores.groups[found.score.subject.group].scored
    pages = forms.statement(plan, found.score, ranking, book.drill, title, scored)
    return Written(book=pages, rows=rows)


def _of(code: str, rows: Iterable[Sequence[DrillCell]]) -> Iterator[Sequence[DrillCell]]:
    """An act may count for two people: for its actor and for who was sent."""
    return (row for row in rows if row[_CODE_AT] == code)


def _title(period: Period, say: Say) -> str:
    code, words = period.title
    return say(code, **words)


def _shift(duty: DutySheet) -> str:
    first, last = (
        f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" for at in (duty.span.start, duty.span.end)
    )
    return f"{first} – {last}"
