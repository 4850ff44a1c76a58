"""A signed-in seat on screen over a reading in memory: lanes at once, no listening thread."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from console.domain.case import Actor
from console.domain.organisation import Operator
from console.domain.stage import Post
from console.ports.administration import Administration
from console.ports.facts import FactReading
from console.ports.integrity import IntegrityReading
from console.ports.publications import Publications
from console.ports.schemes import Schemes
from console.ports.wall import PastReading
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.lanes import AtOnceLanes
from console.views.look import Look
from console.views.main_window import MainWindow
from console.views.shell import Shell
from console.views.shell_commands import ShellCommands
from tests.drafts import DraftsInMemory
from tests.fake_media import FakeMedia
from tests.fake_reading import (
    FakeCallers,
    FakeClaims,
    FakeFeed,
    FakeFiles,
    FakeKeeping,
    FakeReading,
    FakeReports,
)
from tests.fakes import FakeStore, a_unit
from tests.rows import NOW, an_event, sample_counts, sample_likely, sample_rows

POSTS = (Post.DISPATCHER, Post.VERIFIER, Post.SUPERVISOR)


@dataclass
class Clock:
    """A clock a test moves."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **more: float) -> None:
        """Let time pass."""
        self.at += timedelta(**more)


def an_operator(posts: tuple[Post, ...] = POSTS) -> Operator:
    """Chen Lei, at home at these posts."""
    return Operator(
        login="chenlei",
        name="陈磊",
        posts=tuple(post.value for post in posts),
        seats=tuple(f"席 {at}" for at in range(len(posts))),
        shift="甲班",
    )


def a_reading() -> FakeReading:
    """The rows of the design pictures."""
    reading = FakeReading(
        rail=sample_counts(), latest=tuple(an_event(187 - at, at) for at in range(30))
    )
    reading.put(*sample_rows())
    reading.proposed = sample_likely()
    reading.known_units = (a_unit("U1", "市市政工程维护处"), a_unit("U2", "卫东区环卫中心"))
    return reading


@dataclass
class Stage:
    """A window with a seat in it, and what stands behind."""

    window: MainWindow
    shell: Shell
    desk: Desk
    reading: FakeReading
    claims: FakeClaims
    store: FakeStore
    clock: Clock

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        """Press a key where the keyboard is."""
        modifiers = Qt.KeyboardModifier.NoModifier
        for one in held:
            modifiers |= one
        focus = QApplication.focusWidget() or self.window
        QTest.keyClick(focus, key, modifiers)

    def type(self, text: str) -> None:
        """Type text where the keyboard is: ASCII by keys, Chinese as an input method gives it."""
        for run in re.findall(r"[ -~]+|[^ -~]+", text):
            focus = QApplication.focusWidget() or self.window
            if run.isascii():
                QTest.keyClicks(focus, run)
            else:
                event = QInputMethodEvent()
                event.setCommitString(run)
                QApplication.sendEvent(focus, event)

    @property
    def focus(self) -> QWidget | None:
        """Where the keyboard is."""
        return QApplication.focusWidget()

    def close(self) -> None:
        """End the seat."""
        self.shell.stop()
        self.window.close()


def open_stage(
    size: tuple[int, int] = (1920, 1080),
    *,
    language: str = "zh",
    theme: str = "light",
    post: Post = Post.DISPATCHER,
    reading: FakeReading | None = None,
    prepare: Callable[[FakeReading], None] | None = None,
    administration: Administration | None = None,
    facts: FactReading | None = None,
    integrity: IntegrityReading | None = None,
    schemes: Schemes | None = None,
    publications: Publications | None = None,
    past: PastReading | None = None,
    posts: tuple[Post, ...] = POSTS,
    with_map: bool = False,
) -> Stage:
    """A seat at work; every text must exist (strict wording)."""
    reading, clock = reading or a_reading(), Clock()
    if prepare is not None:
        prepare(reading)
    store = FakeStore(
        city=reading.city,
        standards=reading.standards,
        units={unit.code: unit for unit in reading.known_units},
    )
    claims, ids = FakeClaims(reading), count(1)
    outside = Outside(
        store=store,
        reading=reading,
        claims=claims,
        callers=FakeCallers(),
        feed=FakeFeed(clock),
        files=FakeFiles(),
        keeping=FakeKeeping(),
        reports=FakeReports(),
        media=FakeMedia(),
        drafts=DraftsInMemory(),
        administration=administration,
        facts=facts,
        integrity=integrity,
        schemes=schemes,
        publications=publications,
        past=past,
    )
    actor = Actor(operator="chenlei", post=post, seat="派遣 03席")
    desk = Desk(
        outside,
        AtOnceLanes(),
        actor,
        reading.city,
        clock,
        lambda: f"command-{next(ids)}",
        posts=posts,
    )
    look = Look.of(theme, language, strict=True)
    shell = Shell(desk, an_operator(posts), look, with_map=with_map)
    ShellCommands(shell)
    window = MainWindow(look.wording)
    desk.setParent(window)
    window.put(shell.workplace)
    window.resize(QSize(*size))
    window.show()
    window.activateWindow()
    shell.start(listening=False)
    return Stage(window, shell, desk, reading, claims, store, clock)
