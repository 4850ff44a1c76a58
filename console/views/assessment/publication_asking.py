"""Before a signature is set: one question that names period, objects, cases and fingerprint.

Publishing cannot be undone, and says so; withdrawing wants a reason. What may not be done here is
told in one sentence instead of being asked.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.ports.publications import Head
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.publications import Act, short_print
from console.views.assessment.publication_words import words_of
from console.views.look import Look
from console.views.widgets.confirm import ConfirmDialog, Question


class PublicationAsking(QObject):
    """Signals: `amending` (int) the number of a publication whose amendments shall be shown."""

    amending = Signal(int)

    def __init__(self, page: AssessmentDesk, look: Look, home: QWidget) -> None:
        super().__init__(home)
        self._page, self._kept, self._look, self._home = page, page.publications, look, home
        self._words = words_of(page, look)
        self.dialog: ConfirmDialog | None = None

    def prepare(self) -> None:
        """Ask before the page's period is frozen."""
        page, say = self._page, self._look.wording.say
        if self._refused(Act.PREPARE, None):
            return
        setting = page.setting
        facts = {
            "period": page.title(setting.period),
            "objects": self._words.whom(setting.kind, setting.by.value if setting.by else ""),
            "scheme": self._scheme(),
        }
        question = Question(
            title=say("publications.ask.prepare.title", **facts),
            effect=say("publications.ask.prepare.effect", **facts),
            reversible=say("publications.ask.prepare.back"),
            act=say("publications.act.prepare").rstrip("…"),
            keep=say("publications.ask.keep"),
            reasoned=False,
        )
        self._ask(question).accepted.connect(partial(self._kept.prepare, setting))

    def _scheme(self) -> str:
        """The page's scheme by its name."""
        page = self._page
        schemes = page.found.schemes if page.found is not None else ()
        found = next((one for one in schemes if one.id == page.setting.scheme), None)
        if found is None:
            return page.setting.scheme
        name, version = page.named(found.name), found.version
        return self._look.wording.say("assess.cover.version", name=name, version=version)

    def check(self, head: Head | None) -> None:
        """Ask before one is checked."""
        self._sign(Act.CHECK, head)

    def publish(self, head: Head | None) -> None:
        """Ask before one is published."""
        self._sign(Act.PUBLISH, head)

    def withdraw(self, head: Head | None) -> None:
        """Ask for the reason why one is given up."""
        self._sign(Act.WITHDRAW, head)

    def amend(self, head: Head | None) -> None:
        """To the amendments of one that is published."""
        if head is not None and head.published:
            self.amending.emit(head.amends or head.id)
        else:
            self._refused(Act.AMEND, head)

    def _sign(self, act: Act, head: Head | None) -> None:
        if self._refused(act, head) or head is None:
            return
        say, words = self._look.wording.say, self._words
        facts = {
            "publication": head.id,
            "period": words.period(head),
            "objects": words.objects(head),
            "scheme": words.scheme(head),
            "cases": self._look.formats.number(head.cases),
            "fingerprint": short_print(head.fingerprint),
        }
        question = Question(
            title=say(f"publications.ask.{act.value}.title", **facts),
            effect=say("publications.ask.what", **facts),
            reversible=say(f"publications.ask.{act.value}.back"),
            act=say(f"publications.act.{act.value}").rstrip("…"),
            keep=say("publications.ask.keep"),
            reasoned=act is Act.WITHDRAW,
        )
        dialog = self._ask(question)
        dialog.accepted.connect(partial(self._on_signed, act, head))

    def _on_signed(self, act: Act, head: Head) -> None:
        reason = self.dialog.reason if self.dialog is not None and act is Act.WITHDRAW else ""
        self._kept.sign(act, head, reason)

    def _ask(self, question: Question) -> ConfirmDialog:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = ConfirmDialog(self._look.theme, self._look.wording, question, self._home)
        self.dialog.open()
        return self.dialog

    def _refused(self, act: Act, head: Head | None) -> bool:
        """Whether it may not be; then it was told why."""
        refusal = self._kept.against(act, head)
        if refusal is not None:
            self._kept.desk.failed(refusal)
        return refusal is not None
