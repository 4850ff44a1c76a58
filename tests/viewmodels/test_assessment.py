"""The assessment page without widgets: periods, rankings, lists, lines; nothing is left hanging."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from pytestqt.modeltest import ModelTester
from shiboken6 import Shiboken

from console.evaluation.behind import Side
from console.evaluation.periods import PeriodKind, between, period_of
from console.evaluation.scheme import ObjectKind
from console.viewmodels.assessment import AssessmentDesk, Showing
from console.viewmodels.assessment_cases import CasesBehind, Listing
from console.viewmodels.assessment_columns import ScoreColumn, Shows, told
from console.viewmodels.assessment_lines import Lines, share_of
from console.viewmodels.assessment_rows import RowKind, ScoreRow
from console.viewmodels.assessment_terms import formula, terms
from console.viewmodels.keyed_table import TEXT_ROLE
from tests.assessment_samples import (
    EACH,
    LostFacts,
    a_desk,
    a_page,
    lost_facts,
    the_reading,
    words_of_cases,
)
from tests.lanes import LateAnswers

OCTOBER = period_of(PeriodKind.MONTH, date(2026, 10, 1))
RATE = "in_time_dispose_rate"
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def facts() -> LostFacts:
    return lost_facts()


@pytest.fixture
def page(facts: LostFacts) -> Iterator[AssessmentDesk]:
    reading = the_reading()
    words_of_cases(reading, facts)
    desk = a_desk(facts, reading)
    yield a_page(desk)
    Shiboken.delete(desk)


@pytest.fixture
def behind(page: AssessmentDesk) -> CasesBehind:
    page.open("departments")
    return CasesBehind(page)


def row_of(page: AssessmentDesk, object_: str, kind: RowKind = RowKind.OBJECT) -> ScoreRow:
    return next(one for one in page.table.rows if one.key == (kind.value, object_))


def column_of(page: AssessmentDesk, key: str) -> ScoreColumn:
    return next(one for one in page.table.columns if one.key == key)


def texts(page: AssessmentDesk, row: ScoreRow) -> dict[str, str]:
    at = page.table.rows.index(row)
    return {
        one.key: page.table.index(at, place).data() for place, one in enumerate(page.table.columns)
    }


# --- periods --------------------------------------------------------------------------------------


def test_it_begins_with_the_last_month_that_is_over(page: AssessmentDesk) -> None:
    assert page.setting.period == OCTOBER
    assert page.recent[0].code == "2026-11"
    assert page.runs(page.recent[0])
    assert not page.runs(page.recent[1])


def test_stepping_ends_at_the_running_period(page: AssessmentDesk) -> None:
    page.step(1)
    assert page.setting.period.code == "2026-11"
    page.step(1)
    assert page.setting.period.code == "2026-11"
    page.step(-2)
    assert page.setting.period.code == "2026-09"


@pytest.mark.parametrize(
    ("kind", "code"),
    [(PeriodKind.WEEK, "2026-W44"), (PeriodKind.QUARTER, "2026-Q4"), (PeriodKind.YEAR, "2026")],
)
def test_another_length_is_the_period_in_which_the_present_one_ends(
    page: AssessmentDesk, kind: PeriodKind, code: str
) -> None:
    page.last(kind)
    assert page.setting.period.code == code


def test_a_free_range_is_typed_and_stepped_by_its_own_length(page: AssessmentDesk) -> None:
    assert page.typed("2026年10月1日至2026年10月10日") is None
    page.step(1)
    assert page.setting.period == between(date(2026, 10, 11), date(2026, 10, 20))
    page.step(-2)
    assert page.setting.period == between(date(2026, 9, 21), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("typed", "code"), [("soon", "period.unreadable"), ("2027-01", "period.not_begun")]
)
def test_what_is_no_period_or_none_yet_is_refused_and_changes_nothing(
    page: AssessmentDesk, typed: str, code: str
) -> None:
    refusal = page.typed(typed)
    assert refusal is not None
    assert refusal.code == code
    assert page.setting.period == OCTOBER


# --- the ranking ----------------------------------------------------------------------------------


def test_units_stand_by_rank_with_quiet_ones_last_and_sums_below(page: AssessmentDesk) -> None:
    page.open("departments")
    assert page.showing is Showing.THERE
    kinds = [(row.kind, row.object) for row in page.table.rows]
    objects = [name for kind, name in kinds if kind is RowKind.OBJECT]
    assert objects == ["U1", "U2", "U3"]
    assert [kind for kind, _ in kinds[-2:]] == [RowKind.SUM, RowKind.AVERAGE]
    quiet, total = texts(page, row_of(page, "U3")), texts(page, page.table.rows[-2])
    assert quiet[RATE] == quiet["rank"] == quiet["total"] == "—"
    assert total["need_dispose"] == "20"
    assert total[RATE] == "75.00%"


def test_a_rate_stands_behind_the_counts_it_is_made_of_with_its_weight(
    page: AssessmentDesk,
) -> None:
    page.open("departments")
    keys = [one.key for one in page.table.columns]
    at = keys.index(RATE)
    assert keys[at - 2 : at] == ["need_dispose", "in_time_dispose"]
    assert column_of(page, RATE).below == "30%"
    assert column_of(page, "inst").below == "10%"
    assert keys[:3] == ["rank", "change", "object"]
    assert keys[-2:] == ["total", "grade"]


def test_changes_of_rank_are_told_against_what_is_chosen(page: AssessmentDesk) -> None:
    page.open("departments")
    assert texts(page, row_of(page, "U1"))["change"] == "↑1"
    assert texts(page, row_of(page, "U2"))["change"] == "↓1"
    page.compare(last_year=True)
    assert texts(page, row_of(page, "U1"))["change"] == "—"


def test_an_order_keeps_sums_below_and_undefined_figures_last(page: AssessmentDesk) -> None:
    page.open("departments")
    page.table.sort_by(RATE)
    assert [row.object for row in page.table.rows[:3]] == ["U1", "U2", "U3"]
    page.table.sort_by(RATE)
    assert [row.object for row in page.table.rows[:3]] == ["U2", "U1", "U3"]
    assert page.table.rows[-2].kind is RowKind.SUM


def test_the_table_is_a_lawful_model(page: AssessmentDesk, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.table)
    page.open("departments")
    page.table.sort_by("total")
    page.typed("2026-09")


def test_no_number_is_red_by_itself(page: AssessmentDesk) -> None:
    page.open("departments")
    tones = {
        page.table.index(row, column).data(TEXT_ROLE).tone
        for row in range(len(page.table.rows))
        for column in range(len(page.table.columns))
    }
    assert tones <= {"ink", "ink2"}


@pytest.mark.parametrize("section", ["regions", "departments", "posts"])
def test_every_section_has_a_ranking_and_each_post_one(page: AssessmentDesk, section: str) -> None:
    page.open(section)
    assert page.showing in (Showing.THERE, Showing.READING)
    assert page.found is not None
    if section == "posts":
        page.judge(ObjectKind.DISPATCHER)
        assert [row.object for row in page.table.rows if row.kind is RowKind.OBJECT] == ["chenlei"]


def test_a_section_comes_back_with_the_scheme_it_had(page: AssessmentDesk) -> None:
    page.open("departments")
    page.use("jinhua")
    page.open("posts")
    page.open("departments")
    assert page.setting.scheme == "jinhua"
    assert page.found is not None
    assert page.found.made.scheme.id == "jinhua"


def test_without_the_store_the_last_figures_stay_with_their_moment(
    page: AssessmentDesk, facts: LostFacts
) -> None:
    page.open("departments")
    rows, at = page.table.rows, page.as_of
    facts.lost = True
    page.reload()
    assert page.showing == "lost"
    assert (page.table.rows, page.as_of) == (rows, at)
    facts.lost, page.watched = False, True
    page.desk.asked_anew.emit()
    assert page.showing == "there"


def test_an_answer_to_a_setting_that_was_left_is_dropped(page: AssessmentDesk) -> None:
    lanes = LateAnswers()
    page.desk.lanes = lanes
    page.open("departments")
    late = dict(lanes.answers)
    page.typed("2026-09")
    late["assessment"]()
    assert page.found is None
    lanes.tell()
    assert page.found is not None
    assert page.found.made.period.code == "2026-09"


def test_counting_that_was_given_up_says_so_and_drops_its_answer(page: AssessmentDesk) -> None:
    lanes = LateAnswers()
    page.desk.lanes = lanes
    page.open("departments")
    page.tasks.cancel()
    assert page.showing is Showing.STOPPED
    lanes.tell()
    assert page.found is None
    assert not page.tasks.running


# --- what is behind a figure ----------------------------------------------------------------------


def test_the_cases_behind_a_rate_are_those_that_missed_it_latest_first(
    page: AssessmentDesk, behind: CasesBehind
) -> None:
    assert behind.ask(row_of(page, "U2"), column_of(page, RATE))
    assert behind.side is Side.REST
    assert behind.listing is Listing.THERE
    assert len(behind.rows) == 4
    assert behind.sums == {Side.REST: 4, Side.NUMERATOR: 6, Side.DENOMINATOR: EACH}
    assert all(row.late for row in behind.rows)
    assert all(row.place and row.category for row in behind.rows)
    behind.turn(Side.DENOMINATOR)
    assert len(behind.rows) == EACH
    assert not behind.drifted


def test_a_sum_lists_the_cases_of_all_its_members(
    page: AssessmentDesk, behind: CasesBehind
) -> None:
    total = next(row for row in page.table.rows if row.kind is RowKind.SUM)
    assert behind.ask(total, column_of(page, "need_dispose"))
    assert len(behind.rows) == 2 * EACH
    assert behind.sides == (Side.NUMERATOR,)


def test_a_score_and_an_average_have_no_cases(page: AssessmentDesk, behind: CasesBehind) -> None:
    average = page.table.rows[-1]
    assert not behind.ask(row_of(page, "U1"), column_of(page, "total"))
    assert not behind.ask(average, column_of(page, "need_dispose"))
    assert behind.listing is Listing.NOTHING


def test_another_period_lists_the_same_figure_of_the_same_unit(
    page: AssessmentDesk, behind: CasesBehind
) -> None:
    behind.ask(row_of(page, "U1"), column_of(page, RATE))
    page.step(-1)
    assert behind.row is not None
    assert behind.row.object == "U1"
    assert len(behind.rows) == 3
    page.open("posts")
    assert behind.listing is Listing.NOTHING


def test_cases_that_changed_after_the_figures_are_told(
    page: AssessmentDesk, behind: CasesBehind, facts: LostFacts
) -> None:
    facts.cases = facts.cases[1:]
    behind.ask(row_of(page, "U1"), column_of(page, RATE))
    assert behind.drifted


def test_the_acts_behind_a_persons_figure_are_his_own(
    page: AssessmentDesk, behind: CasesBehind
) -> None:
    page.open("posts")
    page.judge(ObjectKind.DISPATCHER)
    assert behind.ask(row_of(page, "chenlei"), column_of(page, "in_time_dispatch_rate"))
    assert {row.move for row in behind.rows} == {"dispatch"}
    assert behind.sums[Side.REST] == len(behind.rows) == 4
    assert all(row.late for row in behind.rows)


def test_a_lost_store_leaves_the_list_with_a_word(
    page: AssessmentDesk, behind: CasesBehind, facts: LostFacts
) -> None:
    facts.lost = True
    behind.ask(row_of(page, "U1"), column_of(page, RATE))
    assert behind.listing is Listing.LOST


# --- charts and meanings --------------------------------------------------------------------------


def test_the_line_has_twelve_periods_and_is_undefined_where_nothing_was(
    page: AssessmentDesk,
) -> None:
    lines = Lines(page)
    page.open("departments")
    lines.ask(row_of(page, "U1"), column_of(page, RATE))
    own = [point.own for point in lines.line]
    assert len(own) == 12
    assert own[-2:] == [Fraction(7, 10), Fraction(9, 10)]
    assert own[:-2] == [None] * 10
    assert [point.middle for point in lines.line][-1] == Fraction(3, 4)


def test_dots_are_everybodys_score_now_and_then(page: AssessmentDesk) -> None:
    lines = Lines(page)
    page.open("departments")
    dots = {one.object: one for one in lines.dots}
    assert set(dots) == {"U1", "U2", "U3"}
    assert dots["U3"].now is None
    now, then = dots["U1"].now, dots["U1"].then
    assert now is not None
    assert then is not None
    assert now - then == Fraction(2, 10) * 30
    assert lines.edges


def test_the_middle_of_all_lies_between_neighbours_in_proportion() -> None:
    figures = [Fraction(4), Fraction(0), Fraction(2)]
    assert share_of(figures, Fraction(1, 2)) == 2
    assert share_of(figures, Fraction(1, 10)) == Fraction(4, 10)
    assert share_of([], Fraction(1, 2)) is None


def test_a_figure_is_explained_with_its_own_numbers(page: AssessmentDesk) -> None:
    page.open("departments")
    row, column = row_of(page, "U2"), column_of(page, RATE)
    assert formula(page, row, column) == "＝ 按期处置数 6 ÷ 应处置数 10"
    words = dict(terms(page, row, column))
    assert "60.00%" in words["算式"]
    assert "0.30" in str(terms(page, row, column_of(page, "total")))
    assert formula(page, row, column_of(page, "need_dispose")) == ""


def test_what_is_undefined_is_a_dash_and_halves_go_up() -> None:
    assert told(Shows.RATE, None) == told(Shows.COUNT, None) == "—"
    assert told(Shows.RATE, Fraction(1, 800)) == "0.13%"
    assert told(Shows.COUNT, Fraction(12345)) == "12\N{THIN SPACE}345"
    assert told(Shows.TOTAL, Fraction(-1, 200)) == "\N{MINUS SIGN}0.01"
    assert told(Shows.TOTAL, Fraction(-1, 1000)) == "0.00"
