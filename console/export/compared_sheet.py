"""What really is beside what is supposed, as a table of texts for lines and for a sheet."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final, Protocol

from console.evaluation.scheme import POST_OF, ObjectKind
from console.evaluation.scoring import Score
from console.evaluation.words import name_code
from console.export.assessment_book import TextSheet
from console.export.cell_text import NOTHING
from console.export.edition import fixed

Say = Callable[..., str]
COUNTS: Final = (
    "need_archive", "in_time_archive", "overtime_archive", "overtime_to_archive",
    "in_time_dispose", "overtime_dispose",
)  # fmt: skip
"""What limits and calendars can change, told of every object that is judged by cases."""


class Both(Protocol):
    """One object as it is and as it would be."""

    @property
    def real(self) -> Score:
        """As it is."""

    @property
    def supposed(self) -> Score:
        """As it would be."""


def compared_lines(
    kind: ObjectKind, rows: Sequence[Both], say: Say, *, counts: bool = True
) -> Iterator[tuple[str, ...]]:
    """The heads, then a line an object, in the real order; `counts` where they can differ."""
    shown = COUNTS if counts and kind not in POST_OF else ()
    heads = ("object", "real_rank", "supposed_rank", "real", "supposed", "change")
    yield (*(say(f"whatif.col.{word}") for word in heads), *_heads(kind, shown, say))
    for row in rows:
        real, supposed = row.real, row.supposed
        yield (
            real.subject.name or real.subject.object,
            *(NOTHING if one.rank is None else str(one.rank) for one in (real, supposed)),
            _shown(real.total),
            _shown(supposed.total),
            _change(real.total, supposed.total),
            *_figures(row, shown),
        )


def compared_pairs(
    kind: ObjectKind, rows: Sequence[Both], say: Say, *, counts: bool = True
) -> Iterator[tuple[str, ...]]:
    """The same for a narrow table: what is and what would be in one cell."""
    shown = COUNTS if counts and kind not in POST_OF else ()
    heads = (say(f"whatif.col.{word}") for word in ("object", "rank", "score", "change"))
    yield (*heads, *(say(name_code(kind, name)) for name in shown))
    flat = compared_lines(kind, rows, say, counts=counts)
    next(flat)
    for name, rank, other_rank, real, supposed, change, *figures in flat:
        both = ((rank, other_rank), (real, supposed))
        pairs = zip(figures[::2], figures[1::2], strict=True)
        told = [say("whatif.pair", real=one, supposed=other) for one, other in (*both, *pairs)]
        yield (name, *told[:2], change, *told[2:])


def compared_sheet(
    kind: ObjectKind,
    rows: Sequence[Both],
    say: Say,
    *,
    title: str,
    sheet: str,
    counts: bool = True,
) -> TextSheet:
    """The same as a sheet."""
    heads, *lines = compared_lines(kind, rows, say, counts=counts)
    return TextSheet(
        sheet=sheet,
        title=title,
        headings=heads,
        rows=tuple(lines),
        widths=(24, *(12 for _ in heads[1:])),
    )


def _heads(kind: ObjectKind, shown: Sequence[str], say: Say) -> Iterator[str]:
    for name in shown:
        for way in ("real", "supposed"):
            yield say(f"whatif.col.count_{way}", name=say(name_code(kind, name)))


def _figures(row: Both, shown: Sequence[str]) -> Iterator[str]:
    for name in shown:
        yield str(row.real.subject.counts[name])
        yield str(row.supposed.subject.counts[name])


def _shown(figure: Fraction | None) -> str:
    return NOTHING if figure is None else fixed(figure)


def _change(real: Fraction | None, supposed: Fraction | None) -> str:
    if real is None or supposed is None:
        return NOTHING
    text = _shown(supposed - real)
    return f"+{text}" if supposed > real else text
