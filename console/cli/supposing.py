"""`assess --suppose-…`: what is and what would be as lines, columns apart by tabs."""

from console.cli import exits
from console.cli.talk import Talk
from console.evaluation.words import named
from console.export.compared_sheet import compared_lines
from console.services.supposing import Comparison


def tell_comparison(made: Comparison, period: str, talk: Talk, language: str) -> int:
    """Print what is supposed, the table, and how many cases would count otherwise."""
    real, other = (plan.scheme for plan in (made.asked.plan, made.asked.other))
    talk.tell(
        "whatif.head",
        period=period,
        scheme=named(real.name, language),
        other=named(other.name, language),
    )
    clocks = not made.asked.only_scheme
    if clocks:
        talk.tell("whatif.note")
        facts = {"cases": made.cases, "changed": made.changed, "elsewhere": made.elsewhere}
        talk.tell("whatif.told", **facts)
    for line in compared_lines(real.kind, made.rows, talk.say, counts=clocks):
        talk.line("\t".join(line))
    return exits.DONE
