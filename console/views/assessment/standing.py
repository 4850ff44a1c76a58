"""What the foot of a ranking tells: of when the figures are, and whether they still hold."""

from __future__ import annotations

from console.viewmodels.assessment import AssessmentDesk, Showing, shows_frozen
from console.views.look import Look


def standing_words(page: AssessmentDesk, look: Look) -> str:
    """The moment of the figures, why they may not be the newest, and where grades begin."""
    say, formats = look.wording.say, look.formats
    words = []
    if page.as_of is not None:
        words.append(say("assessment.as_of", time=formats.stamp(page.as_of, page.desk.now())))
    if shows_frozen(page) is not None:
        words.append(say("publications.snapshot"))
    if page.showing is not Showing.THERE:
        words.append(say(f"assessment.kept.{page.showing.value}"))
    elif page.runs(page.setting.period):
        words.append(say("assessment.running"))
    if page.table.grade_line:
        words.append(say("assessment.grade_line", grades=page.table.grade_line))
    return "\N{IDEOGRAPHIC SPACE}".join(words)
