"""What the city sets (limits, calendar, choices) as it is now: a desk in use hears of changes too.

Such changes are no news of a case and stand in no feed, so the rules are asked for now and then;
the store knows by a stamp that nothing changed. What the desk shows is read anew when they did.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.rules import Rules
from console.ports.rows import News
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone

BEAT_MS = 15_000


class RulesInForce(QObject):
    """Looks while started.

    Signals: `changed` when the desk has other rules.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._own = False
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.look)
        desk.news.connect(self._on_news)
        desk.asked_anew.connect(self.look)

    def start(self) -> None:
        """Look every 15 s from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Ask for the rules."""
        self._desk.ask("rules", lambda reading: reading.rules(), self._on_rules)

    @Slot()
    def look_after_own(self) -> None:
        """Ask after a change by this operator, who need not be told of it."""
        self._own = True
        self.look()

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if news.reload:
            self.look()

    def _on_rules(self, rules: Rules) -> None:
        own, self._own = self._own, False
        desk = self._desk
        if _alike(rules, desk.rules):
            return
        desk.rules = rules
        self.changed.emit()
        desk.news.emit(News(cases=(), as_of=desk.now(), reload=True))
        if not own:
            desk.notice.emit(Notice(code="rules.changed", tone=NoticeTone.INFO))


def _alike(one: Rules, other: Rules) -> bool:
    """Whether nothing differs; of calendars the version tells, for they are never changed."""
    return (
        one.calendar.version == other.calendar.version
        and one.calendars.keys() == other.calendars.keys()
        and replace(one, calendar=other.calendar, calendars=other.calendars) == other
    )
