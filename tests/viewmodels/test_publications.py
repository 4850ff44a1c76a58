"""Publications at a seat, without widgets: who may do what, signing, verifying, amending."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.evaluation.correcting import Why
from console.ports.publications import Mark
from console.viewmodels.amendments import AmendmentsDesk, Correcting, Preview
from console.viewmodels.assessment import AssessmentDesk, facts_shown, shows_frozen
from console.viewmodels.notices import Notice
from console.viewmodels.publications import Act, Stands, State, short_print, state_of
from tests.assessment_samples import a_desk, a_page, lost_facts, the_reading
from tests.fake_publications import FakePublications
from tests.lanes import LateAnswers
from tests.publication_samples import correct, month, prepared, publications, published, signed

pytestmark = pytest.mark.usefixtures("qapp")
ALL = (Post.SUPERVISOR, Post.SHIFT_LEADER, Post.ADMINISTRATOR)


@pytest.fixture
def kept() -> FakePublications:
    return publications()


@pytest.fixture
def page(kept: FakePublications) -> Iterator[AssessmentDesk]:
    desk = a_desk(lost_facts(), the_reading(), *ALL)
    desk.outside = replace(desk.outside, publications=kept)
    kept.operator = desk.actor.operator
    made = a_page(desk)
    made.open("departments")
    yield made
    desk.deleteLater()


def told(page: AssessmentDesk) -> list[Notice]:
    found: list[Notice] = []
    page.desk.notice.connect(found.append)
    return found


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal is not None else ""


def test_a_period_goes_from_prepared_over_checked_to_published_by_others(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    desk = page.publications
    prepared(kept)
    desk.reload()
    assert [state_of(one) for one in desk.heads] == [State.PREPARED]
    desk.sign(Act.CHECK, desk.heads[0])
    assert state_of(desk.heads[0]) is State.CHECKED
    desk.sign(Act.PUBLISH, desk.heads[0])
    assert state_of(desk.heads[0]) is State.PUBLISHED
    assert desk.in_force(page.setting) == (desk.heads[0],)


def test_preparing_freezes_the_page_s_period_objects_and_scheme(page: AssessmentDesk) -> None:
    notices = told(page)
    page.publications.prepare(page.setting)
    head = page.publications.heads[0]
    wanted = head.wanted
    assert (wanted.period, wanted.kind, wanted.grouping) == ("2026-10", "department", "unit")
    assert (wanted.scheme, head.cases) == ("standard", 20)
    assert [one.code for one in notices] == ["publications.done.prepare"]


def test_a_period_that_runs_is_refused_in_words_and_nothing_is_kept(page: AssessmentDesk) -> None:
    page.go_to(month(11))
    notices = told(page)
    page.publications.prepare(page.setting)
    assert [one.code for one in notices] == ["publication.running"]
    assert not page.publications.heads
    assert page.publications.doing is None


def test_a_post_one_does_not_hold_is_named_beforehand(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    head = prepared(kept)
    page.publications.reload()
    page.desk.posts = (Post.SUPERVISOR,)
    found = page.publications.against(Act.CHECK, head)
    assert found is not None
    assert (found.code, found.facts["post"]) == ("publications.not_yours", "shift_leader")
    page.desk.posts = (Post.SHIFT_LEADER,)
    assert page.publications.against(Act.CHECK, head) is None
    assert code(page.publications.against(Act.PREPARE, None)) == "publications.not_yours"


def test_who_prepared_does_not_check_nor_publish(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    head = prepared(kept, by=kept.operator)
    page.publications.reload()
    assert code(page.publications.against(Act.CHECK, head)) == "publication.same_person"
    assert page.publications.against(Act.WITHDRAW, head) is None


@pytest.mark.parametrize(
    ("marks", "act", "refusal"),
    [
        ((), Act.PUBLISH, "publications.turn.publish.prepared"),
        ((Mark.CHECKED,), Act.CHECK, "publications.turn.check.checked"),
        ((Mark.CHECKED, Mark.PUBLISHED), Act.WITHDRAW, "publications.turn.withdraw.published"),
        ((Mark.WITHDRAWN,), Act.AMEND, "publications.turn.amend.withdrawn"),
    ],
)
def test_an_act_out_of_turn_says_what_comes_first(
    page: AssessmentDesk,
    kept: FakePublications,
    marks: tuple[Mark, ...],
    act: Act,
    refusal: str,
) -> None:
    head = signed(kept, prepared(kept), *marks)
    page.publications.reload()
    assert code(page.publications.against(act, head)) == refusal


def test_a_withdrawn_one_keeps_its_reason_and_is_no_longer_the_period_s(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    head = prepared(kept)
    page.publications.reload()
    page.publications.sign(Act.WITHDRAW, head, "方案有误")
    mark = page.publications.heads[0].mark(Mark.WITHDRAWN)
    assert mark is not None
    assert mark.reason == "方案有误"
    assert page.publications.of_period(month(10), page.setting) == ()


def test_a_lost_store_keeps_the_list_and_lets_nothing_be_done(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    head = published(kept)
    page.publications.reload()
    kept.lost = True
    page.publications.reload()
    assert page.publications.stands is Stands.LOST
    assert page.publications.heads == (head,)
    assert code(page.publications.against(Act.VERIFY, head)) == "publications.lost"
    kept.lost = False
    page.desk.heard()
    page.publications.reload()
    assert page.publications.stands.value == "there"
    assert page.publications.against(Act.VERIFY, head) is None


def test_a_seat_without_publications_says_so() -> None:
    made = a_page(a_desk(lost_facts(), the_reading(), *ALL))
    made.publications.reload()
    assert made.publications.stands is Stands.REFUSED
    assert code(made.publications.refusal) == "publications.none_here"


def test_verifying_names_the_first_difference_and_the_moment(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    head = published(kept)
    page.publications.reload()
    moved: list[tuple[int, int]] = []
    page.verifying.moved.connect(lambda done, of: moved.append((done, of)))
    page.verifying.start(head)
    found = page.verifying.found[head.id]
    assert found.finding is not None
    assert found.finding.code == "missing_step"
    assert found.at == page.desk.now()
    assert page.verifying.running == 0


def test_what_is_as_it_was_verifies_without_a_difference(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    head = published(kept, month(7))  # a month without cases: nothing but its own parts
    page.publications.reload()
    page.verifying.start(head)
    assert page.verifying.found[head.id].finding is None
    kept.differing = "2026"
    page.verifying.start(head)
    finding = page.verifying.found[head.id].finding
    assert finding is not None
    assert finding.code == "calendar"


def test_verifying_that_was_given_up_says_nothing_later(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    head = published(kept)
    page.publications.reload()
    lanes = LateAnswers()
    page.desk.lanes = lanes
    page.verifying.start(head)
    assert page.verifying.running == head.id
    assert page.verifying.give_up()
    lanes.tell()
    assert not page.verifying.found
    assert not page.verifying.running


def test_a_published_period_shows_its_frozen_figures_until_the_present_ones_are_asked_for(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    head = published(kept)
    correct(kept, 1, exempt=True)
    page.desk.outside = replace(page.desk.outside, facts=kept.now)
    page.reload()
    assert shows_frozen(page) == head
    assert facts_shown(page) is kept.kept[head.id]
    assert page.as_of == head.as_of
    frozen = page.table.rows[0].total
    page.turn(live=True)
    assert shows_frozen(page) is None
    assert facts_shown(page) is kept.now
    assert page.table.rows[0].total != frozen
    page.step(-1)
    page.step(1)
    assert shows_frozen(page) == head


def test_another_scheme_than_the_published_one_shows_present_figures(
    page: AssessmentDesk, kept: FakePublications
) -> None:
    published(kept)
    page.reload()
    assert page.found is not None
    other = next(one.id for one in page.found.schemes if one.id != "standard")
    page.use(other)
    assert page.setting.scheme == other
    assert shows_frozen(page) is None


# --- amendments -----------------------------------------------------------------------------------


@pytest.fixture
def amending(page: AssessmentDesk, kept: FakePublications) -> AmendmentsDesk:
    head = published(kept)
    correct(kept, 1, exempt=True)
    correct(kept, 12, rework=0)
    page.publications.reload()
    made = AmendmentsDesk(page.publications)
    made.choose(head.id)
    return made


def test_corrected_cases_are_listed_with_why_and_what(amending: AmendmentsDesk) -> None:
    assert amending.correcting is Correcting.THERE
    assert [(one.case, one.why) for one in amending.rows] == [
        (1, (Why.APPEALED,)),
        (12, (Why.PAST,)),
    ]
    change = amending.rows[0].fields[0]
    assert (change.field, change.before, change.after) == ("exempt", False, True)
    assert amending.rows[0].unit == "市政维护处"


def test_marks_are_set_one_by_one_and_all_at_once(amending: AmendmentsDesk) -> None:
    assert code(amending.against()) == "publications.mark_some"
    amending.turn(12)
    assert [one.marked for one in amending.rows] == [False, True]
    amending.mark_all()
    assert [one.marked for one in amending.rows] == [True, True]
    amending.mark_all()
    assert not amending.marked


def test_the_preview_tells_figures_before_and_after_and_keeps_nothing(
    amending: AmendmentsDesk, kept: FakePublications
) -> None:
    amending.turn(1)
    amending.show_figures()
    assert amending.previewing is Preview.THERE
    assert [one.object for one in amending.figures] == ["U1"]
    before, after = amending.figures[0].total
    assert before is not None
    assert after is not None
    assert before < after
    assert len(kept.known) == 1
    amending.turn(12)
    assert amending.previewing.value == "old"


def test_an_amendment_needs_a_reason_and_is_prepared_of_the_marked_cases_only(
    amending: AmendmentsDesk, kept: FakePublications
) -> None:
    first = amending.chosen
    amending.turn(1)
    assert code(amending.issue("  ")) == "publication.reason"
    assert len(kept.known) == 1
    assert amending.issue("申诉成立") is None
    made = amending.kept.heads[0]
    assert (made.amends, made.reason, state_of(made)) == (first, "申诉成立", State.PREPARED)
    changed = {one.fact.case for one in kept.cases(made.id) if one.fact.exempt}
    assert changed == {1}
    assert kept.known[first].figures != made.figures
    assert not amending.marked


def test_a_second_amendment_waits_for_the_first(
    amending: AmendmentsDesk, kept: FakePublications
) -> None:
    amending.turn(1)
    amending.issue("申诉成立")
    amending.turn(12)
    assert code(amending.against()) == "publications.amendment_waits"
    signed(kept, amending.kept.heads[0], Mark.WITHDRAWN)
    amending.kept.reload()
    assert amending.against() is None


def test_after_an_amendment_is_out_only_what_it_left_is_listed(
    amending: AmendmentsDesk, kept: FakePublications, page: AssessmentDesk
) -> None:
    amending.turn(1)
    kept.operator = "zhou"
    amending.issue("申诉成立")
    made = amending.kept.heads[0]
    signed(kept, made, Mark.CHECKED, Mark.PUBLISHED)
    page.publications.reload()
    amending.reload()
    assert [one.case for one in amending.rows] == [12]
    assert [one.id for one in page.publications.in_force(page.setting)] == [1, 2]
    page.reload()
    shown = shows_frozen(page)
    assert shown is not None
    assert shown.id == made.id


def test_a_lost_store_is_told_where_corrections_would_be(
    amending: AmendmentsDesk, kept: FakePublications
) -> None:
    kept.lost = True
    amending.reload()
    assert amending.correcting is Correcting.LOST
    kept.lost = False
    amending.reload()
    assert amending.correcting.value == "there"


def test_a_fingerprint_is_shortened_to_four_groups() -> None:
    assert short_print("9f3c71ab04e7e20d5b88") == "9f3c-71ab-04e7-e20d"
