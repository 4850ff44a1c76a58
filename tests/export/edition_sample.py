"""A public edition of random lawful histories, and a paper shop without paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from console.evaluation.scheme import ObjectKind, Scheme
from console.evaluation.words import named
from console.export.edition_job import EditionJob
from console.ports.facts import Grouping
from console.services.assessing import Named, assess
from console.services.public_editions import Publication, PublicEdition, public_edition
from console.views.wording import Wording
from tests.evaluation.schemes import shipped
from tests.export.assessment_sample import LAYOUT
from tests.export.people_reading import NOW, YEAR, reading

UNITS: Final = (
    Named(code="U1", name="新华区城市管理局", group="district"),
    Named(code="U2", name="市环卫处", group="bureau"),
    Named(code="U3", name="市供水公司", group="company"),
    Named(code="U9", name="=九所<b>&", group="bureau"),
)
FINGERPRINT: Final = "9f2c77aa01d4b6e8-a13812345678bcde"
"""Hexadecimal that by chance looks like a mobile number."""

PUBLISHED: Final = Publication(fingerprint=FINGERPRINT, published=NOW)


def edition_of(
    scheme: Scheme | None = None,
    *,
    language: str = "zh",
    publication: Publication = PUBLISHED,
    units: Sequence[Named] = UNITS,
    by: Grouping | None = None,
) -> PublicEdition:
    """The edition of a year."""
    chosen = scheme or shipped("standard", ObjectKind.DEPARTMENT)
    made = assess(reading(), chosen, YEAR, units, NOW, by=by)
    say = Wording("en" if language == "en" else "zh_CN").say
    city = "Pingdingshan" if language == "en" else "平顶山市"
    return public_edition(
        made, by, city, say, partial(named, language=language), publication, language=language
    )


def job_of(public: PublicEdition, folder: Path, names: Iterable[str] = ()) -> EditionJob:
    """What is written where."""
    return EditionJob(
        edition=public.edition, book=public.book, rows=public.rows, layout=LAYOUT, folder=folder,
        stem="2026", names=frozenset(names), memory_bytes=1 << 29,
    )  # fmt: skip


@dataclass
class NoPaper:
    """Keeps the rich text as it is; a reader sees `also` beside it."""

    also: str = ""
    written: list[str] = field(default_factory=list)

    def write(self, rich_text: str, title: str, page_words: str, path: Path) -> None:
        self.written.append(rich_text)
        path.write_bytes(b"%PDF-1.4 /Title (plain)")

    def texts(self, path: Path) -> list[tuple[str, str]]:
        return [("Title", "t"), ("1", f"1 市环卫处 138 1255 1203\n{self.also}")]


def noted(scheme: Scheme, note: str) -> Scheme:
    """The scheme with words of a city's own in its first note."""
    first, *rest = scheme.notes
    return replace(scheme, notes=(replace(first, zh=note), *rest))
