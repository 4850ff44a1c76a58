"""The schemes that come with the program, put in once; a changed file of a later release is added.

A scheme nobody knows yet holds from its file's first day. A later one is only offered: from which
day it holds is the city's to say, since it would change what is counted. Here nothing of a scheme
is understood but its name and number; the console checks them when it reads.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select, text

from db.records_schemes import SCHEME_VERSION

_FOLDER: Final = ("resources", "assessment")
_SEEDER: Final = "system"
_V: Final = SCHEME_VERSION.c
_KNOWN: Final = select(
    _V.kind,
    _V.scheme,
    func.max(_V.version).label("last"),
    func.array_agg(_V.shipped).label("files"),
).group_by(_V.kind, _V.scheme)
_KEEP: Final = text(
    "SELECT app.keep_scheme(:kind, :scheme, :version, :body, :shipped, CAST(:first AS date),"
    " '', :login, 'owner')"
)


def shipped_texts() -> dict[str, str]:
    """Name of a file -> its text, run from the folder or frozen."""
    roots = (Path(getattr(sys, "_MEIPASS", "")), Path(__file__).resolve().parents[1])
    folder = next(one for root in roots if (one := root.joinpath(*_FOLDER)).is_dir())
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json"))}


def put_shipped(connection: Connection, texts: dict[str, str]) -> bool:
    """Add what this release ships and the city has not yet; whether there was anything."""
    known = {(row.kind, row.scheme): row for row in connection.execute(_KNOWN)}
    added = False
    for file in texts.values():
        body: dict[str, Any] = json.loads(file)
        digest = sha256(file.encode()).hexdigest()
        row = known.get((body["kind"], body["id"]))
        if row is not None and digest in row.files:
            continue
        number = 1 if row is None else row.last + 1
        connection.execute(
            _KEEP,
            {
                "kind": body["kind"],
                "scheme": body["id"],
                "version": number,
                "body": _numbered(body, number),
                "shipped": digest,
                "first": body["effective_from"] if row is None else None,
                "login": _SEEDER,
            },
        )
        added = True
    return added


def _numbered(body: dict[str, Any], version: int) -> str:
    """The text under the number it has in this city, as the console writes schemes."""
    return json.dumps(body | {"version": version}, ensure_ascii=False, indent=2) + "\n"
