"""A caller typed while the server is gone: known to the waiting act, readable nowhere, sealed at
last."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from console.domain.case import CaseId
from console.domain.codec import encode
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.journal import EntryState
from console.ports.work import Caller
from console.services.intake import TakeReport
from console.services.queueing import (
    carry_out,
    keep_for_later,
    send,
    stock_up,
)
from console.services.seat import Seat
from db import OpenStore
from db.engine import command_engine
from db.journal import SqliteJournal
from tests.builders import a_report
from tests.db.crew import at_work
from tests.db.lives import actor
from tests.db.town import settle
from tests.servers import OwnServer
from tests.standards import GENUINE

SENT = Caller(name="王翀彧女士", phone="13812345678", address="翀园路 7 号 3 单元")
KEPT = Caller(name="李翀骞", phone="13987654321", address="翀园路 9 号", reply="phone")
BOTH = (SENT, KEPT)


@pytest.fixture
def at_the_seat(own_url: URL, tmp_path: Path) -> Iterator[OpenStore]:
    """An acceptor signed in under his own role."""
    owner = command_engine(own_url)
    settle(owner)
    with at_work(owner, own_url, tmp_path) as crew:
        yield crew.of("chen")
    owner.dispose()


def now() -> datetime:
    return datetime.now(UTC)


def readable(folder: Path) -> list[str]:
    """What of the callers can be read in the files of a folder, figures and words."""
    secrets = [word for one in BOTH for word in (one.name, one.phone, one.address, one.phone[3:])]
    return [
        f"{file.name}: {secret}"
        for file in folder.iterdir()
        for raw in (file.read_bytes(),)
        for secret in secrets
        for form in (secret.encode(), secret.encode("utf-16-le"), json.dumps(secret).encode()[1:-1])
        if form in raw
    ]


def test_a_caller_typed_without_the_server_waits_sealed_and_ends_sealed_in_the_database(
    at_the_seat: OpenStore, own_server: OwnServer, own_url: URL, tmp_path: Path
) -> None:
    kept_in = tmp_path / "desk"
    journal = SqliteJournal(kept_in)
    seat = Seat(
        actor=actor(Post.ACCEPTOR), now=now, store=at_the_seat.store, new_command=lambda: ""
    )
    stock_up(journal, at_the_seat.numbers, now())
    own_server.stop()
    with pytest.raises(StoreUnavailable):
        carry_out(reported(SENT), seat, "sent", journal)
    keep_for_later(reported(KEPT), seat, "kept", journal)

    entries = journal.entries("chen")
    assert [one.state for one in entries] == [EntryState.SENT, EntryState.WAITING]
    assert [caller_in(one.content) for one in entries] == [encode(SENT), encode(KEPT)]
    assert not any(word in repr(entries) for one in BOTH for word in (one.name, one.phone))
    assert readable(kept_in) == []

    own_server.start()
    cases = [taken(send(entry, seat, journal).changes) for entry in entries]
    assert journal.entries("chen") == ()
    assert readable(kept_in) == []
    journal.close()
    sealed_and_shown(own_url, at_the_seat, cases)


def reported(caller: Caller) -> TakeReport:
    """A call of this caller."""
    return replace(a_report(standard=GENUINE), caller=caller)


def caller_in(content: str) -> object:
    """Whom an entry's command names."""
    return json.loads(content)["caller"]


def taken(changes: object) -> CaseId:
    """The case that was made."""
    cases: tuple[CaseId, ...] = getattr(changes, "cases", ())
    return cases[0]


def sealed_and_shown(own_url: URL, seat: OpenStore, cases: list[CaseId]) -> None:
    """Nothing of them in any row; the reveal, with its reason, opens the box."""
    owner = command_engine(own_url)
    with owner.connect() as line:
        rows = [
            str(row[0])
            for table in (
                "caller",
                "caller_mask",
                "case_step",
                "case_state",
                "case_text",
                "feed",
                "letter",
                "command_log",
            )
            for row in line.execute(text(f"SELECT t::text FROM {table} t"))  # noqa: S608  of this list
        ]
    owner.dispose()
    said = "\n".join(rows)
    assert len(rows) > len(cases)
    assert not [word for one in BOTH for word in (one.name, one.phone, one.address) if word in said]
    assert not re.search("|".join(one.phone.encode().hex() for one in BOTH), said)
    shown = [seat.callers.reveal(one, actor(Post.ACCEPTOR), now(), "回访") for one in cases]
    assert shown == [(SENT,), (KEPT,)]
