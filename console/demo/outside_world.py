"""Who acts in the demo city: operators at their seats, inspectors, units, callers; and photographs.

Here people get their actors and commands their evidence. What they do and when is `scenario.py`.
All callers are invented, with numbers no telephone can have.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from console.demo import photos
from console.demo.model import City
from console.demo.photos import PhotoState
from console.demo.problems import Problem
from console.domain.case import Actor
from console.domain.stage import Post
from console.ports.work import Caller, Photo

JPEG: Final = "image/jpeg"
PHONE_SEAT: Final = "城管通"
UNIT_SEAT: Final = "处置通"
SYSTEM: Final = Actor(operator="system", post=Post.SYSTEM, seat="system")

Keep = Callable[[bytes, str], str]
"""Keeps a file and answers with its digest, as `ports.files.Files.keep`."""

_CLEARLY_INVENTED: Final = 10_000_000_000
_REPLIES: Final = ("sms", "sms", "phone", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A kept photograph: digest and size in bytes."""

    digest: str
    size: int


Pool = Mapping[tuple[str, PhotoState], tuple[Drawn, ...]]
"""Kept photographs by family and state."""


def drawings(seeds: int) -> tuple[tuple[str, PhotoState, int], ...]:
    """Every photograph of a small pool: family, state, seed; half a second each to draw."""
    part = [(family, PhotoState.PART, 1) for family in photos.SCENES]
    both = [
        (family, state, seed)
        for family in photos.SCENES
        for seed in range(1, seeds + 1)
        for state in (PhotoState.BEFORE, PhotoState.AFTER)
    ]
    return (*both, *part)


def draw(one: tuple[str, PhotoState, int]) -> bytes:
    """Draw one of `drawings`; a plain function, so that several processes may share the work."""
    family, state, seed = one
    return photos.photo(family, state, seed)


def fill_pool(drawn: Mapping[tuple[str, PhotoState, int], bytes], keep: Keep) -> Pool:
    """Keep the photographs and remember where."""
    pool: dict[tuple[str, PhotoState], tuple[Drawn, ...]] = {}
    for (family, state, _seed), content in drawn.items():
        kept = Drawn(digest=keep(content, JPEG), size=len(content))
        pool[family, state] = (*pool.get((family, state), ()), kept)
    return pool


class Cast:
    """The people of the city as actors."""

    def __init__(self, city: City, surnames: str, *, shift: str = "") -> None:
        """`shift` leaves the operators of one shift only."""
        self._surnames = surnames
        self._posts: dict[Post, list[Actor]] = {}
        for operator in city.operators:
            if shift not in {"", operator.shift}:
                continue
            post = Post(operator.posts[0])
            actor = Actor(operator=operator.login, post=post, seat=operator.seats[0])
            self._posts.setdefault(post, []).append(actor)
        self._inspectors: Sequence[str] = [one.code for one in city.inspectors]

    def at(self, post: Post, random: Random) -> Actor:
        """Somebody whose usual post this is."""
        return random.choice(self._posts[post])

    def other(self, post: Post, than: Actor, random: Random) -> Actor:
        """Somebody else at that post, for a second signature."""
        return random.choice([one for one in self._posts[post] if one.operator != than.operator])

    def inspector(self, code: str, random: Random) -> Actor:
        """The inspector of that code, or any when the place has none."""
        known = code or random.choice(self._inspectors)
        return Actor(operator=known, post=Post.INSPECTOR, seat=PHONE_SEAT)

    def unit(self, code: str) -> Actor:
        """A responsible unit acting for itself."""
        return Actor(operator=code, post=Post.UNIT, seat=UNIT_SEAT, unit=code)

    def caller(self, random: Random) -> Caller:
        """An invented caller; the numbers begin with 100 and belong to nobody."""
        title = random.choice(("女士", "先生"))
        return Caller(
            name=random.choice(self._surnames) + title,
            phone=str(_CLEARLY_INVENTED + random.randrange(10_000_000)),
            reply=random.choice(_REPLIES),
        )


class Album:
    """Hands out evidence from the pool: the pictures of one problem always show one scene."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def show(self, problem: Problem, state: PhotoState, by: str) -> tuple[Photo, ...]:
        """One picture of the problem's place in that state, taken by somebody."""
        kept = self._pool[problem.family, state]
        drawn = kept[problem.scene % len(kept)]
        role = "before" if state is PhotoState.BEFORE else "after"
        point = problem.place.point
        return (
            Photo(
                digest=drawn.digest,
                role=role,
                mime=JPEG,
                size=drawn.size,
                point=point,
                by=by,
            ),
        )
