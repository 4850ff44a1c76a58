"""What was last known: the newest answer of each question, and nothing that was never asked."""

from datetime import timedelta

import pytest

from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
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
    page = known.listening(reading).page(QUEUE, "chen", NOW, limit=200)
    later = NOW + timedelta(hours=1)
    assert known.remembered.page(QUEUE, "chen", later, limit=200) == page


def test_a_question_of_another_shape_was_never_answered() -> None:
    known, reading = a_known()
    known.listening(reading).page(QUEUE, "chen", NOW, limit=200)
    with pytest.raises(StoreUnavailable):
        known.remembered.page(QUEUE, "wang", NOW, limit=200)
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
