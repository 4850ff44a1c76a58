"""`doctor` and `db check`: what was looked at, each line ok or a problem with its remedy."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from console.cli import exits
from console.cli.talk import Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. A `warning` has a remedy too, but does not count as a problem.

    The sentences are `cli.doctor.<what>` and, with either, `cli.doctor.<what>.remedy`.
    """

    what: str
    fact: str
    problem: bool = False
    warning: bool = False


def _doctor_code(what: str) -> str:
    return f"cli.doctor.{what}"


def tell_findings(
    findings: Iterable[Finding], talk: Talk, code: Callable[[str], str] = _doctor_code
) -> int:
    """Print every line as it is known; the exit code says whether there was a problem.

    `code` gives the code of a thing's name; that of its remedy ends in `.remedy`.
    """
    problems = 0
    for one in findings:
        state = "problem" if one.problem else "warning" if one.warning else "ok"
        talk.line(f"{talk.say(_doctor_code(state))}  {talk.say(code(one.what))}: {one.fact}")
        if one.problem or one.warning:
            problems += one.problem
            talk.line(f"      {talk.say(f'{code(one.what)}.remedy')}")
    if problems:
        talk.tell("cli.doctor.problems", count=problems)
    else:
        talk.tell("cli.doctor.well")
    return exits.FOUND if problems else exits.DONE
