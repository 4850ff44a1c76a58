"""Hashes of a publication, a second time beside the server's: neither is believed alone.

SHA-256 in a tree as RFC 6962 has it: leaves begin with 0, nodes with 1, and the last one of an odd
row goes up as it is. Source: issue 5 point 10; the server's is `db/api/77_publications.sql`.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from console.ports.publications import Head, Leaf

NAME: Final = "wanmi-publication-1"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)


class Tree:
    """A tree that grows leaf by leaf and keeps one hash for each of its levels."""

    def __init__(self) -> None:
        self._whole: list[tuple[int, bytes]] = []
        self.leaves = 0

    def add(self, text: str) -> None:
        """Put the next leaf on."""
        size, node = 1, leaf(text)
        while self._whole and self._whole[-1][0] == size:
            node = _node(self._whole.pop()[1], node)
            size *= 2
        self._whole.append((size, node))
        self.leaves += 1

    def root(self) -> bytes:
        """The hash over all leaves so far."""
        if not self._whole:
            return sha256(b"").digest()
        return _joined([node for _, node in self._whole])


def leaf(text: str) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + text.encode()).digest()


def text_of(row: Leaf) -> str:
    """A row as it is hashed: JSON as the server writes it, which is Python's own."""
    return json.dumps(list(row), ensure_ascii=False)


def root_of(rows: Iterable[Leaf]) -> str:
    """The root over rows, as hex."""
    tree = Tree()
    for row in rows:
        tree.add(text_of(row))
    return tree.root().hex()


def parts_of(head: Head) -> tuple[str, ...]:
    """The hashes of a publication's parts as it is kept now, in the order of `PARTS`, as hex."""
    texts = (
        head_text(head),
        head.wanted.scheme_text,
        head.calendar_text,
        head.figures,
        head.facts_root,
        head.acts_root,
    )
    return tuple(leaf(text).hex() for text in texts)


def fingerprint_of(parts: Iterable[str]) -> str:
    """The fingerprint that parts make, as hex."""
    level = [bytes.fromhex(part) for part in parts]
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [_node(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex()


def head_text(head: Head) -> str:
    """What a fingerprint says of the publication itself."""
    wanted = head.wanted
    return text_of(
        (
            NAME,
            head.id,
            wanted.period,
            wanted.kind,
            wanted.grouping,
            wanted.person,
            wanted.scheme,
            wanted.scheme_version,
            wanted.case_date,
            *((at - _EPOCH) // _TICK for at in (wanted.start, wanted.end, head.as_of)),
            head.amends,
            head.reason,
            head.cases,
            head.acts,
        )
    )


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _joined(nodes: list[bytes]) -> bytes:
    """The smaller ones at the end are joined first."""
    node = nodes.pop()
    while nodes:
        node = _node(nodes.pop(), node)
    return node
