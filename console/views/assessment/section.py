"""What a section of the assessment page is; the page knows nothing else of them.

A section is a widget with a place in the rail. `sections.SECTIONS` lists who makes which; its
order is that of the keys Alt+1…9. Words: `assessment.section.<code>` the name,
`assessment.short.<code>` two characters for the narrow rail, `assessment.about.<code>` what stands
below the name until the section tells something better by `told`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.assessment_setting import Setting
from console.viewmodels.desk import Desk
from console.views.look import Look


class Section(QFrame):
    """Signals: `told` (str, str) code and the second line of its rail row; `turned` its keys mean
    something else now (the page asks `foot_keys` anew); `case_asked` (CaseId) show a case;
    `section_asked` (str) the code of a section that shall be opened.

    Keys of its own are `QShortcut`s on itself with the context `WidgetWithChildrenShortcut`; the
    page rests the window's actions that are named by `keys`.
    """

    told = Signal(str, str)
    turned = Signal()
    case_asked = Signal(object)
    section_asked = Signal(str)
    keys: frozenset[str] = frozenset()
    """Keys of the window that are this section's while it is open, as `Ctrl+E`."""

    def show_section(self, code: str, setting: Setting) -> None:
        """It is open now, under this code of the rail: read what it shows."""

    def set_to(self, setting: Setting) -> None:
        """The page's period or scheme is another one; told only while it is open."""

    def may_leave(self) -> bool:
        """Whether another section may be opened or the page closed; it asks or says why not."""
        return True

    def put_away(self) -> None:
        """Another section is open, or the page goes: what is being typed is kept."""

    def escape(self) -> bool:
        """Esc: step back within the section; False when the page itself shall go."""
        return False

    def stop(self) -> None:
        """The page goes: what still runs ends."""

    def show_figure(self, row: tuple[str, str], column: str) -> None:
        """Go to a figure and list what is behind it, for pictures; nothing where there is none."""

    def take_keyboard(self) -> None:
        """The keyboard to where work begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def foot_keys(self) -> Sequence[tuple[str, str]]:
        """Keys and their words for the foot of the window; Esc and F1 are added by the page."""
        return ()

    def sheet_keys(self) -> Sequence[tuple[str, str]]:
        """All of them, for the key sheet."""
        return self.foot_keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionKind:
    """One row of the rail. Kinds with the same `make` share one widget.

    `make` is called when the section is first opened, with the seat's desk, the look and the
    page's stack as parent; it may not read anything yet. `of_page` is called with the page's own
    viewmodel in place of the desk, for what shares its figures. Neither: the page's own ranking.
    """

    code: str
    make: Callable[[Desk, Look, QWidget], Section] | None = None
    of_page: Callable[[AssessmentDesk, Look, QWidget], Section] | None = None
