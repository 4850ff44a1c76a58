"""The tree of a fingerprint is RFC 6962's, and every part of a publication is in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from console.evaluation.hash_tree import Tree, fingerprint_of, leaf, parts_of, root_of, text_of
from console.ports.publications import PARTS, Head
from tests.publications import a_head


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962 2.1 as it is written there: split at the largest power of two below the size."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive(leaves[:split]) + naive(leaves[split:])).digest()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 13, 64, 100])
def test_the_root_is_that_of_the_standard(size: int) -> None:
    tree = Tree()
    for number in range(size):
        tree.add(f"{number}")
    assert tree.root() == naive([leaf(f"{number}") for number in range(size)])
    assert tree.leaves == size


def test_no_rows_have_the_hash_of_nothing() -> None:
    assert root_of([]) == sha256(b"").hexdigest()


def test_exchanged_rows_make_another_root() -> None:
    rows = [(1, "a"), (2, "b"), (3, None)]
    assert root_of(rows) != root_of([rows[1], rows[0], rows[2]])


def test_a_leaf_is_written_as_the_server_writes_it() -> None:
    assert text_of((1, '路"1"', None, True, "a\nb")) == '[1, "路\\"1\\"", null, true, "a\\nb"]'


LATER = timedelta(seconds=1)
OTHERS = {
    "head": (
        {"as_of": datetime(2026, 12, 4, tzinfo=UTC)},
        {"amends": 9},
        {"cases": 3},
        {"reason": "x"},
    ),
    "scheme": ({"wanted": replace(a_head().wanted, scheme_text="{ }")},),
    "calendar": ({"calendar_text": "{ }"},),
    "figures": ({"figures": "{ }"},),
    "facts": ({"facts_root": "00"},),
    "acts": ({"acts_root": "00"},),
}


@pytest.mark.parametrize("part", PARTS)
def test_what_is_altered_alters_its_own_part_and_the_fingerprint(part: str) -> None:
    head = a_head()
    for change in OTHERS[part]:
        other: Head = replace(head, **change)
        pairs = zip(PARTS, parts_of(head), parts_of(other), strict=True)
        assert [name for name, old, new in pairs if old != new] == [part]
        assert fingerprint_of(parts_of(other)) != fingerprint_of(parts_of(head))
