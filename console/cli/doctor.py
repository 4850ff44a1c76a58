"""`doctor`: what was looked at on this machine, each line ok or a problem with its remedy."""

from collections.abc import Iterable
from dataclasses import dataclass

from console.cli import exits
from console.cli.talk import Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. `problem` is empty when it is well, else the fact that is wrong.

    The sentences are `cli.doctor.<what>` and, with a problem, `cli.doctor.<what>.remedy`.
    """

    what: str
    fact: str
    problem: bool = False


def tell_findings(findings: Iterable[Finding], talk: Talk) -> int:
    """Print every line as it is known; the exit code says whether there was a problem."""
    problems = 0
    for one in findings:
        mark = talk.say("cli.doctor.problem" if one.problem else "cli.doctor.ok")
        talk.line(f"{mark}  {talk.say(f'cli.doctor.{one.what}')}: {one.fact}")
        if one.problem:
            problems += 1
            talk.line(f"      {talk.say(f'cli.doctor.{one.what}.remedy')}")
    if problems:
        talk.tell("cli.doctor.problems", count=problems)
    else:
        talk.tell("cli.doctor.well")
    return exits.FOUND if problems else exits.DONE
