"""The regular forms as pages of a workbook: which tables and words each has, and what is a formula.

Not here: what is counted (`console.evaluation.forms`), how a page is written (`form_page.py`).
Source: fact book 8.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from console.evaluation.forms import DutyLine, Tallied, Waiting
from console.evaluation.plan import Plan
from console.evaluation.scheme import ObjectKind
from console.evaluation.scoring import Score, Scores
from console.export.assessed_book import Naming, Say
from console.export.assessment_book import (
    Cover,
    DrillDown,
    Ranking,
)
from console.export.form_sheet import Block, Figures, FormBook, FormSheet, Paragraph
from console.export.form_tables import FormTables, Names

NO_CASES: Final = DrillDown(sheet="", title="", columns=(), cases=0)


class RegularForms:
    """Puts forms together; `say` says sentences, `named` a city's own names."""

    def __init__(self, say: Say, named: Naming, names: Names, as_of: datetime) -> None:
        self._say, self._named, self._names, self._as_of = say, named, names, as_of
        self._tables = FormTables(say, named, names, as_of)

    def monthly(
        self,
        title: str,
        number: str,
        plan: Plan,
        scores: Scores,
        whole: Mapping[str, int],
        parts: tuple[Sequence[Tallied], Sequence[Tallied], Sequence[Tallied]],
        left: Sequence[Waiting],
    ) -> FormBook:
        """运行月报; `parts` are sources, kinds and classes of the cases reported in the month."""
        say = self._say
        sources, kinds, categories = parts
        heads = [say(f"forms.monthly.{word}") for word in ("sources", "kinds", "categories")]
        by = [say(f"forms.by.{word}") for word in ("source", "kind", "category")]
        tables = [
            self._tables.cases(
                heads[0], by[0], [(say(f"source.{one.code[0]}"), one) for one in sources]
            ),
            self._tables.cases(heads[1], by[1], [(self._kind(one.code[0]), one) for one in kinds]),
            self._tables.cases(
                heads[2], by[2], [(self._names.category(*one.code), one) for one in categories],
                feet=False,
            ),
        ]  # fmt: skip
        blocks: tuple[Block, ...] = (
            Paragraph(text=self._tables.overall(whole, scores)),
            *tables,
            *self._tables.units(plan, scores),
            *self._tables.best(plan, scores),
            self._tables.left(left),
            *self._tables.notes(plan, "forms.monthly.note"),
        )
        return self._book(
            FormSheet(
                sheet=say("forms.monthly"), title=say("forms.monthly.title"),
                subtitle=f"{title}　{self._tables.until()}", head=say("app.centre"), number=number,
                blocks=blocks,
            )
        )  # fmt: skip

    def weekly(self, title: str, plan: Plan, scores: Scores) -> FormBook:
        """The week's report of units."""
        say, whole = self._say, scores.whole.counts
        sentence = say(
            "forms.weekly.sentence",
            dispatch=whole["dispatch"],
            need=whole["need_archive"],
            done=whole["archive"],
        )
        table = self._tables.week(scores.rows)
        return self._book(
            FormSheet(
                sheet=say("forms.weekly"),
                title=say("forms.weekly.title"),
                subtitle=f"{title}　{self._tables.until()}",
                blocks=(
                    Paragraph(text=sentence),
                    table,
                    *self._tables.notes(plan, "forms.weekly.note", scored=False),
                ),
            )
        )

    def duty(
        self, kind: str, span: str, sources: Sequence[DutyLine], districts: Sequence[DutyLine]
    ) -> FormBook:
        """A shift's sheet; the night's has no districts."""
        say = self._say
        named = [(say(f"source.{one.code}"), one) for one in sources]
        tables = [self._tables.shift(say("forms.duty.sources"), say("forms.by.source"), named)]
        if districts:
            names = self._names.districts
            lines = [
                (names.get(one.code, one.code) or say("forms.nowhere"), one) for one in districts
            ]
            tables.append(
                self._tables.shift(say("forms.duty.districts"), say("forms.by.district"), lines)
            )
        return self._book(
            FormSheet(
                sheet=say(f"forms.{kind}"), title=say(f"forms.{kind}.title"),
                subtitle=f"{span}　{self._tables.until()}",
                blocks=(*tables, Paragraph(text=say("forms.duty.note"), role="note"),
                        Paragraph(text=say("forms.duty.remarks"), role="form_section"),
                        *(Paragraph(text=" ") for _ in range(3))),
            )
        )  # fmt: skip

    def statement(
        self, plan: Plan, score: Score, ranking: Ranking, drill: DrillDown, period: str, of: int
    ) -> FormBook:
        """One row of a ranking, turned upright; `of` is how many are ranked with it."""
        say, subject, kind = self._say, score.subject, plan.scheme.kind
        form = "unit" if kind is ObjectKind.DEPARTMENT else "inspector"
        told = say(
            "forms.statement.sentence", name=subject.name or subject.object,
            object=subject.object, cases=drill.cases,
        )  # fmt: skip
        if score.rank is not None:
            told += say("forms.statement.rank", rank=score.rank, of=of)
        heads = [say(f"forms.statement.{word}") for word in ("no", "figure", "value", "meaning")]
        scheme = say(
            "assess.cover.version", name=self._named(plan.scheme.name), version=plan.scheme.version
        )
        blocks = (
            Paragraph(text=told),
            Figures(
                heads=(heads[0], heads[1], heads[2], heads[3]),
                lines=tuple(self._tables.lines(plan, ranking)),
            ),
            Paragraph(text=say("forms.statement.note", scheme=scheme), role="note"),
            Paragraph(text=say(f"forms.{form}.sign"), role="form_section"),
        )
        return self._book(
            FormSheet(
                sheet=say(f"forms.{form}"), title=say(f"forms.{form}.title"),
                subtitle=f"{period}　{self._tables.until()}", blocks=blocks,
            ),
            drill,
        )  # fmt: skip

    def _kind(self, code: str) -> str:
        return self._say(f"forms.kind.{code}" if code else "forms.unclassified")

    def _book(self, sheet: FormSheet, drill: DrillDown = NO_CASES) -> FormBook:
        return FormBook(
            title=sheet.title, cover=Cover(sheet="", lines=()), rankings=(), texts=(),
            forms=(sheet,), drill=drill, made_at=self._as_of,
        )  # fmt: skip
