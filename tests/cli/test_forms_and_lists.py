"""`form` and `list`: what can be typed is what there is."""

from datetime import time

import pytest

from console.cli.arguments import parser
from console.cli.paper_arguments import FORMS, LIST_COLUMNS, QUEUES
from console.evaluation.forms import FormKind
from console.services.listing import COLUMNS
from console.viewmodels.commands import RAIL


def both(code: str, /, **_facts: object) -> str:
    return code


def test_every_form_every_queue_and_every_column_can_be_typed() -> None:
    assert tuple(FormKind) == FORMS
    assert tuple(queue for queue in RAIL if queue != "mine") == QUEUES
    assert tuple(COLUMNS) == LIST_COLUMNS


def test_hours_of_a_shift_are_read() -> None:
    given = parser(both).parse_args(
        ["form", "day", "--period", "2026-11-23", "--hours", "07:30-19:30", "--out", "a.xlsx"]
    )
    assert given.hours == (time(7, 30), time(19, 30))


@pytest.mark.parametrize(
    "words",
    [
        ["form", "day", "--period", "2026-11-23", "--hours", "eight", "--out", "a.xlsx"],
        ["form", "yearly", "--period", "2026", "--out", "a.xlsx"],
        ["list", "mine", "--out", "a.xlsx"],
        ["list", "dispatch", "--search", "井盖", "--out", "a.xlsx"],
        ["list", "--out", "a.xlsx"],
    ],
)
def test_what_makes_no_sense_is_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser(both).parse_args(words)
    assert "error" in capsys.readouterr().err
