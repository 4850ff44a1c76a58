"""Where an assessment has its schemes and its objects from: one place for window and command line.

Schemes come as texts of files by their names (`resources/assessment` as shipped); who keeps them
elsewhere gives other texts. Read only.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from console.domain.refusal import Refusal
from console.evaluation.scheme import (
    POST_OF,
    ObjectKind,
    Scheme,
    check_versions,
    scheme_in_force,
)
from console.evaluation.scheme_json import read_schemes
from console.ports.facts import Grouping
from console.ports.reading import Reading
from console.services.assessing import Named

Texts = Callable[[], Mapping[str, str]]
"""Name of a file -> the scheme in it; may read a disk."""


def known_schemes(texts: Mapping[str, str]) -> tuple[Scheme, ...]:
    """Every version of every scheme, checked against each other. Raises `Refusal` `scheme.*`."""
    known = tuple(read_schemes(texts))
    check_versions(known)
    return known


def offered(known: Sequence[Scheme], kind: ObjectKind, day: date) -> tuple[Scheme, ...]:
    """The version of each scheme for a kind that holds on a day, in the order they are known."""
    return tuple(one for one in known if one.kind is kind and one.holds_on(day))


def scheme_named(known: Sequence[Scheme], name: str, kind: ObjectKind, day: date) -> Scheme:
    """The version of a scheme that holds on a period's last day.

    Raises `Refusal` `assess.scheme` where there is none of this name, `scheme.none_in_force`.
    """
    versions = [one for one in known if (one.id, one.kind) == (name, kind)]
    if not versions:
        fitting = sorted({one.id for one in known if one.kind is kind})
        raise Refusal("assess.scheme", scheme=name, known=", ".join(fitting))
    return scheme_in_force(versions, day)


def objects_of(reading: Reading, kind: ObjectKind, by: Grouping | None) -> Sequence[Named]:
    """Who may be judged, so that a quiet unit stands in its ranking too."""
    if kind is ObjectKind.DEPARTMENT:
        return [
            Named(code=one.code, name=one.short_name, group=one.evaluation_group.value)
            for one in reading.units()
        ]
    if kind is ObjectKind.INSPECTOR:
        return [Named(code=one.code, name=one.name) for one in reading.inspectors()]
    if kind in POST_OF:
        post = POST_OF[kind].value
        return [
            Named(code=one.login, name=one.name) for one in reading.operators() if post in one.posts
        ]
    return [
        Named(code=one.code, name=one.name)
        for one in reading.divisions()
        if by is not None and one.level.value == by.value
    ]
