"""Publications in words: period and objects, who signed what and when, what differs.

Moments are written by whoever knows the operator's zone.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Final

from console.evaluation.amending import FieldChange
from console.evaluation.bands import Label
from console.evaluation.periods import Period
from console.evaluation.publication_text import judged_in
from console.evaluation.scheme import ObjectKind
from console.evaluation.scheme_json import read_scheme
from console.evaluation.words import kind_code, name_code
from console.ports.facts import CaseFact
from console.ports.publications import Head, Mark
from console.services.publication_checks import Finding
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.publication_verify import Verified
from console.viewmodels.publications import State, period_of_head, state_of
from console.viewmodels.words import Say

FIELDS: Final = frozenset(one.name for one in fields(CaseFact))
_SCHEMES: Final = 64
SPACE: Final = "\N{IDEOGRAPHIC SPACE}"


@lru_cache(_SCHEMES)
def _scheme_label(text: str) -> Label:
    return read_scheme(text).name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One language: sentences, which codes there are, a moment (aware) and its day as `11-05`."""

    say: Say
    known: Container[str]
    moment: Callable[[datetime], str]
    day: Callable[[datetime], str]


class PublicationWords:
    """What is told of publications on one page."""

    def __init__(self, page: AssessmentDesk, tongue: Tongue) -> None:
        self._page, self.tongue = page, tongue

    def period(self, head: Head) -> str:
        """The period by its name."""
        return self._page.title(period_of_head(head))

    def objects(self, head: Head) -> str:
        """Who is judged; regions by their level."""
        return self.whom(ObjectKind(head.wanted.kind), head.wanted.grouping)

    def whom(self, kind: ObjectKind, grouping: str) -> str:
        """The objects of a setting."""
        say = self.tongue.say
        word = say(kind_code(kind))
        if kind is ObjectKind.REGION and grouping:
            word = say("publications.level", objects=word, level=say(f"assess.by.{grouping}"))
        return word

    def scheme(self, head: Head) -> str:
        """The scheme by its frozen name, and its version."""
        name = self._page.named(_scheme_label(head.wanted.scheme_text))
        version = head.wanted.scheme_version
        return self.tongue.say("assess.cover.version", name=name, version=version)

    def state(self, head: Head) -> str:
        """How far it has come; of an amendment what it amends."""
        say = self.tongue.say
        word = say(f"publications.state.{state_of(head).value}")
        if head.amends:
            return say("publications.amendment", state=word, publication=head.amends)
        amended = any(
            one.amends == head.id and one.published for one in self._page.publications.heads
        )
        return say("publications.amended", state=word) if amended else word

    def signed(self, head: Head) -> str:
        """Who did what and when, in order."""
        say, names = self.tongue.say, self._page.publications.names
        return say("publications.then").join(
            say(
                "publications.signed",
                mark=say(f"publications.mark.{one.mark.value}"),
                name=names.get(one.operator, one.operator),
                time=self.moment(one.at),
            )
            for one in head.signed
        )

    def reason(self, head: Head) -> str:
        """Why it was withdrawn, or what it amends and why."""
        withdrawn = head.mark(Mark.WITHDRAWN)
        return withdrawn.reason if withdrawn is not None else head.reason

    def moment(self, at: datetime) -> str:
        """A moment, with its year only where it is another one."""
        return self.tongue.moment(at)

    def rail(self, period: Period) -> str:
        """What the rail tells of a period; "" where nothing is kept of it."""
        say, kept = self.tongue.say, self._page.publications
        mine = kept.of_period(period, self._page.setting)
        out = [one for one in mine if one.published]
        if out:
            mark = out[0].mark(Mark.PUBLISHED)
            day = self.tongue.day(mark.at) if mark is not None else ""
            return say(
                "publications.rail.amended" if len(out) > 1 else "publications.rail", day=day
            )
        if mine and state_of(mine[-1]) in (State.PREPARED, State.CHECKED):
            return say(f"publications.state.{state_of(mine[-1]).value}")
        return ""

    # --- what differs -----------------------------------------------------------------------------

    def verified(self, head: Head, found: Verified) -> str:
        """What verifying came to."""
        say = self.tongue.say
        at = self.moment(found.at)
        if found.finding is None:
            return say("publications.verified.same", time=at)
        words = finding_words(head, found.finding, self.tongue)
        return say("publications.verified.differs", time=at, what=words)

    def change(self, change: FieldChange) -> str:
        """One field before and after."""
        say = self.tongue.say
        return say(
            "publications.change",
            field=say(f"publications.field.{change.field}"),
            before=self.value(change.field, change.before),
            after=self.value(change.field, change.after),
        )

    def value(self, field: str, value: object) -> str:
        """A value of a case's facts as it is read."""
        say = self.tongue.say
        if value is None or value == "":
            return say("fmt.none")
        if isinstance(value, bool):
            return say("publications.yes" if value else "publications.no")
        if isinstance(value, datetime):
            return self.moment(value)
        if field in ("stage", "source", "close_kind", "callback"):
            code = value.value if isinstance(value, Enum) else str(value)
            words = {
                "stage": f"stage.{code}",
                "source": f"source.{code}",
                "close_kind": f"publications.close.{code}",
                "callback": f"publications.callback.{code}",
            }
            return say(words[field]) if words[field] in self.tongue.known else code
        return str(value)


def finding_words(head: Head, finding: Finding, tongue: Tongue) -> str:
    """A difference in words: fields, figures and objects by their names."""
    say, facts = tongue.say, dict(finding.facts)
    field = str(facts.get("field", ""))
    if field in FIELDS:
        facts["field"] = say(f"publications.field.{field}")
    if "figure" in facts:
        code = name_code(ObjectKind(head.wanted.kind), str(facts["figure"]))
        if code in tongue.known:
            facts["figure"] = say(code)
        names = {one.code: one.name for one in judged_in(head.figures)}
        facts["object"] = names.get(str(facts["object"]), facts["object"])
    return say(f"publication.differs.{finding.code}", **facts)
