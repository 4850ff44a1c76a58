"""Lists to look into as sheets of a workbook, and as lines: a row for each case of each entry.

Figures are rounded only here. Names are those the city gave its people and units.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from console.evaluation.finding_lists import Lists
from console.export.assessment_book import Book, TextSheet, sheet_name
from console.ports.integrity import Figure, Finding, FindingKind

Say = Callable[..., str]
MOST: Final = 20_000
"""Rows of one sheet; what is more is told in its last row."""
_MOST_WHO: Final = 6
"""People named of one entry."""
_WIDTHS: Final = (8, 16, 24, 70, 22)
_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_SPANS: Final = frozenset({"seconds", "usual"})


class FindingWords:
    """Says entries: `names` are of people and units by code."""

    def __init__(self, lists: Lists, say: Say, names: Mapping[str, str]) -> None:
        self._lists, self._say, self._names = lists, say, names

    def who(self, finding: Finding) -> str:
        """Whom to ask, by name."""
        named = [self._names.get(one, one) for one in finding.who[:_MOST_WHO]]
        told = self._say("findings.and").join(named)
        more = len(finding.who) - len(named)
        return self._say("findings.and_others", who=told, count=more) if more else told

    def why(self, finding: Finding) -> str:
        """Why it stands there, with its figures."""
        facts = {name: self._figure(name, value) for name, value in finding.figures.items()}
        return self._say(finding.why.code, **facts)

    def numbers(self, finding: Finding) -> Sequence[str]:
        """The numbers of its cases; of one that is not this seat's to see only that it is there."""
        hidden = self._say("findings.elsewhere")
        return [self._lists.numbers.get(case, hidden) for case in finding.cases]

    def head(self, kind: FindingKind) -> str:
        """A list's name with how many entries it has."""
        count = len(self._lists.findings[kind])
        return self._say("findings.head", name=self._say(kind.name_code), count=count)

    def _figure(self, name: str, value: Figure) -> str:
        if name in _SPANS and isinstance(value, int):
            return self._span(value)
        if isinstance(value, Fraction):
            exact = Decimal(value.numerator) / Decimal(value.denominator)
            return f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}"
        return str(value)

    def _span(self, seconds: int) -> str:
        if seconds < _MINUTE:
            return self._say("fmt.seconds", seconds=seconds)
        if seconds < _HOUR:
            return self._say("fmt.minutes", minutes=seconds // _MINUTE)
        if seconds < _DAY:
            hours, rest = divmod(seconds, _HOUR)
            return self._say("fmt.hours_minutes", hours=hours, minutes=rest // _MINUTE)
        days, rest = divmod(seconds, _DAY)
        return self._say("fmt.days_hours", days=days, hours=rest // _HOUR)


def sheets_of(book: Book) -> list[str]:
    """The names of the sheets a book has."""
    texts = [one.sheet for one in book.texts]
    rankings = [name for one in book.rankings for name in (one.sheet, one.chart_sheet)]
    return [book.cover.sheet, *rankings, *texts, book.drill.sheet]


def finding_sheets(
    lists: Lists, say: Say, names: Mapping[str, str], taken: Collection[str]
) -> tuple[TextSheet, ...]:
    """A sheet for each list that has entries, after one that says what the lists are.

    `taken` are the names of the book's other sheets.
    """
    words, used = FindingWords(lists, say, names), list(taken)
    sheets = [_overview(lists, say, sheet_name(say("findings.sheet"), used))]
    for kind, found in lists.findings.items():
        if not found:
            continue
        used.append(sheets[-1].sheet)
        heads = ("place", "code", "who", "why", "case")
        sheets.append(
            TextSheet(
                sheet=sheet_name(say(kind.name_code), used),
                title=say("findings.title", name=say(kind.name_code)),
                headings=tuple(say(f"findings.col.{word}") for word in heads),
                rows=tuple(_rows(found, words, say)),
                widths=_WIDTHS,
            )
        )
    return tuple(sheets)


def _overview(lists: Lists, say: Say, sheet: str) -> TextSheet:
    return TextSheet(
        sheet=sheet,
        title=say("findings.note"),
        headings=tuple(say(f"findings.col.{word}") for word in ("list", "count", "what")),
        rows=tuple(
            (say(kind.name_code), str(len(found)), say(f"{kind.name_code}.definition"))
            for kind, found in lists.findings.items()
        ),
        widths=(24, 10, 100),
    )


def _rows(found: Sequence[Finding], words: FindingWords, say: Say) -> Iterator[tuple[str, ...]]:
    told = 0
    for place, one in enumerate(found, start=1):
        codes = say("findings.and").join(one.who[:_MOST_WHO])
        who, why = words.who(one), words.why(one)
        for number in words.numbers(one):
            if told == MOST:
                yield ("", "", "", say("findings.more", most=MOST), "")
                return
            yield (str(place), codes, who, why, number)
            told += 1
