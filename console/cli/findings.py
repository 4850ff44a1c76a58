"""`assess --findings`: a period's lists to look into, as lines; columns apart by tabs."""

from collections.abc import Mapping
from typing import Final

from console.cli import exits
from console.cli.talk import Talk
from console.evaluation.finding_lists import Lists
from console.export.finding_sheets import FindingWords

_CASES: Final = 5
"""Numbers told of one entry; the workbook has all."""


def tell_findings(lists: Lists, period: str, talk: Talk, names: Mapping[str, str]) -> int:
    """Print what the lists are, then each with its entries and why they stand there."""
    words = FindingWords(lists, talk.say, names)
    talk.tell("findings.period", period=period)
    talk.tell("findings.note")
    for kind, found in lists.findings.items():
        talk.line("")
        talk.line(words.head(kind))
        if found:
            talk.line(talk.say(f"{kind.name_code}.definition"))
        for finding in found:
            numbers = words.numbers(finding)
            told = " ".join(numbers[:_CASES])
            if len(numbers) > _CASES:
                told = talk.say("findings.and_more", cases=told, more=len(numbers) - _CASES)
            talk.line("\t".join((words.who(finding), words.why(finding), told)))
    return exits.DONE
