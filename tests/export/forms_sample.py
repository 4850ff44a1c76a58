"""Every regular form of a year of random lawful histories."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from console.evaluation.forms import FormKind
from console.evaluation.periods import Period, PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.evaluation.words import named
from console.services.assessing import Named
from console.services.assessment_books import Written
from console.services.form_books import FormWish, Ground, form_book, judged_by
from console.views.wording import Wording
from tests.evaluation.schemes import shipped
from tests.export.people_reading import NOW, reading

UNITS: Final = (Named(code="U1", name="=一所"), Named(code="U9", name="九所"))
MONTH: Final = period_of(PeriodKind.MONTH, date(2026, 10, 1))
PERIODS: Final = {
    FormKind.MONTHLY: MONTH,
    FormKind.WEEKLY: period_of(PeriodKind.WEEK, date(2026, 10, 14)),
    FormKind.DAY: period_of(PeriodKind.DAY, date(2026, 10, 14)),
    FormKind.NIGHT: period_of(PeriodKind.DAY, date(2026, 10, 14)),
    FormKind.UNIT: MONTH,
    FormKind.INSPECTOR: MONTH,
}


def inspector() -> str:
    """The one with most tasks."""
    sent = [one.act.inspector for one in reading().done if one.act.inspector]
    return max(sorted(set(sent)), key=sent.count)


def wish(kind: FormKind, period: Period | None = None) -> FormWish:
    """A form with its usual period and object."""
    who = {FormKind.UNIT: "U1", FormKind.INSPECTOR: inspector()}
    return FormWish(
        kind=kind,
        period=period or PERIODS[kind],
        scheme=shipped("standard", judged_by(kind)),
        object=who.get(kind, ""),
    )


def ground(kind: FormKind) -> Ground:
    """Names of some codes; others are shown as they are."""
    objects: Sequence[Named] = UNITS
    if judged_by(kind) is ObjectKind.INSPECTOR:
        objects = [Named(code=inspector(), name="=李巡")]
    return Ground(objects=tuple(objects), districts={"410402": "新华区"})


def made(kind: FormKind, language: str = "zh_CN") -> Written:
    """The workbook of a form and its rows."""
    return form_book(
        reading(), ground(kind), wish(kind), NOW, Wording(language).say,
        partial(named, language=language),
    )  # fmt: skip
