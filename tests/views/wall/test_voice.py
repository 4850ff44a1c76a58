"""The wall's voice: class and district, the tone where nothing can be spoken."""

import pytest
from PySide6.QtTextToSpeech import QTextToSpeech
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.viewmodels.wall_stage import Emergency
from console.views.look import Look
from console.views.wall.voice import Voice
from tests.plugins.strict_logs import ExpectedLogs

NEWS = (Emergency("道路塌陷", "新华区"), Emergency("燃气泄漏", "卫东区"))


@pytest.fixture
def beeps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    found: list[int] = []

    def beep() -> None:
        found.append(1)

    monkeypatch.setattr(QApplication, "beep", beep)
    return found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "突发事件：道路塌陷，新华区。突发事件：燃气泄漏，卫东区"),
        ("en", "Emergency: 道路塌陷, 新华区. Emergency: 燃气泄漏, 卫东区"),
    ],
)
def test_class_and_district_of_each_are_said(qtbot: QtBot, language: str, said: str) -> None:
    assert Voice(Look.of("dark", language), spoken=False).sentence(NEWS) == said


def test_of_many_three_are_named_and_the_others_counted(qtbot: QtBot) -> None:
    said = Voice(Look.of("dark", "zh"), spoken=False).sentence(NEWS[:1] * 14)
    assert said.count("道路塌陷") == 3
    assert said.endswith("另有 11 件突发事件")


def test_a_voice_of_the_wall_s_language_speaks_and_no_tone_sounds(
    qtbot: QtBot, beeps: list[int]
) -> None:
    voice = Voice(Look.of("dark", "en"), spoken=True, engine="mock")
    assert voice.speech is not None
    heard: list[QTextToSpeech.State] = []
    voice.speech.stateChanged.connect(heard.append)
    voice.call(NEWS)
    qtbot.waitUntil(lambda: QTextToSpeech.State.Speaking in heard)
    voice.speech.stop()
    assert beeps == []


def test_a_call_is_said_to_its_end_before_the_next_one(qtbot: QtBot) -> None:
    voice = Voice(Look.of("dark", "en"), spoken=True, engine="mock")
    assert voice.speech is not None
    begun: list[int] = []
    voice.speech.aboutToSynthesize.connect(begun.append)
    voice.call(NEWS[:1])
    voice.call(NEWS[1:])
    assert len(begun) == 1
    qtbot.waitUntil(lambda: len(begun) == 2)
    voice.speech.stop()


@pytest.mark.qt_log_ignore("no such engine")
def test_a_voice_that_broke_has_the_tone(qtbot: QtBot, beeps: list[int]) -> None:
    voice = Voice(Look.of("dark", "en"), spoken=True, engine="mock")
    assert voice.speech is not None
    voice.speech.setEngine("no such engine")
    voice.call(NEWS)
    assert beeps == [1]


def test_without_a_voice_of_its_language_one_tone_calls_for_all(
    qtbot: QtBot, beeps: list[int], expected_logs: ExpectedLogs
) -> None:
    expected_logs.add("the wall has no voice of its language")
    voice = Voice(Look.of("dark", "zh"), spoken=True, engine="mock")
    assert voice.speech is None
    voice.call(NEWS)
    assert beeps == [1]
