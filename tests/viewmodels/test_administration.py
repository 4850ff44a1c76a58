"""The administration page of one seat, over things in memory: nothing typed is lost."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken

from console.domain.administration import Deed, Subject
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.administration import Wish
from console.ports.errors import StoreUnavailable
from console.ports.rows import News
from console.viewmodels.administration_sections import SECTIONS, section_cap
from tests.administration_samples import an_administration
from tests.administration_seat import Seat, a_seat
from tests.lanes import WaitingLanes
from tests.rows import NOW


@pytest.fixture
def seat(qapp: QApplication) -> Iterator[Seat]:
    assert qapp is not None
    made = a_seat()
    made.page.reload()
    yield made
    made.leave()


def put(seat: Seat, **values: object) -> None:
    """Type into the form in hand."""
    form = seat.page.hand.form
    assert form is not None
    for name, value in values.items():
        form.put(name, value)


def test_operators_are_read_with_how_they_sign_in(seat: Seat) -> None:
    states = {one.key: one.state for one in seat.page.found.things}
    assert states["chenlei"] == "signs_in"
    assert states["lixia"] == "no_account"
    assert states["zhaomin"] == "disabled"
    assert seat.page.chosen == "chenlei"


def test_a_locked_and_a_lent_operator_are_told_with_their_times(qapp: QApplication) -> None:
    assert qapp is not None
    store = an_administration()
    store.lock("zhangwei")
    store.keep(
        Subject.GRANT,
        "1",
        login="zhouyan",
        post="dispatcher",
        valid_from="2026-11-20T00:00:00+00:00",
        valid_until="2026-12-24T10:00:00+00:00",
        reason="顶班",
    )
    seat = a_seat(store=store)
    seat.page.reload()
    words = {row.key: seat.page.table.columns[3].value(row) for row in seat.page.found.things}
    assert words["zhangwei"] == "已锁定，09:15 解锁"
    assert words["zhouyan"] == "借岗 派遣员 至 12-24 18:00"


def test_certificates_that_end_soon_or_ended_are_marked(seat: Seat) -> None:
    seat.page.open("inspector")
    tones = {one.key: (one.state, one.tone) for one in seat.page.found.things}
    assert tones == {
        "WD-114": ("", "ink2"),
        "WD-115": ("expiring", "near"),
        "XH-101": ("expired", "over"),
    }


def test_a_change_is_sent_whole_and_can_be_undone(seat: Seat) -> None:
    seat.page.choose("zhouyan")
    put(seat, posts=["acceptor", "verifier"], reason="增岗")
    seat.page.submit()
    kept = seat.store.things_kept[Subject.OPERATOR, "zhouyan"]
    assert kept["posts"] == ["acceptor", "verifier"]
    assert kept["shift"] == "甲班"
    assert seat.store.register[-1].reason == "增岗"
    assert seat.codes[-1] == "administration.done.edit"
    assert seat.page.chosen == "zhouyan"
    seat.page.history.undo_last()
    assert seat.store.things_kept[Subject.OPERATOR, "zhouyan"]["posts"] == ["acceptor"]
    assert seat.store.register[-1].deed is Deed.UNDO
    seat.page.history.undo_last()
    assert seat.codes[-1] == "administration.nothing_to_undo"


def test_over_a_stale_version_both_values_stand_and_the_next_sending_wins(seat: Seat) -> None:
    seat.page.open("unit")
    seat.page.choose("U1")
    put(seat, phone="0375-9999", contact="老王")
    theirs = {**seat.store.things_kept[Subject.UNIT, "U1"], "phone": "0375-1111", "areas": ["A"]}
    seat.store.change(Wish(subject=Subject.UNIT, key="U1", seen=0, value=theirs))
    seat.page.submit()
    assert [one.code for one in seat.refused] == ["admin.stale"]
    form = seat.page.hand.form
    assert form is not None
    assert form.clash == {"phone": "0375-1111"}
    assert form.value("phone") == "0375-9999"
    assert form.value("contact") == "老王"
    assert form.value("areas") == ["A"]
    form.take_theirs("phone")
    assert form.value("phone") == "0375-1111"
    seat.page.submit()
    kept = seat.store.things_kept[Subject.UNIT, "U1"]
    assert (kept["phone"], kept["contact"], kept["areas"]) == ("0375-1111", "老王", ["A"])


def test_what_was_typed_waits_while_others_are_looked_at_and_in_the_draft(seat: Seat) -> None:
    seat.page.open("unit")
    seat.page.choose("U1")
    put(seat, contact="老王")
    seat.page.choose("U2")
    assert any("unit:edit:U1" in key for key in seat.drafts.kept)
    seat.page.open("inspector")
    seat.page.open("unit")
    seat.page.choose("U1")
    form = seat.page.hand.form
    assert form is not None
    assert form.value("contact") == "老王"


def test_a_draft_of_an_earlier_run_comes_back_when_the_form_is_entered(seat: Seat) -> None:
    seat.page.open("unit")
    seat.page.choose("U1")
    put(seat, contact="老王")
    seat.page.leave_form()
    again = a_seat(store=seat.store)
    again.table.desk.outside = replace(again.table.desk.outside, drafts=seat.drafts)
    again.page.open("unit")
    again.page.choose("U1")
    again.page.hand.begin()
    form = again.page.hand.form
    assert form is not None
    assert form.value("contact") == "老王"
    again.page.submit()
    assert again.store.things_kept[Subject.UNIT, "U1"]["contact"] == "老王"
    assert seat.drafts.kept == {}


def test_a_password_is_set_and_stands_in_no_draft_and_no_text(seat: Seat) -> None:
    seat.page.choose("lixia")
    assert seat.page.begin_act("password")
    put(seat, password="blue heron 42", again="blue heron 43")
    form = seat.page.hand.form
    assert form is not None
    assert form.wrong() == {"again": "administration.wrong.again"}
    put(seat, again="blue heron 42")
    assert form.wrong() == {}
    form.keep()
    assert "heron" not in "".join(one.text for one in seat.drafts.kept.values())
    assert "heron" not in repr(form.order())
    seat.page.submit()
    assert "lixia" in seat.store.passwords
    assert seat.page.history.last is None
    assert {one.key: one.state for one in seat.page.found.things}["lixia"] == "signs_in"


def test_a_short_password_is_refused_and_the_form_stays(seat: Seat) -> None:
    seat.page.choose("lixia")
    seat.page.begin_act("password")
    put(seat, password="short", again="short")
    seat.page.submit()
    assert seat.refused[0].code == "admin.password"
    assert seat.page.hand.form is not None
    assert seat.page.hand.form.act is not None


def test_unlocking_needs_no_form(qapp: QApplication) -> None:
    assert qapp is not None
    store = an_administration()
    store.lock("zhangwei")
    seat = a_seat(store=store)
    seat.page.reload()
    seat.page.choose("zhangwei")
    assert seat.page.begin_act("unlock")
    assert store.locked == {}
    assert seat.codes[-1] == "administration.done.unlock"
    assert not seat.page.begin_act("fly")


def test_a_post_is_lent_from_the_operator_and_removed_where_grants_are(seat: Seat) -> None:
    seat.page.choose("zhouyan")
    seat.page.begin_act("lend")
    put(seat, post="dispatcher", reason="顶班")
    seat.page.submit()
    kept = seat.store.things_kept[Subject.GRANT, "1"]
    assert (kept["login"], kept["post"], kept["reason"]) == ("zhouyan", "dispatcher", "顶班")
    assert seat.page.found.things[-1].state == "lent"
    seat.page.open("grant")
    assert seat.keys == ["1"]
    assert seat.page.remove()
    assert seat.keys == []
    seat.page.history.undo_last()
    assert seat.keys == ["1"]


def test_new_things_need_what_is_required_and_may_be_made_where_they_can(seat: Seat) -> None:
    seat.page.open("limit")
    assert not seat.page.begin_new()
    assert not seat.page.remove()
    seat.page.open("phrase")
    assert seat.page.begin_new()
    form = seat.page.hand.form
    assert form is not None
    assert form.missing() == ("move", "text")
    put(seat, move="note", text="已上门告知")
    seat.page.submit()
    assert seat.page.chosen == "2"
    seat.page.open("unit")
    seat.page.begin_new()
    put(seat, code="U3", name="市照明中心", short_name="照明中心")
    seat.page.leave_form()
    assert seat.page.hand.form is not None
    assert seat.page.hand.form.key == "U1"


def test_a_field_that_is_wrong_is_named_and_a_discarded_form_leaves_nothing(seat: Seat) -> None:
    seat.page.open("inspector")
    seat.page.choose("WD-114")
    put(seat, certified_until="2020-01-01")
    seat.page.submit()
    assert seat.refused[0].facts["field"] == "certified_until"
    assert seat.drafts.kept
    seat.page.discard()
    form = seat.page.hand.form
    assert form is not None
    assert form.dirty == ()
    assert seat.drafts.kept == {}


def test_rows_are_found_by_words_and_by_initials(seat: Seat) -> None:
    seat.page.narrow("zw")
    assert seat.keys == ["zhangwei"]
    seat.page.narrow("陈")
    assert seat.keys == ["chenlei"]
    seat.page.narrow("")
    assert len(seat.keys) == 6


def test_a_lost_server_is_told_and_the_page_reads_again_when_it_is_back(seat: Seat) -> None:
    seat.store.fail = StoreUnavailable("store.lost")
    seat.page.open("unit")
    assert seat.page.showing.value == "lost"
    assert seat.table.desk.is_lost
    seat.table.desk.news.emit(News(cases=(), as_of=NOW, reload=True))
    assert seat.page.showing.value == "there"
    assert seat.keys == ["U1", "U2"]
    seat.page.choose("U1")
    put(seat, contact="老王")
    seat.store.fail = StoreUnavailable("store.lost")
    seat.page.submit()
    assert seat.refused[-1].code == "store.lost"
    assert seat.page.hand.form is not None
    assert seat.page.hand.form.value("contact") == "老王"


def test_a_refused_reading_says_so(seat: Seat) -> None:
    seat.store.fail = Refusal("judge.post", post="administrator")
    seat.page.open("unit")
    assert seat.page.showing.value == "refused"
    seat.store.fail = Refusal("admin.unknown", key="U1")
    seat.page.reload()
    seat.page.remove()
    assert not seat.page.busy


def test_who_is_no_administrator_reads_nothing(qapp: QApplication) -> None:
    assert qapp is not None
    seat = a_seat(Post.DISPATCHER)
    seat.page.reload()
    assert not seat.page.allowed
    assert seat.keys == []
    seat.table.desk.outside = replace(seat.table.desk.outside, administration=None)
    with pytest.raises(Refusal, match=r"judge\.post"):
        seat.page.office()


def test_an_answer_after_the_seat_was_left_reaches_nobody(seat: Seat) -> None:
    desk = seat.table.desk
    seat.page.open("unit")
    seat.page.choose("U1")
    put(seat, contact="老王")
    desk.lanes = lanes = WaitingLanes()
    seat.page.submit()
    seat.page.submit()
    assert len(lanes.orders) == 1
    before = len(seat.said)
    Shiboken.delete(desk)
    lanes.run()
    assert len(seat.said) == before


def test_the_setting_that_says_yes_or_no_is_chosen_so(seat: Seat) -> None:
    seat.page.open("setting")
    seat.page.choose("redispatch_keeps_due")
    form = seat.page.hand.form
    assert form is not None
    assert form.fields[0].choices == ("true", "false")
    row = next(one for one in seat.page.found.things if one.key == "redispatch_keeps_due")
    assert seat.page.table.columns[1].value(row) == "是"
    put(seat, value="false")
    seat.page.submit()
    assert seat.store.things_kept[Subject.SETTING, "redispatch_keeps_due"]["value"] == "false"


def test_limits_are_told_in_words(seat: Seat) -> None:
    seat.page.open("limit")
    words = [
        [column.value(row) for column in seat.page.table.columns] for row in seat.page.found.things
    ]
    assert words == [["受理", "15 分钟"], ["协调", "2 工作日"]]


def test_every_section_has_a_key_of_its_own() -> None:
    caps = [section_cap(at) for at in range(len(SECTIONS))]
    assert caps == [*"1234567890", "B", "H"]
