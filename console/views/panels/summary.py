"""The case in hand as plain facts at the left of a panel: place, grid, source, words, standard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from console.domain.case import Standard
from console.ports.rows import CaseDetail
from console.views.fmt import Formats
from console.views.limit_words import limit_words
from console.views.theme import set_look

LABEL_WIDTH = 62


class FactList(QWidget):
    """Rows of label and text, 13 px; the texts can be marked and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show these rows instead of the ones before; empty texts are left out."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for at, (label, text) in enumerate(one for one in facts if one[1]):
            name = QLabel(label, self)
            name.setFixedWidth(max(LABEL_WIDTH, name.sizeHint().width()))
            set_look(name, tone="ink3")
            words = QLabel(text, self)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, at, 1)


class CaseSummary(QWidget):
    """What is known of the case, then the standard it stands under."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._facts = FactList(self)
        self._title = QLabel(self)
        set_look(self._title, role="section")
        self._standard = FactList(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._facts)
        column.addSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._standard)

    def show_case(self, detail: CaseDetail) -> None:
        """Show this case."""
        self._facts.show_facts(case_facts(detail, self._formats))
        self.show_standard(detail.case.standard)

    def show_standard(self, standard: Standard | None) -> None:
        """Show a standard, or none yet."""
        say = self._formats.wording.say
        self._title.setText(say("summary.standard", name=standard.name) if standard else "")
        facts = standard_facts(standard, self._formats) if standard else ()
        self._standard.show_facts(facts)


def case_facts(detail: CaseDetail, formats: Formats) -> tuple[tuple[str, str], ...]:
    """Label and text of the facts of a case, in the order they are read."""
    case, say = detail.case, formats.wording.say
    place, names = case.place, detail.names
    street = names.get(place.street or "", "")
    district = names.get(place.district or "", "")
    owner = ""
    if detail.component is not None:
        code = detail.component.owner_unit or detail.component.maintenance_unit or ""
        owner = names.get(code, code)
    return (
        (say("summary.place"), f"{district}{street} {place.address}".strip()),
        (say("summary.grid"), grid_words(place.unit_grid)),
        (say("summary.component"), detail.component.code if detail.component else ""),
        (say("summary.owner"), owner),
        (
            say("summary.source"),
            say(
                "summary.source_at",
                source=say(f"source.{case.source.value}"),
                time=formats.moment(case.reported_at, case.last_at or case.reported_at),
            ),
        ),
        (say("summary.words"), case.description),
        (say("summary.caller"), "、".join(f"{one.name} {one.phone}" for one in detail.callers)),
        (say("summary.unit"), names.get(case.unit or "", case.unit or "")),
    )


def standard_facts(standard: Standard, formats: Formats) -> tuple[tuple[str, str], ...]:
    """Label and text of a standard: condition, limit, closing."""
    say = formats.wording.say
    return (
        (say("summary.condition"), standard.text),
        (say("summary.limit"), limit_words(standard.limit, formats.wording)),
        (say("summary.closing"), standard.closing),
    )


def grid_words(code: str | None) -> str:
    """A unit grid code in groups: 「410403 004 005 009」."""
    if not code:
        return ""
    return " ".join([code[:6], *(code[at : at + 3] for at in range(6, len(code), 3))])
