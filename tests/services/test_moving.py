"""What all gestures share: details by name, clashes told apart, letters held for the quiet time."""

from datetime import timedelta

import pytest

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.services.dispatching import DispatchCase
from console.services.feedback import ReceiveCase, RecordFeedback
from console.services.noting import NoteCase
from console.services.supervising import UrgeCase
from tests.builders import AFTER
from tests.stages import bench_at


def test_details_are_the_gestures_own_fields_with_photos_as_digests() -> None:
    command = RecordFeedback(
        case=CaseId(1), reason="见照片", version=3, text="已清运", photos=(AFTER,)
    )
    assert command.details() == {"text": "已清运", "photos": (AFTER.digest,)}
    assert "limit" not in DispatchCase(case=CaseId(1), unit="U1").details()


def test_an_unknown_case_is_refused() -> None:
    bench = bench_at(Stage.HANDLING)
    with pytest.raises(Refusal, match=r"case\.unknown"):
        bench.do(Post.UNIT, ReceiveCase(case=CaseId(1)))


def test_a_clash_names_the_seat_the_moment_and_both_moves() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    seen = bench.case.version
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"))
    bench.wait(seconds=40)
    with pytest.raises(Refusal, match=r"case\.conflict") as clash:
        bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U2", version=seen))
    facts = clash.value.facts
    assert (facts["move"], facts["mine"], facts["unit"]) == ("dispatch", "dispatch", "U1")
    assert facts["at"] == bench.at - timedelta(seconds=40)


def test_acts_that_only_add_never_clash() -> None:
    bench = bench_at(Stage.DISPATCHED)
    seen = bench.case.version
    bench.do(Post.UNIT, ReceiveCase(case=bench.case_id))
    bench.do(Post.VERIFIER, NoteCase(case=bench.case_id, text="已电话核对", version=seen))
    bench.do(Post.SHIFT_LEADER, UrgeCase(case=bench.case_id, version=seen))
    assert bench.case.version == seen + 3


def test_a_letter_waits_until_its_act_can_no_longer_be_undone() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"))
    quiet = timedelta(seconds=bench.store.city.quiet_seconds)
    assert bench.store.letters[-1].not_before == bench.at + quiet


def test_a_refused_gesture_leaves_no_trace() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    trail, letters = bench.store.trails[bench.case_id], list(bench.store.letters)
    with pytest.raises(Refusal, match=r"move\.post"):
        bench.do(Post.VERIFIER, DispatchCase(case=bench.case_id, unit="U1"))
    assert (bench.store.trails[bench.case_id], bench.store.letters) == (trail, letters)
