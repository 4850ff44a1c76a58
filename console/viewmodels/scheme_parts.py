"""What the form of a scheme is made of: its parts, their columns, and what each cell holds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.domain.organisation import EvaluationGroup
from console.evaluation.bands import GradeColour
from console.evaluation.scheme import ObjectKind, ReworkOf
from console.ports.facts import ASSESSED_BY, Flag, Grouping


class Holds(StrEnum):
    """What is typed into a cell."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"  # a decimal; empty is null where it may be left out
    FORMULA = "formula"
    CHOICE = "choice"  # one of `choices`
    WORDS = "words"  # several words, of `choices` where there are any
    STEPS = "steps"  # `100; 50:90; 100:75`


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell's meaning. `path` leads to it from its row (from the scheme for the head)."""

    path: tuple[str, ...]
    holds: Holds = Holds.TEXT
    width: int = 120
    stretch: bool = False
    choices: tuple[str, ...] = ()
    family: str = ""
    """Code of a choice's name in the catalogues, as `assess.kind.{}`; "" shows it as it is."""
    nullable: bool = False

    def named(self, word: str) -> str:
        """The code of a choice's name; "" where it has none."""
        return self.family.format(word) if word in self.choices else ""

    @property
    def key(self) -> str:
        """The path in one word, as it stands in a refusal."""
        return ".".join(self.path)


def _names() -> tuple[Cell, ...]:
    return (Cell(path=("name", "zh"), width=130), Cell(path=("name", "en"), width=130))


def _code() -> Cell:
    return Cell(path=("code",), holds=Holds.CODE, width=130)


def _formula() -> Cell:
    return Cell(path=("expression",), holds=Holds.FORMULA, width=220, stretch=True)


_FLAG: Final = "schemes.flag.{}"

HEAD: Final = (
    Cell(path=("name", "zh")),
    Cell(path=("name", "en")),
    Cell(path=("id",), holds=Holds.CODE),
    Cell(path=("kind",), holds=Holds.CHOICE, choices=tuple(ObjectKind), family="assess.kind.{}"),
    Cell(path=("case_date",), holds=Holds.CHOICE, choices=ASSESSED_BY, family="assess.date.{}"),
    Cell(path=("by",), holds=Holds.WORDS, choices=tuple(Grouping), family="assess.by.{}"),
    Cell(
        path=("rework_of",),
        holds=Holds.CHOICE,
        choices=tuple(ReworkOf),
        family="schemes.rework_of.{}",
    ),
    Cell(path=("weights_total",), holds=Holds.NUMBER, nullable=True),
    Cell(path=("lowest",), holds=Holds.NUMBER, nullable=True),
    Cell(path=("highest",), holds=Holds.NUMBER, nullable=True),
    Cell(path=("source",)),
)
"""The scheme's own fields, a row each."""

PARTS: Final[dict[str, tuple[Cell, ...]]] = {
    "head": HEAD,
    "components": (
        _code(),
        *_names(),
        Cell(path=("weight",), holds=Holds.NUMBER, width=70),
        _formula(),
    ),
    "deductions": (_code(), *_names(), _formula()),
    "values": (_code(), *_names(), _formula()),
    "parameters": (
        _code(),
        *_names(),
        Cell(path=("default",), holds=Holds.NUMBER, nullable=True, width=90, stretch=True),
    ),
    "bands": (
        _code(),
        Cell(
            path=("start_included",),
            holds=Holds.CHOICE,
            choices=("true", "false"),
            family="schemes.included.{}",
            width=150,
        ),
        Cell(path=("steps",), holds=Holds.STEPS, width=220, stretch=True),
    ),
    "grades": (
        Cell(path=("letter",), width=70),
        *_names(),
        Cell(path=("from",), holds=Holds.NUMBER, nullable=True, width=90),
        Cell(
            path=("colour",),
            holds=Holds.CHOICE,
            choices=tuple(GradeColour),
            family="schemes.colour.{}",
            width=90,
            stretch=True,
        ),
    ),
    "groups": (
        _code(),
        *_names(),
        Cell(path=("units",), holds=Holds.WORDS, width=130, stretch=True),
        Cell(
            path=("evaluation_groups",),
            holds=Holds.WORDS,
            choices=tuple(EvaluationGroup),
            family="administration.choice.evaluation_group.{}",
            width=130,
        ),
    ),
    "exclusions": (
        Cell(
            path=("has",),
            holds=Holds.WORDS,
            choices=tuple(Flag),
            family=_FLAG,
            width=200,
            stretch=True,
        ),
        Cell(path=("lacks",), holds=Holds.WORDS, choices=tuple(Flag), family=_FLAG, width=200),
    ),
    "notes": (
        Cell(path=("zh",), width=240, stretch=True),
        Cell(path=("en",), width=240),
    ),
}
"""By part, in the order of the form; a row of a list part has these columns."""
