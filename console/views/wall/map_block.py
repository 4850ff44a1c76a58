"""The city with its open cases: the console's own map page, and every word before it by the sheet.

The page draws ground, density and marks and writes nothing. A page that is dead, hangs or has not
drawn yet is no map: the block says so and is not fresh.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from console.domain.scene import SceneBlock
from console.domain.tone import Urgency
from console.viewmodels.wall_blocks import Block, DistrictLoad, MapBlock
from console.views.look import Look
from console.views.wall.block import Drawn
from console.views.wall.ground import DENSITY, Box, Fit, WallGround, fit
from console.views.wall.layered import LayeredBlock
from console.views.wall.sheet import MIDDLE, Sheet, without_hue
from console.views.wall.sizes import wall_sizes
from console.views.wall.wall_map import WallMap

BAR: Final = 92
"""Height of the strips above and below the map in which its sums and its legend stand."""
OUTSIDE: Final = 300
"""With less room than this beside its legend a map says nothing of districts outside it."""
NAME: Final = 70
"""Room for a district's name beside its cells."""
LINE: Final = 76
NUMBERED: Final = 3
"""So many of the longest overdue are numbered."""
DIAMOND: Final = 82
SWATCH: Final = 44


class MapWallBlock(LayeredBlock):
    """`set_ground` gives it its city; `pins` come with its block, changes or all."""

    def __init__(self, spot: SceneBlock, look: Look, parent: QWidget) -> None:
        super().__init__(spot, look, self._paint_words, "wall.map", parent)
        self.view = WallMap(look.theme.tokens, parent=self)
        self.view.bridge.set_layers({"heat": True, "tiles": False})
        self._ground = WallGround()
        self._boxes: dict[str, Box] = {}
        self._fit: Fit | None = None
        self._grey = self._was_drawn = False
        self._district = ""
        self._heat: Mapping[str, int] = {}
        self.view.shown.connect(self.renew)
        self.view.gone.connect(self._on_gone)
        self.front.raise_()

    def renew(self) -> None:
        """The page loses its hues with the words before it."""
        grey = self._state is Drawn.STALE
        if grey is not self._grey:
            self._grey = grey
            tokens = self.look.theme.tokens
            self.view.set_theme(without_hue(tokens) if grey else tokens)
        super().renew()

    def set_ground(self, ground: WallGround) -> None:
        """Another city, or its ground has come."""
        self._ground = ground
        boxes = ((code, ground.cells_of(code) or box) for code, box in ground.districts())
        self._boxes = dict(boxes)
        self.view.set_base(ground.base)
        self.view.set_grids(ground.grids)
        self._warm()
        self._go()

    def changed(self, block: Block | None) -> None:
        if not isinstance(block, MapBlock):
            return
        if block.whole:
            self.view.set_cases(block.pins)
        else:
            self.view.patch_cases(block.pins, block.gone)
        heat = dict(block.heat)
        if heat != self._heat:
            self._heat = heat
            self._warm()
        if block.district != self._district:
            self._district = block.district
            self._go()

    def age(self, now: datetime, *, past: bool) -> None:
        """Also a block that stays old has other words once its page has drawn, or is gone."""
        if self.view.is_drawn is not self._was_drawn:
            self._was_drawn = self.view.is_drawn
            self.renew()
        super().age(now, past=past)

    def _on_gone(self) -> None:
        """Not fresh from this moment on: the next beat may be a second away."""
        self._was_drawn = False
        if self._state in (Drawn.FRESH, Drawn.PAST):
            self._state = Drawn.STALE
        self.renew()

    def state_at(self, now: datetime, *, past: bool) -> Drawn:
        """Not fresh without a page that has drawn; where there is no engine, the sums are all."""
        state = super().state_at(now, past=past)
        if not self.view.has_engine:
            return state
        if state in (Drawn.FRESH, Drawn.PAST) and not self.view.is_drawn:
            return (
                Drawn.WAITING if self.paints == 0 or self._state is Drawn.WAITING else Drawn.STALE
            )
        return state

    def arrange(self) -> None:
        self.view.setGeometry(self.rect().adjusted(2, 2, -2, -2))
        self._go()

    def end(self) -> None:
        """Let the page go before the widget does."""
        self.view.end()

    def _warm(self) -> None:
        self.view.bridge.feeds.set("heat", self._ground.heat(self._heat))

    def _go(self) -> None:
        """Enlarge the page so that the extent fills the map at a whole zoom."""
        box = self._ground.extent(self._district)
        if box is None or self.view.width() < 50:
            return
        strip = min((BAR + NAME) * self.factor, self.view.height() * 0.2)
        now = fit(box, self.view.width(), self.view.height(), self.factor, top=strip, bottom=strip)
        if now == self._fit:
            return
        self._fit = now
        self.view.set_scale(now.scale, self._marks(now.scale))
        self.view.locate(now.lon, now.lat, now.zoom)

    def _marks(self, scale: float) -> Mapping[Urgency, float]:
        """Sizes of the marks before the page is enlarged."""
        ratio, look = self.factor / scale, wall_sizes()
        return {
            Urgency.NORMAL: look.map_normal / 0.56 * ratio,  # of its box the plain dot fills this
            Urgency.NEW: look.map_new * ratio,
            Urgency.NEAR: look.map_near * ratio,
            Urgency.OVER: look.map_over * ratio,
        }

    def _paint_words(self, sheet: Sheet, block: MapBlock, _spot: SceneBlock) -> None:
        if not self.view.has_engine:
            self._no_engine(sheet, block)
            return
        if not self.view.is_drawn:
            room = QRectF(0, 0, sheet.width, sheet.height)
            sheet.write(
                sheet.say("wall.map.none"), room, sheet.sizes.list, tone="ink", align=MIDDLE
            )
            return
        self._names(sheet, block)
        self._longest(sheet, block)
        self._sums(sheet, block)
        self._legend(sheet, block)

    def _no_engine(self, sheet: Sheet, block: MapBlock) -> None:
        """What is so, and what to do; the sums are as true as ever."""
        middle = sheet.height / 2
        for at, (code, tone) in enumerate((("no_engine", "ink"), ("engine", "ink2"))):
            room = QRectF(20, middle + (at - 1) * LINE, sheet.width - 40, LINE)
            words = sheet.say(f"wall.map.{code}")
            sheet.write(words, room, sheet.sizes.list, tone=tone, align=MIDDLE)
        self._sums(sheet, block)
        self._legend(sheet, block)

    def _on_map(self, lon: float, lat: float) -> QPointF | None:
        if self._fit is None:
            return None
        x, y = self._fit.spot(lon, lat)
        edge = self.view.pos()
        return QPointF((x + edge.x()) / self.factor, (y + edge.y()) / self.factor)

    def _names(self, sheet: Sheet, block: MapBlock) -> None:
        """Each district's name with its open cases beside its cells; those outside at the foot.

        Names never lie on each other: where there is no room the district with fewer cases has
        none.
        """
        number, size = sheet.look.formats.number, sheet.sizes.value - 6
        far = self._ground.far() if not block.district else frozenset()
        taken: list[QRectF] = []
        for load in sorted(block.districts, key=_fewer):
            box = None if load.code in far else self._box(load.code)
            if box is None or not QRectF(0, 0, sheet.width, sheet.height).intersects(box):
                continue
            words = f"{load.name} {number(load.open)}"
            width = sheet.measure(words, size, strong=True)
            places = _beside(box, width, sheet)
            place = next((one for one in places if not _meets(one, taken)), None)
            if place is not None:
                taken.append(place)
                sheet.write(words, place, size, tone="map_label", strong=True, halo="map_halo")
        names = [f"{one.name} {number(one.open)}" for one in block.districts if one.code in far]
        if names:
            words = sheet.say("wall.map.outside", names=" · ".join(names))
            legend = sheet.width - _wide(sheet, _parts(sheet, block)) - 20
            room = min(sheet.width * 0.34, legend - 40)
            place = QRectF(20, sheet.height - BAR + 4, room, BAR - 20)
            if room >= OUTSIDE:
                self._chip(sheet, words, place)

    def _box(self, district: str) -> QRectF | None:
        """The cells of a district on the map."""
        box = self._boxes.get(district)
        corner = None if box is None else self._on_map(box[0], box[3])
        other = None if box is None else self._on_map(box[2], box[1])
        return None if corner is None or other is None else QRectF(corner, other)

    def _chip(self, sheet: Sheet, words: str, place: QRectF) -> None:
        size = sheet.sizes.text
        width = min(sheet.measure(words, size) + 44, place.width())
        ground = QRectF(place.left(), place.top(), width, place.height())
        sheet.fill(ground, "panel")
        sheet.write(words, ground.adjusted(22, 0, -22, 0), size, tone="ink2")

    def _longest(self, sheet: Sheet, block: MapBlock) -> None:
        """The longest overdue, numbered as in their list; the first lies on top."""
        pins = self.view.bridge.pins.pins
        for at, case in reversed(list(enumerate(block.numbered[:NUMBERED], start=1))):
            pin = pins.get(case)
            spot = None if pin is None else self._on_map(pin.lon, pin.lat)
            if spot is not None and QRectF(0, 0, sheet.width, sheet.height).contains(spot):
                sheet.numbered(spot, at, DIAMOND, rim=True)

    def _sums(self, sheet: Sheet, block: MapBlock) -> None:
        """The number of open cases, and what the tones of the cells say."""
        sizes, size = sheet.sizes, sheet.sizes.text
        words = sheet.say("wall.map.open", n=sheet.look.formats.number(block.open))
        beside = sheet.say("wall.map.density")
        steps = [f"{low}–{high - 1}" for low, high in pairwise(DENSITY)]
        steps.append(f"≥{DENSITY[-1]}")
        tones = [(f"density{at}", step) for at, step in enumerate(steps, start=1)]
        first = sheet.measure(words, sizes.title, strong=True) + 46
        legend = sum(sheet.measure(step, size) + SWATCH + 48 for _, step in tones)
        room = sheet.width - 40 - sheet.reserved
        second = sheet.measure(beside, size) + 36
        shown = second if first + second + legend + 30 <= room else 0.0
        fits = first + legend + 30 <= room
        ground = QRectF(20, 16, min(room, first + (shown + legend if fits else 0) + 30), BAR - 20)
        sheet.fill(ground, "panel")
        left = ground.left() + 28
        place = QRectF(left, ground.top(), ground.width() - 40, ground.height())
        left += sheet.write(words, place, sizes.title, strong=True) + 46
        if shown:
            place = QRectF(left, ground.top(), shown, ground.height())
            sheet.write(beside, place, size, tone="ink2")
            left += shown
        for token, step in tones if fits else ():
            swatch = QRectF(left, ground.center().y() - 16, SWATCH, 32)
            sheet.painter.fillRect(swatch, QColor(sheet.tokens.density[int(token[-1]) - 1]))
            place = QRectF(left + SWATCH + 12, ground.top(), 300, ground.height())
            left += SWATCH + 48 + sheet.write(step, place, size, tone="ink2")

    def _legend(self, sheet: Sheet, block: MapBlock) -> None:
        """The shapes with their numbers, at the foot on the right."""
        size, mark, parts = sheet.sizes.list, sheet.sizes.mark, _parts(sheet, block)
        width = _wide(sheet, parts)
        ground = QRectF(sheet.width - width - 20, sheet.height - BAR + 4, width, BAR - 20)
        sheet.fill(ground, "panel")
        left = ground.left() + 24
        for tone, words in parts:
            side = {"": 26, "new": 40}.get(tone, mark)
            middle = left + mark / 2
            box = QRectF(middle - side / 2, ground.center().y() - side / 2, side, side)
            sheet.state(box, tone)
            place = QRectF(
                left + mark + 12, ground.top(), ground.right() - left - mark, ground.height()
            )
            left += mark + 54 + sheet.write(words, place, size)


