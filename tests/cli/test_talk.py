"""Sentences on the terminal, and bars that say what is being done."""

import io

from console.cli.talk import Talk
from console.views.wording import Wording


def test_a_sentence_stands_on_its_own_line() -> None:
    out = io.StringIO()
    Talk(Wording("en").say, out=out).tell("cli.stopped")
    assert out.getvalue() == Wording("en").say("cli.stopped") + "\n"


def test_every_part_has_its_own_bar_and_is_ended() -> None:
    bars = io.StringIO()
    talk = Talk(Wording("en").say, out=io.StringIO(), bars=bars)
    talk.progress("city", 0, 1)
    talk.progress("city", 1, 1)
    talk.progress("cases", 5, 10)
    talk.end_progress()
    talk.end_progress()
    said = bars.getvalue()
    assert "1/1" in said
    assert "5/10" in said
