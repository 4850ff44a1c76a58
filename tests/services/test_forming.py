"""The figures of the regular forms: those of `assess`, and what was reported in a period."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Source
from console.evaluation.counts import COUNTS, counted, tally_of
from console.evaluation.forms import LOOKED_BACK, FormKind
from console.evaluation.periods import PeriodKind, period_of
from console.ports.facts import Grouping
from console.services.assessing import Named, assess
from console.services.form_books import form_book
from console.services.forming import duty_sheet, monthly_notice, statement, weekly_report
from console.views.wording import Wording
from tests.export.forms_sample import PERIODS, UNITS, ground, inspector, wish
from tests.export.people_reading import NOW, reading


@pytest.mark.parametrize("kind", [FormKind.MONTHLY, FormKind.WEEKLY])
def test_units_have_the_figures_of_assess(kind: FormKind) -> None:
    facts, wanted = reading(), wish(kind)
    expected = assess(facts, wanted.scheme, wanted.period, UNITS, NOW, by=Grouping.UNIT)
    assert expected.scores.whole.counts["need_archive"]
    made = (
        monthly_notice(facts, wanted.scheme, wanted.period, UNITS, NOW).made
        if kind is FormKind.MONTHLY
        else weekly_report(facts, wanted.scheme, wanted.period, UNITS, NOW)
    )
    assert made.scores == expected.scores


@pytest.mark.parametrize("kind", [FormKind.UNIT, FormKind.INSPECTOR])
def test_a_statement_is_a_row_of_assess(kind: FormKind) -> None:
    facts, wanted, objects = reading(), wish(kind), ground(kind).objects
    by = Grouping.UNIT if kind is FormKind.UNIT else None
    expected = assess(facts, wanted.scheme, wanted.period, objects, NOW, by=by).scores.rows
    found = statement(facts, wanted.scheme, wanted.period, objects, wanted.object, NOW)
    assert [found.score] == [one for one in expected if one.subject.object == wanted.object]
    assert found.alone.rows == (found.score,)


def test_a_statement_may_be_asked_for_by_name_but_a_code_goes_first() -> None:
    wanted = wish(FormKind.UNIT)
    named = (Named(code="U1", name="U2"), Named(code="U2", name="二所"))
    for typed, code in (("U2", "U2"), ("二所", "U2"), ("U1", "U1")):
        found = statement(reading(), wanted.scheme, wanted.period, named, typed, NOW)
        assert found.score.subject.object == code


def test_a_name_that_several_have_is_nobodys_statement() -> None:
    wanted = wish(FormKind.UNIT)
    named = (Named(code="U1", name="一所"), Named(code="U2", name="一所"))
    with pytest.raises(Refusal, match=r"forms\.object_twice") as refused:
        statement(reading(), wanted.scheme, wanted.period, named, "一所", NOW)
    assert refused.value.facts["known"] == "U1, U2"


def test_a_statement_of_somebody_unknown_is_refused() -> None:
    wanted = wish(FormKind.UNIT)
    with pytest.raises(Refusal, match=r"forms\.object"):
        statement(reading(), wanted.scheme, wanted.period, UNITS, "U77", NOW)


def test_a_month_counts_what_was_reported_in_it_by_source_and_class() -> None:
    wanted = wish(FormKind.MONTHLY)
    span = wanted.period.span(NOW)
    cases = [one for one in reading().cases if span.start <= one.reported_at < span.end]
    notice = monthly_notice(reading(), wanted.scheme, wanted.period, UNITS, NOW)
    assert notice.whole["report"] == len(cases) > 0
    for name in COUNTS:
        assert sum(one.counts[name] for one in notice.sources) == notice.whole[name], name
        assert sum(one.counts[name] for one in notice.kinds) == notice.whole[name], name
    assert all(all(one.code) for one in notice.categories)
    reported = [one.counts["report"] for one in notice.sources]
    assert reported == sorted(reported, reverse=True)


def test_what_waits_at_the_end_of_a_month_was_registered_within_a_year() -> None:
    wanted = wish(FormKind.MONTHLY)
    span = wanted.period.span(NOW)
    early = span.end - LOOKED_BACK
    cases = [
        one
        for one in reading().cases
        if one.registered_at is not None and early <= one.registered_at < span.end and one.unit
    ]
    groups = counted(replace(tally_of(one, NOW), group=(one.unit,)) for one in cases)
    expected = {
        unit: (counts["hang"], counts["overtime_to_dispose"])
        for (unit,), counts in groups.items()
        if counts["hang"] or counts["overtime_to_dispose"]
    }
    found = monthly_notice(reading(), wanted.scheme, wanted.period, UNITS, NOW).waiting
    assert {one.unit: (one.suspended, one.overdue) for one in found} == expected != {}


def test_a_shift_has_what_was_reported_and_what_was_closed_in_it() -> None:
    facts = reading()
    closed = sorted(one.closed_at for one in facts.cases if one.closed_at is not None)
    day = period_of(PeriodKind.DAY, (closed[0] + timedelta(hours=8)).date())
    sheet = duty_sheet(facts, FormKind.DAY, day, NOW, begins=time(0, 1), ends=time(23, 59))
    lines, span = sheet.sources, sheet.span
    assert [one.code for one in lines] == [one.value for one in Source]
    cases = [one for one in facts.cases if span.start <= one.reported_at < span.end]
    assert sum(one.report for one in lines) == len(cases)
    ended = [one for one in facts.cases if one.closed_at and span.start <= one.closed_at < span.end]
    sums = counted(tally_of(one, NOW) for one in ended).get((), dict.fromkeys(COUNTS, 0))
    assert sum(one.archive for one in lines) == sums["archive"]


def test_the_night_begins_where_the_day_ends_and_has_no_areas() -> None:
    period = PERIODS[FormKind.DAY]
    day, night = (
        duty_sheet(reading(), kind, period, NOW) for kind in (FormKind.DAY, FormKind.NIGHT)
    )
    assert day.span.end == night.span.start
    assert night.span.end - day.span.start == timedelta(days=1)
    assert f"{day.span.start:%H:%M}" == "00:00"  # eight in the morning of the city
    assert day.districts
    assert not night.districts


def test_a_shift_that_has_not_begun_is_refused() -> None:
    period = PERIODS[FormKind.NIGHT]
    evening = duty_sheet(reading(), FormKind.NIGHT, period, NOW).span.start
    with pytest.raises(Refusal, match=r"period\.not_begun"):
        duty_sheet(reading(), FormKind.NIGHT, period, evening - timedelta(seconds=1))


def test_a_shift_has_to_end_after_it_begins() -> None:
    with pytest.raises(Refusal, match=r"forms\.hours"):
        duty_sheet(
            reading(), FormKind.DAY, PERIODS[FormKind.DAY], NOW, begins=time(9), ends=time(9)
        )


@pytest.mark.parametrize(
    ("kind", "code"),
    [(FormKind.MONTHLY, "month"), (FormKind.WEEKLY, "week"), (FormKind.DAY, "day")],
)
def test_a_form_of_another_period_is_refused_and_says_which_it_takes(
    kind: FormKind, code: str
) -> None:
    year = period_of(PeriodKind.YEAR, PERIODS[kind].first)
    wanted = replace(wish(kind), period=year)
    say = Wording("zh_CN").say
    with pytest.raises(Refusal, match=rf"forms\.period\.{code}"):
        form_book(reading(), ground(kind), wanted, NOW, say, lambda label: label.zh)


def test_an_inspector_has_verifications_and_cases() -> None:
    wanted = wish(FormKind.INSPECTOR)
    objects = ground(FormKind.INSPECTOR).objects
    found = statement(reading(), wanted.scheme, wanted.period, objects, inspector(), NOW)
    assert found.score.subject.counts["need_verify"] + found.score.subject.counts["need_confirm"]
