"""The administration page of one seat: its sections, what they show, and the form in hand.

Everything is read and written off the window's thread; a section that was left is not answered any
more. Undoing and the history are in `administration_history`.
"""

from enum import StrEnum
from operator import attrgetter
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.administration import Change
from console.ports.errors import StoreUnavailable
from console.ports.rows import News
from console.services.administering import Administering
from console.viewmodels.administration_columns import (
    narrowed_things,
    section_columns,
    standing_options,
)
from console.viewmodels.administration_form import AdministrationForm
from console.viewmodels.administration_hand import Hand
from console.viewmodels.administration_history import AdministrationHistory
from console.viewmodels.administration_road import carry_out, read_section
from console.viewmodels.administration_sections import SECTION_OF, SECTIONS, Section
from console.viewmodels.administration_standards import AdministrationStandards
from console.viewmodels.administration_things import REMOVE, Found, Order, ThingRow, ValueWords
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.words import Say

STALE: Final = "admin.stale"
EMPTY: Final = Found(things=())


class Showing(StrEnum):
    """How the open section stands."""

    READING = "reading"
    THERE = "there"
    LOST = "lost"
    REFUSED = "refused"


class Administration(QObject):
    """Signals: `shown` rows or their state are others; `opened` another section; `done` (Change) a
    change is kept, None where only this workstation has it; `refused` (Refusal) the form was not
    taken.
    """

    shown = Signal()
    opened = Signal()
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, say: Say) -> None:
        super().__init__(desk)
        self.desk = desk
        self.words = ValueWords(say)
        self.words.learn(standing_options(say))
        self.hand = Hand(self)
        self.history = AdministrationHistory(desk, self.office, self.words, say)
        self.standards = AdministrationStandards(desk, self.office, say)
        self.standards.kept.connect(self.history.remember)
        self.section: Section = SECTIONS[0]
        self.showing = Showing.READING
        self.refusal: Refusal | None = None
        self.text = ""
        self.busy = False
        self._found: dict[str, Found] = {}
        self._chosen: dict[str, str] = {}
        self.tables: dict[str, KeyedTable[ThingRow]] = {
            one.id: KeyedTable(
                section_columns(one, self.words, say), attrgetter("key"), say, parent=self
            )
            for one in SECTIONS
        }
        self.history.undone.connect(self._on_undone)
        desk.news.connect(self._on_news)
        desk.asked_anew.connect(self.reload)

    # --- who --------------------------------------------------------------------------------------

    @property
    def allowed(self) -> bool:
        """Whether this operator holds the administrator's post."""
        return Post.ADMINISTRATOR in self.desk.posts

    def office(self) -> Administering:
        """The administrator's work over this seat's store.

        Raises `Refusal` `judge.post` where this seat has none.
        """
        outside = self.desk.outside
        if outside.administration is None:
            raise Refusal("judge.post", post=Post.ADMINISTRATOR.value)
        return Administering(outside.administration, outside.reading, self.desk.now)

    # --- sections ---------------------------------------------------------------------------------

    @property
    def table(self) -> KeyedTable[ThingRow]:
        """The rows of the open section."""
        return self.tables[self.section.id]

    @property
    def found(self) -> Found:
        """What was read of the open section, unfiltered."""
        return self._found.get(self.section.id, EMPTY)

    @property
    def chosen(self) -> str | None:
        """The key of the chosen thing."""
        return self._chosen.get(self.section.id)

    def open(self, section: str) -> None:
        """Show a section; what is typed in the one before is kept."""
        if section != self.section.id:
            self.hand.put_away()
            self.section, self.text = SECTION_OF[section], ""
            self.opened.emit()
            self._show()
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read the open section anew; history, calendar and standards read their own."""
        if not self.allowed or not self.section.read:
            return
        section, outside, now = self.section, self.desk.outside, self.desk.now()
        office = self.office()
        if section.id not in self._found:
            self._show(Showing.READING)
        self.desk.lanes.ask(
            "administration",
            lambda: read_section(section, office, outside.reading, now, outside.tiles),
            while_alive(self, lambda found: self._on_read(section, found)),
            while_alive(self, self._on_unread),
        )

    def narrow(self, text: str) -> None:
        """Show only things with these words, or initials, in one of their columns."""
        self.text = text
        self._show()

    def choose(self, key: str | None) -> None:
        """Take a thing in hand for looking; Enter makes it the form's."""
        thing, form = self._thing(key), self.hand.form
        if thing is None:
            self.hand.put_away()
            return
        self._chosen[self.section.id] = thing.key
        if form is None or form.key != thing.key or form.act is not None:
            self.hand.take(AdministrationForm(self.desk, self.section, thing))

    # --- the form ---------------------------------------------------------------------------------

    def begin_new(self) -> bool:
        """Make a new thing; False where none can be made here."""
        if self.section.makes:
            self.hand.take(AdministrationForm(self.desk, self.section, None))
            self.hand.begin()
        return self.section.makes

    def begin_act(self, act: str) -> bool:
        """A further act on the chosen thing; one without fields is done at once."""
        found, thing = self.section.act(act), self._thing(self.chosen)
        if found is None or thing is None:
            return False
        self.hand.take(AdministrationForm(self.desk, self.section, thing, found))
        if not found.fields:
            self.submit()
        return True

    def leave_form(self) -> None:
        """Back to the list; what was typed is kept."""
        form = self.hand.form
        self.hand.keep()
        if form is not None and (form.act is not None or form.thing is None):
            self.choose(self.chosen)

    def discard(self) -> None:
        """Nothing typed in the form in hand is left; the list's choice is shown again."""
        if self.hand.form is not None:
            self.hand.finish(self.hand.form)
        self.choose(self.chosen)

    def submit(self) -> None:
        """Send the form. A second call while the first is under way does nothing."""
        form = self.hand.form
        if form is not None:
            self._send(form.order(), form)

    def remove(self) -> bool:
        """Take the chosen thing away; undoing brings it back. False where nothing can be."""
        thing = self._thing(self.chosen)
        if thing is None or not self.section.removes:
            return False
        order = Order(
            does=REMOVE, key=thing.key, version=thing.version, values={}, kept=thing.values
        )
        self._send(order, None)
        return True

    def _send(self, order: Order, form: AdministrationForm | None) -> None:
        if self.busy:
            return
        section, office = self.section, self.office()
        self.busy = True
        self.desk.order(
            lambda outside: carry_out(section, order, office, outside.tiles),
            while_alive(self, lambda change: self._on_done(order, form, change)),
            while_alive(self, lambda refusal: self._on_refused(form, refusal)),
        )

    # --- answers ----------------------------------------------------------------------------------

    def _on_read(self, section: Section, found: Found) -> None:
        self.desk.heard()
        self._found[section.id] = found
        self.words.learn(found.options)
        if section is not self.section:
            return
        self._show(Showing.THERE)
        form = self.hand.form
        if form is None:
            first = next(iter(self.table.keys), None)
            self.choose(self.chosen or (str(first) if first is not None else None))
            return
        fresh = self._thing(form.key) if form.thing is not None else None
        if fresh is not None and fresh != form.thing:
            form.rebase(fresh)
        else:
            form.changed.emit()  # what may be chosen from has come

    def _on_unread(self, error: Exception) -> None:
        self.refusal = error if isinstance(error, Refusal) else None
        lost = isinstance(error, StoreUnavailable)
        self._show(Showing.LOST if lost else Showing.REFUSED)
        self.desk.failed(error)

    def _on_done(
        self, order: Order, form: AdministrationForm | None, change: Change | None
    ) -> None:
        self.busy = False
        self.desk.answered()
        if form is not None:
            self.hand.finish(form)
        name = order.key
        if change is not None:
            self.history.remember(change)
            if change.subject is self.section.subject and order.does != REMOVE:
                self._chosen[self.section.id] = change.key
            name = self.history.thing(change)
        code = f"administration.done.{order.does}"
        self.desk.notice.emit(Notice(code=code, tone=NoticeTone.DONE, facts={"name": name}))
        self.done.emit(change)
        self.reload()

    def _on_refused(self, form: AdministrationForm | None, refusal: Refusal) -> None:
        self.busy = False
        if form is None:
            self.desk.failed(refusal)
        else:
            form.keep()
            self.refused.emit(refusal)
        if refusal.code == STALE:
            self.reload()

    @Slot(object)
    def _on_undone(self, change: Change) -> None:
        self.done.emit(change)
        self.reload()

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if news.reload:
            self.reload()

    # --- inside -----------------------------------------------------------------------------------

    def _thing(self, key: str | None) -> ThingRow | None:
        return next((one for one in self.found.things if one.key == key), None)

    def _show(self, showing: Showing | None = None) -> None:
        self.showing = showing or self.showing
        table = self.table
        table.show(narrowed_things(self.found.things, table.columns, self.text))
        self.shown.emit()
