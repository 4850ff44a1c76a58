"""The assessment page on a screen with its keys, over facts in memory."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console.domain.stage import Post
from console.views.assessment.page import AssessmentPage
from console.views.assessment.ranking_section import RankingSection
from tests.assessment_samples import LostFacts, the_reading, words_of_cases
from tests.fake_reading import FakeReading
from tests.screens import POSTS, Stage, a_reading, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key


def the_city(facts: LostFacts) -> FakeReading:
    """The rows of the design pictures, and those of the facts."""
    reading = a_reading()
    reading.known_units = the_reading().known_units
    words_of_cases(reading, facts)
    return reading


def open_seat(facts: LostFacts, **more: object) -> Stage:
    """A supervisor's seat over these facts."""
    given = {"post": Post.SUPERVISOR, "posts": POSTS, "reading": the_city(facts)} | more
    return open_stage(facts=facts, **given)  # type: ignore[arg-type] # whatever a seat takes


def page_of(stage: Stage) -> AssessmentPage:
    """The page, opened by its key."""
    if stage.shell.pages.assessment.view is None:
        stage.press(KEY.Key_J, CTRL, SHIFT)
    view = stage.shell.pages.assessment.view
    assert view is not None
    return view


def at(stage: Stage, widget: QWidget) -> bool:
    """Whether the keyboard is there."""
    return stage.focus is widget


def ranking(stage: Stage) -> RankingSection:
    shown = page_of(stage).shown
    assert isinstance(shown, RankingSection)
    return shown


def cell(stage: Stage) -> tuple[str, str]:
    """Object and column the keyboard is on."""
    current = ranking(stage).table.current
    assert current is not None
    return current[0].object, current[1].key


def walk_to(stage: Stage, column: str) -> None:
    """Walk along the row by arrows."""
    places = [one.key for one in stage.shell.pages.assessment.page.table.columns]
    step = KEY.Key_Left if places.index(cell(stage)[1]) > places.index(column) else KEY.Key_Right
    for _ in places:
        if cell(stage)[1] == column:
            return
        stage.press(step)
    raise AssertionError(column)
