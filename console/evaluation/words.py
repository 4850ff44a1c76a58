"""Codes of the catalogues for what sheets show: indicators and their definitions, objects, groups.

No sentence is here. Cases and people have counts of the same name that mean different things, so
those of a post have codes of their own. Source: fact book 7.1, 7.2.
"""

from console.evaluation.bands import Label
from console.evaluation.indicators import rates_for
from console.evaluation.scheme import POST_OF, ObjectKind, ReworkOf
from console.ports.facts import FactDate, Grouping


def name_code(kind: ObjectKind, name: str) -> str:
    """The short name of a count or rate that objects of a kind have, for a column's head."""
    post = POST_OF.get(kind)
    return f"indicator.{name}" if post is None else f"post.{post}.{name}"


def definition_code(kind: ObjectKind, name: str, rework_of: ReworkOf) -> str:
    """What exactly is counted; of `rework_rate` the one of the scheme's choice."""
    rate = rates_for(kind, rework_of).get(name)
    return f"{name_code(kind, rate.name if rate else name)}.definition"


def kind_code(kind: ObjectKind) -> str:
    """Whom a scheme judges."""
    return f"assess.kind.{kind}"


def grouping_code(by: Grouping) -> str:
    """By what cases are summed."""
    return f"assess.by.{by}"


def date_code(date: FactDate) -> str:
    """Which date puts a case into a period."""
    return f"assess.date.{date}"


def named(label: Label, language: str) -> str:
    """A city's own name in this language, else in the other."""
    chosen, other = (label.en, label.zh) if language.startswith("en") else (label.zh, label.en)
    return chosen or other
