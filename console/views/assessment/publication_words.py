"""Publications in the words and the zone of one look."""

from __future__ import annotations

from datetime import datetime

from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.publication_words import PublicationWords, Tongue
from console.views.look import Look


def words_of(page: AssessmentDesk, look: Look) -> PublicationWords:
    """What is told of publications on this page."""

    def moment(at: datetime) -> str:
        return look.formats.moment(at, page.desk.now())

    def day(at: datetime) -> str:
        return look.formats.day(at)[5:10]

    tongue = Tongue(say=look.wording.say, known=look.wording, moment=moment, day=day)
    return PublicationWords(page, tongue)
