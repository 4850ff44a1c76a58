"""Two hundred known callers, and nowhere a readable telephone, name or address of any of them.

Looked through: a dump (tables, news and letters with it), the server's log although this server
writes down every statement with its values, the server's own files, and the program's log. Masks
may show what masks show.
"""

import base64
import json
import logging
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import URL, text

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.ports.work import Caller
from db import OpenStore, open_store
from db.bulk import BulkStore
from db.caller_keys import CallerKeys
from db.caller_rotation import rotate
from db.dumps import backup
from db.embedded import EmbeddedServer, status
from db.embedded_binaries import find_binaries
from db.engine import command_engine
from tests.db.lives import Life, actor
from tests.plugins.stores import build_template

MANY: Final = 200
MARK: Final = "翀"
"""Stands in each name and address and in nothing else of the program."""

HEAD: Final = 6
"""Bytes by which a form is looked up; each is longer."""

_TALKATIVE: Final = {
    "log_statement": "all",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "log_min_messages": "info",
    "log_min_error_statement": "error",
    "log_error_verbosity": "default",
}
_WRITTEN: Final = ("{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "+86 {0}{1}{2}", "（{0}）{1}{2}")
_CHARACTERS: Final = "彧骞頔懿睿旻翊珩"


def the_callers() -> list[Caller]:
    """Callers nobody else is like, their numbers written in many ways."""
    chance = random.Random(11)
    callers = []
    for at in range(MANY):
        number = f"1{chance.randrange(3, 10)}{chance.randrange(10**9):09d}"
        parts = (number[:3], number[3:7], number[7:])
        written = _WRITTEN[at % len(_WRITTEN)].format(*parts)
        given = f"{MARK}{chance.choice(_CHARACTERS)}{chance.choice(_CHARACTERS)}"
        name = f"{chance.choice('王李张欧')}{given}{'女士' if at % 2 else ''}"
        callers.append(Caller(name=name, phone=written, address=f"{MARK}园路 {at + 1} 号"))
    return callers


def forms(caller: Caller) -> Iterator[bytes]:
    """All the ways in which a reader could still find this caller."""
    figures = re.sub(r"\D", "", caller.phone.removeprefix("+86"))
    parts = (figures[:3], figures[3:7], figures[7:])
    wide = figures.translate({ord("0") + at: ord("０") + at for at in range(10)})
    for secret in (
        *(way.format(*parts) for way in _WRITTEN),
        wide,
        figures[::-1],
        caller.name,
        caller.address,
    ):
        for raw in (secret.encode(), secret.encode("utf-16-le"), secret.encode("gbk")):
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()
            for shift in range(3):  # base64 looks different at each place of its threes
                coded = base64.b64encode(b"\0" * shift + raw)
                yield coded[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
        yield json.dumps(secret).encode().strip(b'"')


def found(haystack: bytes, callers: list[Caller]) -> set[bytes]:
    """What of the callers is readable there; one walk for tens of thousands of forms."""
    wanted: dict[bytes, set[bytes]] = {}
    for form in (form for caller in callers for form in forms(caller)):
        wanted.setdefault(form[:HEAD], set()).add(form)
    assert all(len(head) == HEAD for head in wanted)
    hits = set()
    for at in range(len(haystack) - HEAD + 1):
        for form in wanted.get(haystack[at : at + HEAD], ()):
            if haystack.startswith(form, at):
                hits.add(form)
    return hits


@pytest.fixture
def place(data_folder: Path, tmp_path: Path) -> Iterator[URL]:
    """A server of its own that writes every statement into its log."""
    with EmbeddedServer(data_folder, settings=_TALKATIVE) as address:
        url = address.url()
        build_template(url, CallerKeys.beside(tmp_path / "files"))
        yield url


def work_through(url: URL, folder: Path, callers: list[Caller]) -> None:
    """Everything that touches callers: taken in, attached, shown, looked for, refused, changed."""
    keys = CallerKeys.beside(folder / "files")
    opened, owner = open_store(url, files_folder=folder / "files", keys=keys), command_engine(url)
    try:
        life = Life(opened.store)
        half = len(callers) // 2
        cases = [life.report(caller=one) for one in callers[:half]]
        bulk = BulkStore(owner, feed_since=life.at, keys=keys)
        many = Life(bulk, prefix="bulk", at=life.at)
        cases += [many.report(caller=one) for one in callers[half:]]
        bulk.flush()
        life.act(
            cases[0],
            Move.ATTACH_CALLER,
            Post.ACCEPTOR,
            beside=lambda work, case: work.put_caller(case.id, callers[1]),
            text="同一处",
        )
        life.at = many.at
        life.to_end(cases[2])
        show_and_look(opened, life, callers)
        with opened.store.begin("late", actor(Post.ACCEPTOR), life.at) as work:
            work.put_caller(cases[3], callers[3])
            rotate(owner, keys, lambda _done, _of: None)
            with pytest.raises(Refusal):  # so that an error of the server is written down too
                work.commit()
        with owner.begin() as connection:
            connection.execute(text("CHECKPOINT"))
    finally:
        opened.dispose()
        owner.dispose()


def show_and_look(opened: OpenStore, life: Life, callers: list[Caller]) -> None:
    """A reveal, and every telephone looked for as it was typed."""
    for caller in callers:
        assert opened.reading.search(caller.phone)
    hit = opened.reading.search(callers[5].phone)[0]
    shown = opened.callers.reveal(hit.id, actor(Post.ACCEPTOR), life.at, "回访")
    assert list(shown) == [callers[5]]


def plain_dump(url: URL, folder: Path) -> bytes:
    """The database as SQL."""
    file = backup(url, folder)
    call = [str(find_binaries().program("pg_restore")), "--file=-", str(file)]
    return subprocess.run(call, check=True, capture_output=True).stdout


def test_a_dump_the_logs_and_the_server_s_files_name_no_caller(
    place: URL, data_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    callers = the_callers()
    with caplog.at_level(logging.DEBUG):
        work_through(place, tmp_path, callers)
    dump = plain_dump(place, tmp_path / "backups")
    home = status(data_folder).home
    logs = b"".join(log.read_bytes() for log in (home / "logs").iterdir())
    # What is looked for is there to be found: statements, masks, hashes and sealed values.
    assert b"api_v1.record" in logs
    assert b"cases_called_from" in logs
    assert b"is not in force" in logs
    assert b"COPY public.caller " in dump
    assert dump.count(b"aes-256-gcm") >= MANY
    assert "女士".encode() in dump
    for haystack in (dump, logs, caplog.text.encode()):
        assert found(haystack, callers) == set()
    for file in (file for file in (home / "data").rglob("*") if file.is_file()):
        content = file.read_bytes()
        assert MARK.encode() not in content, file
        numbers = {number.decode() for number in re.findall(rb"(?=(1\d{10}))", content)}
        assert not numbers & {re.sub(r"\D", "", one.phone)[-11:] for one in callers}, file


def test_what_lies_open_would_be_found() -> None:
    """The search of this file itself: each way of writing is noticed."""
    callers = the_callers()[:3]
    figures = re.sub(r"\D", "", callers[0].phone)[-11:]
    for said in (
        figures,
        f"{figures[:3]} {figures[3:7]} {figures[7:]}",
        figures.encode().hex(),
        base64.b64encode(f"tel {figures} x".encode()).decode(),
        callers[1].name,
        json.dumps(f"an {callers[1].name}"),
        callers[2].address,
    ):
        assert found(f"… {said} …".encode(), callers), said
    assert not found("138****5678 *女士 王***".encode(), callers)
