"""Photos to look into: the same picture in two cases, or one from another place or time.

Two pictures look alike when few of the 128 bits of their perceptual hashes differ
(`console.media.likeness` makes them). Pictures of hardly any content have nearly empty hashes that
are alike without meaning anything; they are compared by their files alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from typing import Final

from console.domain.measuring import metres
from console.evaluation.integrity import SHIPPED, Thresholds
from console.ports.integrity import Figure, Finding, FindingKind, PhotoRow, Why

LOOK_BITS: Final = 128
PLAIN_BITS: Final = 16
"""Fewer set (or unset) bits than this say too little to compare."""


def copied_photos(
    photos: Sequence[PhotoRow], limits: Thresholds = SHIPPED, since: datetime | None = None
) -> tuple[Finding, ...]:
    """Pictures that stand in more than one case, or in one case both before and after.

    Several of one case and role are alike by their nature and no finding. With `since`, those none
    of which was attached from then on are none either: they were told of in their own period.
    """
    groups = _groups(photos)
    found = [_copied(group, group[0], 0) for group in groups.values() if _is_new(group, since)]
    looks = sorted(look for look in groups if isinstance(look, int))
    for one, other in alike(looks, limits.photo_bits):
        bits, group = (one ^ other).bit_count(), [*groups[one], *groups[other]]
        if _is_new(group, since):
            found.append(_copied(group, groups[one][0], bits))
    return tuple(one for one in found if one is not None)


def _is_new(group: Iterable[PhotoRow], since: datetime | None) -> bool:
    return since is None or any(one.attached_at >= since for one in group)


def _groups(photos: Sequence[PhotoRow]) -> dict[int | str, list[PhotoRow]]:
    """Pictures with the very same look; with the same file where the look says nothing."""
    groups: dict[int | str, list[PhotoRow]] = defaultdict(list)
    for photo in sorted(photos, key=lambda one: (one.case, one.attached_at, one.digest)):
        groups[photo.digest if is_plain(photo.look) else photo.look or 0].append(photo)
    return groups


def is_plain(look: int | None) -> bool:
    """Whether a hash says too little to compare, or there is none."""
    if look is None:
        return True
    return not PLAIN_BITS <= look.bit_count() <= LOOK_BITS - PLAIN_BITS


def _copied(group: Sequence[PhotoRow], first: PhotoRow, bits: int) -> Finding | None:
    cases = tuple(sorted({one.case for one in group}))
    if len(cases) > 1:
        same = all(one.digest == first.digest for one in group)
        why = Why.SAME_FILE if same else Why.LOOKS_ALIKE
    elif len({one.role for one in group}) > 1:
        why = Why.BEFORE_IS_AFTER
    else:
        return None
    return Finding(
        kind=FindingKind.COPIED_PHOTO,
        why=why,
        who=tuple(sorted({one.by for one in group})),
        cases=cases,
        figures={"photos": len(group), "bits": bits},
    )


def alike(looks: Sequence[int], bits: int) -> Iterator[tuple[int, int]]:
    """Pairs of different hashes that differ in at most so many bits, each pair once.

    Cut into one band more than bits may differ, two such hashes agree in a whole band; only those
    that do are compared, so that a month's photos take seconds, not hours.
    """
    seen: set[tuple[int, int]] = set()
    for low, high in _bands(bits + 1):
        mask = (1 << (high - low)) - 1
        bands: dict[int, list[int]] = defaultdict(list)
        for look in looks:
            bands[look >> low & mask].append(look)
        for band in bands.values():
            for one, other in combinations(band, 2):
                if 0 < (one ^ other).bit_count() <= bits:
                    seen.add((min(one, other), max(one, other)))
    yield from sorted(seen)


def _bands(count: int) -> Iterable[tuple[int, int]]:
    edges = [LOOK_BITS * at // count for at in range(count + 1)]
    return pairwise(edges)


def odd_photos(photos: Iterable[PhotoRow], limits: Thresholds = SHIPPED) -> tuple[Finding, ...]:
    """Pictures that their camera places far from the case, or at another time than the task's.

    A picture whose camera noted neither is no finding.
    """
    return tuple(
        Finding(
            kind=FindingKind.ODD_PHOTO,
            why=why,
            who=(photo.by,),
            cases=(photo.case,),
            figures=figures,
        )
        for photo in photos
        for why, figures in (*_elsewhere(photo, limits), *_untimely(photo, limits))
    )


Reason = tuple[Why, Mapping[str, Figure]]


def _elsewhere(photo: PhotoRow, limits: Thresholds) -> Iterator[Reason]:
    if photo.point is None or photo.place is None:
        return
    away = int(metres(photo.point, photo.place))
    if away > limits.photo_metres:
        yield Why.TAKEN_ELSEWHERE, {"metres": away, "most_metres": limits.photo_metres}


def _untimely(photo: PhotoRow, limits: Thresholds) -> Iterator[Reason]:
    taken = photo.taken_at
    if taken is None:
        return
    slack = timedelta(minutes=limits.photo_minutes)
    since = photo.ordered_at or photo.attached_at - timedelta(hours=limits.photo_hours)
    if taken < since - slack:
        early = int((since - taken).total_seconds())
        if photo.ordered_at is not None:
            yield Why.TAKEN_BEFORE, {"seconds": early}
        else:
            age = int((photo.attached_at - taken).total_seconds())
            yield Why.TAKEN_LONG_AGO, {"seconds": age}
    elif taken > photo.attached_at + slack:
        yield Why.TAKEN_LATER, {"seconds": int((taken - photo.attached_at).total_seconds())}
