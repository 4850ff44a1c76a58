"""Marked cases are merged into the one that was reported first."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.stage import Post, Stage
from console.viewmodels.merge_marked import MergeMarked
from console.viewmodels.queue_marks import QueueMarks
from tests.builders import a_report
from tests.panels import Table, a_table
from tests.rows import a_case_row


def three_reports() -> tuple[Table, MergeMarked, QueueMarks, list[CaseId]]:
    table = a_table()
    cases: list[CaseId] = []
    for _ in range(3):
        changes = table.bench.do(Post.ACCEPTOR, a_report())
        cases += changes.cases
        table.bench.wait(minutes=1)
        case = table.bench.store.cases[changes.cases[0]]
        row = replace(
            a_case_row(),
            id=case.id,
            number=case.number,
            reported_at=case.reported_at,
            stage=Stage.ACCEPTED,
        )
        table.reading.put(row)
    marks = QueueMarks(table.desk)
    return table, MergeMarked(table.desk, marks), marks, cases


def led(qtbot: QtBot, merging: MergeMarked) -> list[CaseId]:
    """The marked cases, the leading one first."""
    with qtbot.waitSignal(merging.ready) as told:
        merging.prepare()
    assert told.args is not None
    return [row.id for row in told.args[0]]


def test_the_first_reported_case_leads_whatever_was_marked_first(qtbot: QtBot) -> None:
    _, merging, marks, cases = three_reports()
    marks.pick((cases[2], cases[0]))
    assert led(qtbot, merging) == [cases[0], cases[2]]


def test_one_marked_row_is_nothing_to_merge(qtbot: QtBot) -> None:
    _, merging, marks, cases = three_reports()
    marks.toggle(cases[1])
    with qtbot.assertNotEmitted(merging.ready):
        merging.prepare()


def test_all_others_follow_the_leading_case_and_the_marks_go(qtbot: QtBot) -> None:
    table, merging, marks, cases = three_reports()
    marks.pick(cases)
    merging.merge(led(qtbot, merging), "同一位置、同一问题")
    known = table.bench.store.cases
    assert [known[case].master for case in cases] == [None, cases[0], cases[0]]
    assert known[cases[1]].stage is Stage.MERGED
    assert not marks.picked


def test_a_refused_merge_is_told_and_stops_none_of_the_rest(qtbot: QtBot) -> None:
    table, merging, marks, cases = three_reports()
    told: list[str] = []
    table.desk.notice.connect(lambda notice: told.append(notice.code))
    table.sit(Post.DISPATCHER)
    marks.pick(cases)
    merging.merge(led(qtbot, merging), "同一位置")
    assert told == ["move.post", "move.post"]
