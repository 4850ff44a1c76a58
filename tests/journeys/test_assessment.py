"""A month is read, tried under another weight, published by three, exported and verified."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from sqlalchemy import URL

from console.bootstrap.publishing import verified
from console.cli.talk import Talk
from console.domain.stage import Move, Post
from console.evaluation.periods import Period, PeriodKind, before, local_day, period_of
from console.ports.publications import Mark
from console.views.assessment.page import AssessmentPage
from console.views.assessment.publications_section import PublicationsSection
from console.views.assessment.ranking_section import RankingSection
from console.views.assessment.schemes_section import SchemesSection
from console.views.assessment.section import Section
from console.views.wording import Wording
from db.engine import command_engine
from db.publications import PostgresPublications
from db.schemes import PostgresSchemes
from tests.db.lives import Life
from tests.journeys.city import FIRST, GAS, PASSWORD, SECOND
from tests.journeys.hands import MOST_KEYS, Hands, Office
from tests.journeys.test_administration import seat_the_keeper

CASES = 3
S = TypeVar("S", bound=Section)


def last_month() -> Period:
    """The month before this one."""
    return before(period_of(PeriodKind.MONTH, local_day(datetime.now(UTC))))


def lived(office: Office) -> None:
    """Cases of last month, the last of them handled long after its time."""
    start = last_month().span(datetime.now(UTC)).start
    life = Life(office.world.store.store, at=start + timedelta(days=6, hours=1), prefix="month")
    for late in (0, 0, 9):
        case = life.report()
        life.to_handling(case, GAS)
        life.at += timedelta(days=late)
        life.act(case, Move.FEEDBACK, Post.UNIT, text="已修复")
        life.act(case, Move.ORDER_VERIFICATION, Post.VERIFIER, inspector="I001")
        life.act(case, Move.ANSWER_VERIFICATION, Post.INSPECTOR, outcome="pass")
        life.act(case, Move.PASS, Post.VERIFIER)
        life.act(case, Move.CLOSE, Post.SHIFT_LEADER)


def page_of(hands: Hands) -> AssessmentPage:
    """The page, opened by its key."""
    if hands.shell.pages.assessment.view is None:
        hands.press("Ctrl+Shift+J")
        hands.wait(lambda: hands.shell.pages.assessment.view is not None)
    view = hands.shell.pages.assessment.view
    assert view is not None
    return view


def ranking(hands: Hands) -> RankingSection:
    """The ranking, read."""
    shown = page_of(hands).shown
    assert isinstance(shown, RankingSection)
    hands.wait(lambda: shown.table.current is not None)
    return shown


def keeper_at(office: Office) -> Hands:
    """The administrator, his password typed."""
    hands = office.console(folder="keeper")
    hands.wait(lambda: hands.people == 3)
    hands.press("2")
    hands.write(PASSWORD)
    hands.press("Return")
    hands.wait(lambda: hands.app.shell is not None)
    return hands


def rows_behind(hands: Hands) -> int:
    """How many cases are listed behind the chosen figure."""
    return len(ranking(hands).behind.rows)


def turned(hands: Hands, key: str, kind: type[S]) -> S:
    """Another section by its key."""
    page = page_of(hands)
    hands.press(key)
    hands.wait(lambda: isinstance(page.shown, kind))
    shown = page.shown
    assert isinstance(shown, kind)
    return shown


def at_gas(shown: RankingSection) -> bool:
    """Whether the keyboard is on the gas company."""
    at = shown.table.current
    return at is not None and at[0].object == GAS


def at_rate(shown: RankingSection) -> bool:
    """Whether it is on the on-time rate."""
    at = shown.table.current
    return at is not None and at[1].key == "in_time_dispose_rate"


def read_a_figure(hands: Hands) -> None:
    """The on-time rate of the gas company, and the one case that is missing from it."""
    shown = ranking(hands)
    hands.wait(lambda: shown.page.setting.period == last_month())
    hands.wait(shown.table.hasFocus)
    for key, chosen in (("Up", at_gas), ("Left", at_rate)):
        while not chosen(shown):
            hands.press(key)
            assert len(hands.pressed) < MOST_KEYS, shown.table.current
    hands.press("Return")
    hands.wait(lambda: rows_behind(hands) == 1)
    hands.press("D")
    hands.wait(lambda: rows_behind(hands) == CASES)
    hands.press("Escape")


def try_a_weight(hands: Hands) -> None:
    """Another weight moves the month beside it; nothing of it is kept."""
    shown = turned(hands, "Alt+4", SchemesSection)
    hands.wait(lambda: shown.page.key is not None and shown.beside.month.rowCount() > 0)
    hands.press("E", "Ctrl+PgDown", "Right", "Right", "Right", "F2")
    editor = hands.focus
    assert isinstance(editor, QLineEdit)
    former = shown.form.sum.text()
    editor.selectAll()
    hands.write("0.2")
    assert shown.form.sum.text() != former
    hands.press("Return", "Ctrl+Z", "Ctrl+Backspace")
    hands.wait(lambda: hands.dialog is not None)
    hands.confirm_plainly()
    hands.wait(lambda: not shown.page.writing)


def signed(hands: Hands, key: str, mark: Mark) -> None:
    """Do what a key of the publications does, and confirm it."""
    shown = turned(hands, "Alt+5", PublicationsSection)
    hands.wait(lambda: shown.kept.heads != () or key == "N")
    hands.press(key)
    hands.wait(lambda: hands.dialog is not None)
    hands.confirm_plainly()
    hands.wait(lambda: bool(shown.kept.heads) and shown.kept.heads[0].mark(mark) is not None)


def exported(hands: Hands, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workbook of the published month."""

    def answer(*_asked: object) -> tuple[str, str]:
        return str(file), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    shown = turned(hands, "Alt+2", RankingSection)
    hands.wait(lambda: shown.strip.head is not None)
    hands.press("Ctrl+E")
    hands.wait(file.exists)


def test_a_month_is_read_tried_published_exported_and_verified(
    office: Office, database_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat_the_keeper(database_url)
    lived(office)
    first = office.seat(FIRST)
    first.go_to(Post.SUPERVISOR)
    read_a_figure(first)
    try_a_weight(first)
    signed(first, "N", Mark.PREPARED)
    second = office.seat(SECOND, folder="second")
    second.go_to(Post.SHIFT_LEADER)
    signed(second, "C", Mark.CHECKED)
    keeper = keeper_at(office)
    signed(keeper, "P", Mark.PUBLISHED)
    first.take_over()
    first.press("F5")
    file = tmp_path / "month.xlsx"
    exported(first, file, monkeypatch)
    engine = command_engine(database_url)
    try:
        kept = PostgresSchemes(engine).kept()
        assert verified(PostgresPublications(engine), kept, file, Talk(Wording("en").say)) == 0
    finally:
        engine.dispose()
