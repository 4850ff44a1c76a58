"""A case with its inspector's answer, for panels that judge and close it; panels on screen."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from console.domain.place import Point
from console.domain.stage import Move, Post, Stage
from console.ports.rows import CaseDetail
from console.ports.work import Photo
from console.services.verifying import AnswerVerification
from console.views.panels.base import Panel
from tests.panels import Table, a_table


def an_answered_table(outcome: str = "fail", unmet: tuple[str, ...] = ("无散落",)) -> Table:
    """A verifier's seat before a case whose inspector has answered."""
    table = a_table(Post.VERIFIER)
    table.advance(Stage.VERIFYING)
    answer = AnswerVerification(
        case=table.case.id, outcome=outcome, text="one bag is left", unmet=unmet
    )
    table.bench.do(Post.VERIFIER, answer)
    table.sit(Post.VERIFIER)
    return table


def seen(table: Table, *, photos: bool = False) -> CaseDetail:
    """The case as read by a screen, without a map; with two photos when wanted."""
    detail = table.detail()
    if photos:
        detail = replace(detail, photos=two_photos(table, detail))
    else:
        bare = replace(detail.case.place, point=None)
        detail = replace(detail, case=replace(detail.case, place=bare))
    table.reading.details[detail.case.id] = detail
    return detail


def two_photos(table: Table, detail: CaseDetail) -> tuple[tuple[int, Photo], ...]:
    """One before at the place, one of the unit 33 m north of it and missing on disk."""
    feedback = next(step.seq for step in detail.steps if step.move is Move.FEEDBACK)
    place = detail.case.place.point or Point(113.3, 33.7)
    near = Photo(digest="1" * 64, role="near", mime="image/jpeg", size=9, point=place, by="WD-114")
    away = Point(place.lon, place.lat + 0.0003)
    after = Photo(digest="2" * 64, role="after", mime="image/jpeg", size=9, point=away, by="U1")
    sound = Photo(digest="3" * 64, role="after", mime="audio/amr", size=9)
    return ((1, near), (feedback, after), (feedback, sound))


def shown(qtbot: QtBot, panel: Panel | None) -> Panel:
    """The panel on screen, with the focus where it puts it."""
    assert panel is not None
    qtbot.addWidget(panel)
    panel.resize(1712, 1000)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def stage_of(table: Table) -> Stage:
    """Where the case stands now; asked by a call, so that a type checker expects it to change."""
    return table.case.stage