def _parts(sheet: Sheet, block: MapBlock) -> list[tuple[str, str]]:
    """Tones and words of the legend, as many as have room."""
    number = sheet.look.formats.number
    parts = [
        (tone, sheet.say(f"wall.map.{tone}", n=number(getattr(block, tone))))
        for tone in ("over", "near", "new")
    ]
    parts.append(("", sheet.say("wall.map.others")))
    while len(parts) > 1 and _wide(sheet, parts) > sheet.width - 40:
        parts.pop()  # from the calm end
    return parts


def _wide(sheet: Sheet, parts: Sequence[tuple[str, str]]) -> float:
    """Width of a legend."""
    each = sheet.sizes.mark + 54
    return sum(sheet.measure(words, sheet.sizes.list) + each for _, words in parts) + 14


def _fewer(load: DistrictLoad) -> int:
    return -load.open


def _meets(place: QRectF, taken: Sequence[QRectF]) -> bool:
    return any(place.intersects(one) for one in taken)


def _beside(box: QRectF, width: float, sheet: Sheet) -> Iterator[QRectF]:
    """Where a district's name may stand: outside its cells, away from the others, else inside."""
    left = min(max(box.center().x() - width / 2, 8.0), max(8.0, sheet.width - width - 8))
    above, below = box.top() - NAME - 4, box.bottom() + 2
    tops = [above, below] if box.center().y() < sheet.height / 2 + 40 else [below, above]
    for top in (*tops, box.center().y() - NAME / 2):
        inside = min(max(top, BAR + 4.0), sheet.height - BAR - NAME - 2)
        yield QRectF(left, inside, width + 1, NAME)
