"""Known callers live through a day, and nowhere is a telephone, name or address of any readable.

Looked through: a dump (tables, news and letters with it), the server's log although this server
writes down every statement with its values, the server's own files with its WAL, the program's log,
what screens read, and the workstation's own files: journal, drafts, keys, an export, a crash's
report. Masks may show what masks show. Ten thousand of them: `benchmarks/callers.py`.
"""

import base64
import contextlib
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import URL, Engine

from db.caller_keys import CallerKeys
from db.embedded import EmbeddedServer, status
from db.site import administrator
from tests.db.caller_day import TALKATIVE, a_day, joined, server_files
from tests.db.crew import at_work
from tests.open_callers import Search, the_callers
from tests.plugins.stores import build_template
from tests.waiting import until

MANY: Final = 200


@pytest.fixture
def place(data_folder: Path, tmp_path: Path) -> Iterator[URL]:
    """A server of its own that writes every statement into its log."""
    with EmbeddedServer(data_folder, settings=TALKATIVE) as address:
        url = address.url()
        build_template(url, CallerKeys.beside(tmp_path / "files"))
        yield url


def test_a_day_at_seats_of_strict_roles_leaves_no_caller_readable_anywhere(
    place: URL, data_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    callers = the_callers(MANY)
    with caplog.at_level(logging.DEBUG), a_day(place, tmp_path, callers) as day:
        day.live_through()
        evidence = {**day.evidence(data_folder), "console's log": caplog.text.encode()}
    # What is looked for is there to be found: statements, masks, hashes, sealed values, a crash.
    log, dump = evidence["server's log"], evidence["dump"]
    for said in (b"api_v1.record", b"cases_called_from", b"is not in force", b"GX015"):
        assert said in log, said
    assert b"COPY public.caller " in dump
    assert dump.count(b"aes-256-gcm") >= len(day.cases)
    assert "女士".encode() in dump
    assert "女士".encode() in evidence["screens and feed"]
    assert b"ValueError" in evidence["workstation"]
    assert b"a bug on the window's thread" in evidence["console's log"]
    search = Search(callers)
    assert {name: search.found(content) for name, content in evidence.items()} == {
        name: set() for name in evidence
    }
    files = server_files(place, data_folder)
    assert any(file.parent.name == "pg_wal" for file in files)
    assert search.found_in(files) == {}


def test_what_lies_open_would_be_found(place: URL, data_folder: Path) -> None:
    """The search itself: each way of writing is noticed, and so is a row of the server's files."""
    callers = the_callers(3)
    search = Search(callers)
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
        assert search.found(f"… {said} …".encode()), said
    assert not search.found("138****5678 *女士 王***".encode())
    with administrator(place) as line:
        line.execute("CREATE TABLE open_one AS SELECT %s::text AS name", [callers[1].name])
        line.execute("CHECKPOINT")
    found = search.found_in(server_files(place, data_folder))
    assert {file.parent.name for file in found} >= {"pg_wal"}
    assert any("base" in file.parts for file in found)
    assert search.found(joined((status(data_folder).home / "logs").iterdir()))


_FUNCTIONS: Final = """
SELECT p.proname, ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) AS t)
FROM pg_proc p WHERE p.pronamespace = 'api_v1'::regnamespace ORDER BY p.oid
"""


def test_an_error_in_any_function_writes_no_caller_into_the_log_we_recommend(
    servers_base: Path, database_url: URL, owner: Engine, tmp_path: Path
) -> None:
    """A seat with a plain client says callers' words wherever a function takes words."""
    (caller,) = the_callers(1)
    words = f"{caller.name} {caller.phone} {caller.address}"
    given: dict[str, Any] = {
        "text": words,
        "text[]": [words],
        "jsonb": json.dumps({"operator": "chen", "callers": [{"name": words, "case_id": 1}]}),
        "bytea": words.encode(),
        "uuid": UUID(int=0),
        "timestamp with time zone": "2026-11-23T01:00:00Z",
        "date": "2026-11-23",
        "boolean": True,
    }
    with owner.connect() as connection:
        functions = connection.exec_driver_sql(_FUNCTIONS).all()
    with at_work(owner, database_url, tmp_path) as crew, crew.line("chen") as line:
        for name, types in functions:
            values = [given.get(kind, 0) for kind in types]
            call = f"SELECT api_v1.{name}({', '.join(f'%s::{kind}' for kind in types)})"
            failing = f"SELECT 1 / count(x) FROM ({call} AS x) AS of_{name} WHERE false"  # noqa: S608 - the server's own name
            with contextlib.suppress(psycopg.Error):
                line.execute(call, values)
            with pytest.raises(psycopg.Error):  # whatever the function itself makes of it
                line.execute(failing, values)
    logs = status(servers_base / "shared").home / "logs"
    until(lambda: f"of_{functions[-1].proname} ".encode() in joined(logs.iterdir()))
    log = joined(logs.iterdir())
    for name, _ in functions:
        assert f"of_{name} ".encode() in log
    assert Search([caller]).found(log) == set()
