"""The age of a channel is that of the last report that came in through it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain.stage import Move, Post
from console.viewmodels.events import LiveEvents
from console.viewmodels.links import Links
from tests.panels import a_table
from tests.rows import an_event


@pytest.mark.usefixtures("qapp")
def test_the_hotline_is_as_old_as_the_last_call_not_as_the_last_report_taken_up() -> None:
    table = a_table(Post.ACCEPTOR)
    now = table.desk.now()
    step = replace(an_event(1, move=Move.ACCEPT), post=Post.ACCEPTOR)
    taken_up = replace(step, gseq=3, at=now - timedelta(minutes=1))
    call = replace(step, gseq=2, at=now - timedelta(minutes=7), begins=True)
    events = LiveEvents(table.desk, lambda code, **_facts: code)
    links = Links(table.desk, events)
    table.reading.latest = (taken_up, call)
    events.reload()
    found = {one.name: one for one in links.states()}
    assert (found["hotline"].code, found["hotline"].seconds) == ("link.hotline.good", 7 * 60)
    assert found["field"].code == "link.field.none"
