"""The form that is in hand, and those with something typed that wait for their return."""

from PySide6.QtCore import QObject, Signal

from console.viewmodels.administration_form import AdministrationForm


class Hand(QObject):
    """One form at a time; nothing typed goes with a form that is put away.

    Signals: `changed` another form is in hand, or none.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.form: AdministrationForm | None = None
        self._kept: dict[str, AdministrationForm] = {}

    def take(self, form: AdministrationForm) -> None:
        """Bring a form into hand; one of the same thing that waits comes instead."""
        self._put_by()
        kept = self._kept.pop(form.keeper.subject, None)
        if kept is None:
            self.form = form
        else:
            if form.thing is not None:
                kept.rebase(form.thing)
            form.deleteLater()
            self.form = kept
        self.form.setParent(self)
        self.changed.emit()

    def begin(self) -> None:
        """The form is entered: what was typed for its thing before comes back."""
        if self.form is not None:
            self.form.bring_back()

    def put_away(self) -> None:
        """Nothing is in hand; what was typed is kept."""
        self._put_by()
        self.changed.emit()

    def finish(self, form: AdministrationForm) -> None:
        """A form is done with: nothing of it is left, here or in its draft."""
        form.keeper.discard()
        self._kept.pop(form.keeper.subject, None)
        if form is self.form:
            self.form = None
            self.changed.emit()
        form.deleteLater()

    def keep(self) -> None:
        """Save what is being typed, as when the seat is left."""
        if self.form is not None:
            self.form.keep()

    def waits(self, section: str, key: str) -> bool:
        """Whether something typed for a thing waits."""
        return f"{section}:edit:{key}" in self._kept

    def _put_by(self) -> None:
        form, self.form = self.form, None
        if form is None:
            return
        if form.touched:
            form.keep()
            self._kept[form.keeper.subject] = form
        else:
            form.deleteLater()
