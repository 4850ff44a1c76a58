"""`assess`: a period's ranking as lines of a table, columns apart by tabs.

Figures have two decimals and are rounded only here; what is undefined is "—".
"""

from collections.abc import Iterator, Sequence
from typing import Final

from console.cli import exits
from console.cli.talk import Talk
from console.evaluation.expression import Figure
from console.evaluation.scheme import ObjectKind
from console.evaluation.scoring import Score
from console.evaluation.words import named
from console.export.edition import fixed
from console.services.assessing import Assessment

KINDS: Final = {
    "departments": ObjectKind.DEPARTMENT,
    "regions": ObjectKind.REGION,
    "inspectors": ObjectKind.INSPECTOR,
    "acceptors": ObjectKind.ACCEPTOR,
    "shift-leaders": ObjectKind.SHIFT_LEADER,
    "dispatchers": ObjectKind.DISPATCHER,
}
"""What is typed for a kind of object."""
NOTHING: Final = "—"


def tell_assessment(made: Assessment, talk: Talk, language: str) -> int:
    """Print period, scheme and the rows of each group, best first."""
    code, facts = made.period.title
    scheme = made.scheme
    name = named(scheme.name, language)
    talk.tell(
        "cli.assess.head", period=talk.say(code, **facts), scheme=name, version=scheme.version
    )
    for line in lines(made, talk, language):
        talk.line("\t".join(line))
    return exits.DONE


def lines(made: Assessment, talk: Talk, language: str) -> Iterator[Sequence[str]]:
    """The heads, then a line an object."""
    parts = [named(one.name, language) for one in made.scheme.components]
    heads = [talk.say("assess.col.rank"), talk.say("cli.assess.col.object")]
    ends = [
        *(talk.say(f"assess.col.{word}") for word in ("total", "grade")),
        *(talk.say(f"cli.assess.col.{word}") for word in ("last", "last_year")),
    ]
    yield [*heads, *parts, *ends]
    for row in made.scores.rows:
        yield _line(made, row)


def _line(made: Assessment, row: Score) -> Sequence[str]:
    subject = row.subject
    return [
        NOTHING if row.rank is None else str(row.rank),
        subject.name or subject.object,
        *(shown(part.value) for part in row.parts),
        shown(row.total),
        row.grade.letter if row.grade else NOTHING,
        signed(made.last[subject.object].total),
        signed(made.last_year[subject.object].total),
    ]


def shown(figure: Figure) -> str:
    """Two decimals, halves away from zero."""
    return NOTHING if figure is None else fixed(figure)


def signed(figure: Figure) -> str:
    """The same with its sign, for a change."""
    text = shown(figure)
    return f"+{text}" if figure is not None and figure > 0 else text
