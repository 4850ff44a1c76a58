"""What stands in the entry of a form's field: read, shown again, and noticed when it changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from console.views.panels.entries import (
    CallerEntry,
    ManyEntry,
    OptionEntry,
    PhotosEntry,
    TextEntry,
    UntilEntry,
)
from console.views.panels.spot_entry import SpotEntry
from console.views.widgets.segmented import Segmented


def value_of(entry: QWidget) -> object:
    """What was typed or chosen; None for nothing."""
    if isinstance(entry, TextEntry):
        return entry.toPlainText().strip()
    if isinstance(entry, OptionEntry):
        return entry.code or None
    if isinstance(entry, ManyEntry):
        return entry.codes
    if isinstance(entry, UntilEntry):
        return entry.moment()
    if isinstance(entry, Segmented):
        return entry.choice
    if isinstance(entry, PhotosEntry):
        return entry.paths
    if isinstance(entry, SpotEntry):
        return entry.point
    if isinstance(entry, CallerEntry):
        return entry.caller()
    if isinstance(entry, QCheckBox):
        return entry.isChecked()
    return entry.text().strip() if isinstance(entry, QLineEdit) else None


def show_value(entry: QWidget, value: Any) -> None:
    """Show what was typed or chosen before; what stands there already is not touched."""
    if value is None or value == value_of(entry):
        return
    if isinstance(entry, TextEntry):
        entry.setPlainText(value)
    elif isinstance(entry, OptionEntry | Segmented):
        entry.choose(value)
    elif isinstance(entry, ManyEntry | PhotosEntry | CallerEntry | SpotEntry):
        entry.take(value)
    elif isinstance(entry, UntilEntry):
        entry.show_moment(value)
    elif isinstance(entry, QCheckBox):
        entry.setChecked(value)
    elif isinstance(entry, QLineEdit):
        entry.setText(value)


def change_of(entry: QWidget) -> SignalInstance | None:
    """The signal by which an entry says that it was changed; None for a search of places."""
    if isinstance(entry, TextEntry | QLineEdit):
        return entry.textChanged
    if isinstance(entry, UntilEntry):
        return entry.dateTimeChanged
    if isinstance(entry, OptionEntry | ManyEntry | Segmented | PhotosEntry | SpotEntry):
        return entry.chosen
    if isinstance(entry, CallerEntry):
        return entry.changed
    return entry.toggled if isinstance(entry, QCheckBox) else None
