"""The words of the command line: every verb explained in both languages, nothing guessed."""

import argparse
from pathlib import Path

import pytest

from console.cli.arguments import LEAST_SIZE, SCREENS, overrides, parser
from console.views.main_window import LEAST
from console.views.shot import SCREENS as DRAWN
from console.views.wording import Language, Wording

VERBS = (
    "demo",
    "import-standards",
    "import-cases",
    "export-standards",
    "db",
    "archive",
    "basemap",
    "wall",
    "shot",
    "doctor",
)
WORDS = [Wording(language) for language in Language]


def both(code: str, **facts: object) -> str:
    return " / ".join(one.say(code, **facts) for one in WORDS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_explained_in_both_languages(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parser(both).parse_args([verb, "--help"])
    said = capsys.readouterr().out
    assert end.value.code == 0
    assert all(one.say(f"cli.{verb}").split("。")[0][:6] in said for one in WORDS)
    assert "--data" in said


def test_the_main_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser(both).parse_args(["--help"])
    said = capsys.readouterr().out
    assert all(verb in said for verb in VERBS)


def test_every_word_of_every_verb_can_be_explained() -> None:
    asked = [parser(both)]
    while asked:
        one = asked.pop()
        assert one.format_help()
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                asked += action.choices.values()


def test_no_verb_is_the_console() -> None:
    assert parser(both).parse_args([]).verb is None


@pytest.mark.parametrize("order", [["--data", "d", "doctor"], ["doctor", "--data", "d"]])
def test_the_folder_may_stand_before_or_after_the_verb(order: list[str]) -> None:
    assert overrides(parser(both).parse_args(order)) == {"data_dir": "d"}


def test_what_is_not_said_leaves_the_settings_alone() -> None:
    assert overrides(parser(both).parse_args(["demo"])) == {}


def test_a_server_and_a_folder_are_not_both_taken() -> None:
    with pytest.raises(SystemExit) as end:
        parser(both).parse_args(["--data", "d", "--database", "postgresql://h/b"])
    assert end.value.code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "--days", "-1"],
        ["demo", "--speed", "0"],
        ["shot", "console", "--out", "x.png", "--size", "wide"],
        ["shot", "nowhere", "--out", "x.png"],
        ["db", "mend"],
        ["wall", "--every", "1"],
        ["wall", "--size", "10x10"],
    ],
)
def test_nonsense_ends_with_the_code_for_it(words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parser(both).parse_args(words)
    assert end.value.code == 2


def test_a_demo_has_ninety_days_unless_told() -> None:
    given = parser(both).parse_args(["demo"])
    assert (given.days, given.seed, given.live, given.speed) == (90, 1, False, 1.0)


def test_a_picture_has_its_size_theme_and_language() -> None:
    words = ["shot", "console", "--size", "1366x768", "--theme", "dark", "--lang", "en"]
    given = parser(both).parse_args([*words, "--out", "x.png"])
    assert (given.size, given.out) == ((1366, 768), Path("x.png"))
    assert overrides(given) == {"theme": "dark", "language": "en"}


@pytest.mark.parametrize("size", ["1920X1080", "1920×1080", " 1920x1080 "])
def test_a_size_is_read_as_people_write_it(size: str) -> None:
    given = parser(both).parse_args(["shot", "console", "--out", "x.png", "--size", size])
    assert given.size == (1920, 1080)


@pytest.mark.parametrize(
    "size", ["0x0", "12", "1023x700", "1024x699", "99999x99999", "7681x1080", "-1920x1080", ""]
)
def test_an_impossible_size_is_told_the_rule_in_both_languages(
    size: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parser(both).parse_args(["shot", "console", "--out", "x.png", f"--size={size}"])
    assert end.value.code == 2
    said = "".join(capsys.readouterr().err.split())
    assert "宽1024–7680，高700–4320" in said
    assert "width1024to7680,height700to4320" in said


def test_the_smallest_picture_is_the_smallest_window() -> None:
    assert (LEAST.width(), LEAST.height()) == LEAST_SIZE


def test_every_screen_that_can_be_drawn_can_be_asked_for() -> None:
    assert set(SCREENS) == {*DRAWN, "wall"}
