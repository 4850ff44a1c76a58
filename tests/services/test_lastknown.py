"""What was last known: the newest answer of each question, and nothing that was never asked."""

from datetime import timedelta

import pytest

from console.domain.case import CaseId
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.picture import Known
from console.ports.reading import Reading
from console.ports.rows import QueueFilter
from console.services.lastknown import LastKnown
from tests.fake_reading import FakeReading
from tests.rows import NOW, sample_rows
from tests.screens import a_reading

QUEUE = QueueFilter(queue="dispatch")


def a_known() -> tuple[LastKnown, FakeReading]:
    return LastKnown(), a_reading()


def test_the_same_question_later_has_the_last_answer() -> None:
    known, reading = a_known()
    head = known.listening(reading).head(QUEUE, "chen", NOW, limit=200)
    later = NOW + timedelta(hours=1)
    assert known.remembered.head(QUEUE, "chen", later, limit=200) == head


def test_a_question_of_another_shape_was_never_answered() -> None:
    known, reading = a_known()
    known.listening(reading).head(QUEUE, "chen", NOW, limit=200)
    with pytest.raises(StoreUnavailable):
        known.remembered.head(QUEUE, "wang", NOW, limit=200)
    with pytest.raises(StoreUnavailable):
        known.remembered.counts(Post.DISPATCHER, "chen", NOW)


def test_lists_in_a_question_are_what_is_in_them() -> None:
    known, reading = a_known()
    keys = [row.id for row in sample_rows()[:2]]
    rows = known.listening(reading).rows(keys, "chen")
    assert known.remembered.rows(tuple(keys), "chen") == rows


def test_the_servers_clock_is_not_remembered() -> None:
    known, reading = a_known()
    known.listening(reading).server_time()
    with pytest.raises(StoreUnavailable):
        known.remembered.server_time()


def test_the_answer_asked_for_longest_ago_goes_first() -> None:
    known, reading = LastKnown(most=2), a_reading()
    asking = known.listening(reading)
    for move in ("note", "dispatch", "note", "close"):
        asking.phrases(move)
    assert known.remembered.phrases("note") == reading.phrases("note")
    with pytest.raises(StoreUnavailable):
        known.remembered.phrases("dispatch")


def test_a_failed_question_leaves_the_answer_before() -> None:
    known, reading = a_known()
    case = sample_rows()[0].id
    known.listening(reading).detail(case, "chen")
    assert known.number_of(case, "chen") == sample_rows()[0].number


def test_rows_are_known_one_by_one_whatever_list_they_came_in() -> None:
    known, reading = a_known()
    known.listening(reading).open_rows("chen")
    first, second, *_others = sample_rows()
    wanted = (second.id, CaseId(7), first.id)
    assert known.remembered.rows(wanted, "chen") == (second, first)
    with pytest.raises(StoreUnavailable):
        known.remembered.rows((CaseId(7),), "chen")


def test_of_rows_known_one_by_one_the_oldest_go_first() -> None:
    known, reading = LastKnown(most=1, most_pieces=2), a_reading()
    first, second, third = (row.id for row in sample_rows()[:3])
    for case in (first, second, third):
        known.listening(reading).rows((case,), "chen")
    found = known.remembered.rows((first, second, third), "chen")
    assert {row.id for row in found} == {second, third}


def test_proposed_units_are_known_case_by_case_apart_from_rows() -> None:
    known, reading = a_known()
    first, second, *_others = (row.id for row in sample_rows())
    told = known.listening(reading).likely_units((first, second))
    assert known.remembered.likely_units((second,)) == (told[1],)
    with pytest.raises(StoreUnavailable):
        known.remembered.rows((first,), "chen")


def test_an_answer_from_memory_tells_of_when_it_is_and_a_fresh_one_does_not() -> None:
    at = [NOW]
    known, reading = LastKnown(lambda: at[0]), a_reading()

    def both(asked: Reading) -> object:
        return asked.units(), asked.phrases("note")

    assert known.ask(both, reading, lost=False).at is None
    at[0] = NOW + timedelta(minutes=1)
    known.listening(reading).phrases("note")
    answer = known.ask(both, reading, lost=True)
    assert (answer.lost, answer.at) == (None, NOW)


def test_what_lies_beside_a_reading_is_remembered_with_its_moment() -> None:
    known, reading = a_known()
    told = ["平顶山"]

    def asked(heard: Reading) -> object:
        return known.beside(heard, "city", lambda: told[0])

    assert known.ask(asked, reading, lost=False).found == "平顶山"
    told[0] = "别处"
    assert known.ask(asked, reading, lost=True).found == "平顶山"


def test_only_news_is_kept_and_nothing_that_was_typed() -> None:
    known, reading = a_known()
    asking = known.listening(reading)
    asking.units()
    asking.search("13800000001")
    asking.order(QueueFilter(queue="dispatch", text="13800000001"), "chen", NOW)
    asking.find_number("2026")
    asking.reveals(NOW)
    assert [one.question for one in known.fresh()] == [("units", (), ())]
    assert known.fresh() == ()


def test_what_was_kept_is_known_again() -> None:
    known, reading = a_known()
    known.listening(reading).open_rows("chen")
    kept = Known(answers=known.fresh(), as_of=NOW, drift=timedelta(seconds=1))
    later = LastKnown(lambda: NOW + timedelta(days=1))
    later.take_up(kept)
    first = sample_rows()[0]
    assert later.remembered.rows((first.id,), "chen") == (first,)
    assert (later.as_of, later.drift) == (NOW, timedelta(seconds=1))
    assert later.fresh() == ()


def test_a_case_that_ended_is_forgotten_when_all_open_ones_are_told() -> None:
    at = [NOW]
    known, reading = LastKnown(lambda: at[0]), a_reading()
    first, second, *_others = (row.id for row in sample_rows())
    known.listening(reading).rows((first, second), "chen")
    del reading.cases[second]
    at[0] = NOW + timedelta(minutes=1)
    known.listening(reading).open_rows("chen")
    assert [row.id for row in known.remembered.rows((CaseId(7), second, first), "chen")] == [first]
