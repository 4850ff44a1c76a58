"""Kept schemes as checked values: what the store holds is text until it was read and planned here.

A text that does not hold (somebody went past the console, or a later program wrote it) is told by
its name and version, and never stops the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from console.domain.refusal import Refusal
from console.evaluation.scheme import ObjectKind, Scheme
from console.evaluation.scheme_json import read_scheme, write_scheme
from console.ports.schemes import KeptScheme, NewScheme, Schemes
from console.services.assessing_sources import scheme_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A kept version and what its text says; `broken` instead where it says nothing that holds.

    The days of `scheme` are those it really held, not those its text once hoped for.
    """

    kept: KeptScheme
    scheme: Scheme | None = None
    broken: Refusal | None = None


def known_of(kept: KeptScheme) -> Known:
    """Read and check one kept version; raises nothing."""
    try:
        scheme = read_scheme(kept.text)
    except Refusal as no:
        return Known(kept=kept, broken=broken_of(kept, no))
    said = (scheme.kind.value, scheme.id, scheme.version)
    if said != (kept.kind, kept.scheme, kept.version):
        return Known(kept=kept, broken=broken_of(kept, Refusal("scheme.unfit", field="version")))
    if kept.first is None:
        return Known(kept=kept, scheme=scheme)
    return Known(
        kept=kept, scheme=replace(scheme, effective_from=kept.first, effective_to=kept.last)
    )


def broken_of(kept: KeptScheme, why: Refusal) -> Refusal:
    """What is said of a kept text that cannot be read, with the place of its first fault."""
    return Refusal(
        "scheme.broken",
        kind=kept.kind,
        scheme=kept.scheme,
        version=kept.version,
        field=why.facts.get("field", why.code),
        cause=why.code,
    )


def in_force(rows: Iterable[KeptScheme]) -> tuple[Scheme, ...]:
    """Every version that holds on some day and can be read, with its days."""
    known = (known_of(one) for one in rows if one.first is not None)
    return tuple(one.scheme for one in known if one.scheme is not None)


def texts_in_force(schemes: Schemes) -> Mapping[str, str]:
    """The same as texts by names, as `assessing_sources.known_schemes` takes them."""
    return {
        f"{one.kind}/{one.id} {one.version}": write_scheme(one) for one in in_force(schemes.kept())
    }


def chosen(rows: Sequence[KeptScheme], name: str, kind: ObjectKind, day: date) -> Scheme:
    """The version of a scheme that holds on a period's last day.

    Raises `Refusal` `scheme.broken` where that very one cannot be read, `assess.scheme`,
    `scheme.none_in_force`.
    """
    for one in rows:
        if (one.scheme, one.kind) == (name, kind.value) and one.holds_on(day):
            found = known_of(one)
            if found.broken is not None:
                raise found.broken
    return scheme_named(in_force(rows), name, kind, day)


def kept_beside(rows: Iterable[KeptScheme], published: str) -> str:
    """The text of a published scheme's same version as it is kept now, "" where it is not.

    Its days are the published ones: a later version that ends it changes nothing of it.
    """
    try:
        then = read_scheme(published)
        for one in rows:
            if (one.kind, one.scheme, one.version) == (then.kind.value, then.id, then.version):
                now = read_scheme(one.text)
                first, last = then.effective_from, then.effective_to
                return write_scheme(replace(now, effective_from=first, effective_to=last))
    except Refusal:
        return ""  # which text cannot be read is told by those who look at it
    return ""


def next_version(rows: Iterable[KeptScheme], name: str, kind: ObjectKind) -> int:
    """The number the next version of a scheme gets."""
    mine = (one.version for one in rows if (one.scheme, one.kind) == (name, kind.value))
    return max(mine, default=0) + 1


def keep(
    schemes: Schemes, scheme: Scheme, version: int, first_day: date | None, reason: str
) -> Scheme:
    """Check a scheme whole and keep it under this number; what was kept.

    Its text tells the day it was put in force with, or the one it hoped for where it is only
    offered. Raises `Refusal` as `plan_of` and `Schemes.add`.
    """
    kept = replace(
        scheme,
        version=version,
        effective_from=first_day or scheme.effective_from,
        effective_to=None,
    )
    schemes.add(
        NewScheme(
            kind=kept.kind.value,
            scheme=kept.id,
            version=version,
            text=write_scheme(kept),
            first_day=first_day,
            reason=reason,
        )
    )
    return kept
