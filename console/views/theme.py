"""Colours and type of both themes → palette, style sheet, font; alone knows `tokens.json`.

Meaning of every token: DESIGN section 2. Map and plots take the same tokens as plain strings.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from console.views.resources import resource

FAMILIES: Final = (
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "sans-serif",
)
BODY_PX: Final = 13
ZEBRA_SHARE: Final = (
    0.38  # of panel2 over panel: enough to follow a row, too little to read as a state
)


class ThemeName(StrEnum):
    """The two themes; light is for lit rooms and the default."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Named colours of one theme as `#RRGGBB`."""

    app: str
    panel: str
    panel2: str
    field: str
    sel: str
    hover: str
    line: str
    line2: str
    line3: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    onacc: str
    new: str
    newbg: str
    near: str
    nearfill: str
    nearbg: str
    nearline: str
    over: str
    overfill: str
    overbg: str
    onover: str
    track: str
    bar: str
    map_land: str
    map_block: str
    map_grid: str
    map_road: str
    map_casing: str
    map_water: str
    map_park: str
    map_label: str
    map_halo: str
    map_boundary: str
    density: tuple[str, ...]
    grades: tuple[str, ...]
    """A to E in the standard's colours (fact book 7.5)."""

    @property
    def zebra(self) -> str:
        """Ground of every second table row."""
        return mixed(self.panel2, self.panel, ZEBRA_SHARE)

    @property
    def scrim(self) -> str:
        """Ground of words laid over a photo: dark in both themes."""
        return min(self.ink, self.app, key=lambda value: QColor(value).lightness())

    @property
    def onscrim(self) -> str:
        """Words over a photo: light in both themes."""
        return max(self.ink, self.field, key=lambda value: QColor(value).lightness())

    def color(self, name: str) -> QColor:
        """The token called `name`, to paint with. Raises AttributeError on an unknown name."""
        return QColor(getattr(self, name))

    def as_strings(self) -> dict[str, str]:
        """All single colours by name, for style templates and the map page."""
        single = {name: value for name, value in asdict(self).items() if isinstance(value, str)}
        single |= {"zebra": self.zebra, "scrim": self.scrim, "onscrim": self.onscrim}
        steps = {"density": self.density, "grade": self.grades}
        return single | {
            f"{name}{at}": value
            for name, values in steps.items()
            for at, value in enumerate(values, start=1)
        }


def mixed(upper: str, lower: str, share: float) -> str:
    """`upper` laid over `lower` with the given share (0–1)."""
    above, below = QColor(upper), QColor(lower)
    parts = (
        (above.red(), below.red()),
        (above.green(), below.green()),
        (above.blue(), below.blue()),
    )
    return QColor(*(round(a * share + b * (1 - share)) for a, b in parts)).name().upper()


def load_tokens(name: ThemeName) -> Tokens:
    """Read one theme. Raises TypeError naming the token when one is missing or unknown."""
    read = json.loads(resource("theme", "tokens.json").read_text(encoding="utf-8"))[name.value]
    return Tokens(**(read | {name: tuple(read[name]) for name in ("density", "grades")}))


def style_sheet(tokens: Tokens, name: ThemeName) -> str:
    """The numbered templates in order, filled. Raises KeyError on an unknown `$token`."""
    facts = tokens.as_strings() | {"images": resource("theme", name.value).as_posix()}
    files = sorted(resource("theme").glob("*.qss"))
    return "\n".join(Template(file.read_text("utf-8")).substitute(facts) for file in files)


def palette(tokens: Tokens) -> QPalette:
    """What Fusion paints with where no style rule speaks."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, name in (
        (role.Window, "panel"),
        (role.WindowText, "ink"),
        (role.Base, "field"),
        (role.AlternateBase, "zebra"),
        (role.Text, "ink"),
        (role.PlaceholderText, "ink3"),
        (role.Button, "field"),
        (role.ButtonText, "ink"),
        (role.BrightText, "onacc"),
        (role.Highlight, "sel"),
        (role.HighlightedText, "ink"),
        (role.Link, "ink"),  # a blue link would say «new»
        (role.LinkVisited, "ink"),
        (role.ToolTipBase, "field"),
        (role.ToolTipText, "ink"),
        (role.Accent, "accent"),
        (role.Light, "field"),
        (role.Midlight, "panel2"),
        (role.Mid, "line"),
        (role.Dark, "line3"),
        (role.Shadow, "ink3"),
    ):
        made.setColor(target, tokens.color(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, target, tokens.color("ink3"))
    return made


def body_font(pixels: int = BODY_PX, *, strong: bool = False) -> QFont:
    """The interface type with digits of equal width; weights 400 and 600 only."""
    return QFont(_kept_font(pixels, strong))  # a copy: whoever asked may go on to change it


@lru_cache(maxsize=64)
def _kept_font(pixels: int, strong: bool) -> QFont:  # noqa: FBT001  part of a cache's key
    # Painters and key caps ask for the same few fonts again and again; a copy shares what Qt has
    # looked up for it.
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


class Theme(QObject):
    """The theme in use; painters ask `tokens` at paint time and repaint on `changed`."""

    changed = Signal()

    def __init__(self, name: ThemeName = ThemeName.LIGHT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tokens = load_tokens(name)

    @property
    def name(self) -> ThemeName:
        return self._name

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    def dress(self, app: QApplication) -> None:
        """Give the application style, font, palette and sheet; call again after `use`."""
        sheet = style_sheet(self._tokens, self._name)
        if app.styleSheet() == sheet:
            return  # it is dressed so: each of its widgets would be polished anew for nothing
        app.setStyle("Fusion")
        app.setFont(body_font())
        app.setPalette(palette(self._tokens))
        app.setStyleSheet(sheet)

    def use(self, name: ThemeName, app: QApplication) -> None:
        """Change to `name` and tell every painter."""
        if name is self._name:
            return
        self._name, self._tokens = name, load_tokens(name)
        self.dress(app)
        self.changed.emit()


def set_look(widget: QWidget, **properties: str) -> None:
    """Set style properties (`kind`, `tone`, `role`, `scale`…) and let the sheet take effect.

    A widget that was never shown nor measured is polished when it is: once, with all it was given.
    """
    changed = [name for name, value in properties.items() if widget.property(name) != value]
    for name in changed:
        widget.setProperty(name, properties[name])
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
