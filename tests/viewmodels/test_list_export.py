"""The list of the moment as a file: its columns and filter, a task that can be given up."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from console.viewmodels.list_export import ListExport
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.tasks import Tasks
from tests.export.assessment_sample import LAYOUT
from tests.seats import Seat, a_seat


def an_export(seat: Seat, tasks: Tasks) -> ListExport:
    return ListExport(seat.desk, seat.queue, tasks, seat.look.wording.say, LAYOUT)


def test_the_file_holds_the_filter_order_and_columns_of_the_moment(
    qtbot: QtBot, tmp_path: Path
) -> None:
    seat, path = a_seat(), tmp_path / "list.xlsx"
    seat.queue.open("dispatch")
    seat.queue.narrow(text="井盖", order="number", descending=True)
    shown = seat.queue.total
    with qtbot.waitSignal(seat.desk.notice) as told:
        an_export(seat, Tasks(seat.desk)).write(path, ("words", "number"))
    assert told.args is not None
    notice = told.args[0]
    assert isinstance(notice, Notice)
    assert (notice.code, notice.facts["count"]) == ("listing.done", shown)
    assert notice.facts["folder"] == str(tmp_path)
    book = load_workbook(path)
    cover, sheet = book.worksheets
    words = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    assert "含“井盖”" in words
    assert "案卷号，从大到小" in words
    assert [cell.value for cell in sheet[2]] == ["问题描述", "案卷号", "环节"]
    assert sheet.max_row == 2 + shown
    assert all("井盖" in str(row[0].value) for row in sheet.iter_rows(min_row=3))


def test_a_file_is_called_by_queue_and_time_of_the_city(qtbot: QtBot) -> None:
    seat = a_seat()
    seat.queue.open("dispatch")
    assert an_export(seat, Tasks(seat.desk)).name == "待派遣-2026-1123-1042.xlsx"


def test_a_lost_store_is_told_and_the_next_try_is_free(qtbot: QtBot, tmp_path: Path) -> None:
    seat, tasks = a_seat(), Tasks()
    export = an_export(seat, tasks)
    seat.reading.lost = True
    with qtbot.waitSignal(seat.desk.lost):
        export.write(tmp_path / "list.xlsx", ("number",))
    assert not export.busy
    assert not tasks.running
    assert not list(tmp_path.iterdir())


def test_given_up_it_leaves_nothing_and_says_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, tasks = a_seat(), Tasks()
    export = an_export(seat, tasks)
    order = seat.reading.order

    def given_up_meanwhile(*given: object) -> object:
        tasks.cancel()
        return order(*given)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr(seat.reading, "order", given_up_meanwhile)
    with qtbot.waitSignal(seat.desk.notice) as told:
        export.write(tmp_path / "list.xlsx", ("number",))
    assert told.args is not None
    assert told.args[0].code == "assessment_book.cancelled"
    assert told.args[0].tone is not NoticeTone.DONE
    assert not list(tmp_path.iterdir())
    assert not tasks.running
