"""Hostile files given to the import verbs: the database stays as it was, or has all of the file."""

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text

from console.bootstrap import main
from console.cli import exits
from tests.hostile.generator import FAMILIES, HostileFile

_TABLES = text(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
)


def a_sample(folder: Path) -> Iterator[HostileFile]:
    """A file of every family."""
    dice = random.Random(2)
    for family, _ in FAMILIES:
        suffix, content = family(dice)
        path = folder / f"{family.__name__}.{suffix}"
        path.write_bytes(content)
        yield HostileFile(family.__name__, path, standards=dice.random() < 0.5)


def fingerprint(owner: Engine) -> Mapping[str, tuple[int, int]]:
    """Of every table: how many rows, and a sum over what they say."""
    found = {}
    with owner.connect() as connection:
        for table in connection.execute(_TABLES).scalars():
            asked = f"SELECT count(*), coalesce(sum(hashtext(t::text)), 0) FROM {table} t"  # noqa: S608  a name of our own schema
            many, said = connection.execute(text(asked)).one()
            found[table] = (int(many), int(said))
    return found


def apply(file: HostileFile, database: URL) -> int:
    """Import a file as an administrator would, writing at once."""
    verb = "import-standards" if file.standards else "import-cases"
    address = database.set(drivername="postgresql").render_as_string(hide_password=False)
    return main([verb, str(file.path), "--apply", "--json", "--database", address])


@pytest.mark.timeout(240)
def test_after_a_hostile_import_the_database_is_unchanged_or_complete(
    database_url: URL,
    owner: Engine,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # nothing is kept in this user's own folders
    ends = []
    for file in a_sample(tmp_path):
        before = fingerprint(owner)
        ends.append(apply(file, database_url))
        said = capsys.readouterr()
        assert ends[-1] in {exits.DONE, exits.REFUSED}, f"{file}: {said.err}"
        judge(before, fingerprint(owner), said.out, standards=file.standards)
        file.path.unlink()
    assert len(ends) == len(FAMILIES)
    assert set(ends) == {exits.DONE, exits.REFUSED}


def judge(
    before: Mapping[str, tuple[int, int]],
    after: Mapping[str, tuple[int, int]],
    said: str,
    *,
    standards: bool,
) -> None:
    """What was written is exactly what was told."""
    changed = {table for table in after if after[table] != before[table]}
    told = json.loads(said) if said.strip() else {"applied": False}
    if not told["applied"]:
        assert changed == set()
    elif standards:
        assert "catalogue" in changed
        assert changed <= {"admin_change", "catalogue", "category", "condition", "stamp"}
    else:
        assert changed == ({"imported_case"} if told["cases"] else set())
        assert after["imported_case"][0] - before["imported_case"][0] == told["cases"]
