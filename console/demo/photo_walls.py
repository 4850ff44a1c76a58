"""Scenes in front of a wall: rubbish, a fallen tree, a stall, pasted bills, a heap.

Each is drawn as found (`before`), half done (`part`) and put right (`after`).
"""

from random import Random
from typing import Final

from PIL import Image, ImageDraw

from console.demo import photo_objects as things
from console.demo.photo_ground import (
    HEIGHT,
    WIDTH,
    Canvas,
    Colour,
    View,
    paving,
    shade,
    shade_round,
    wall,
)

_WALLS: Final[tuple[Colour, ...]] = (
    (214, 200, 178),
    (206, 208, 202),
    (220, 206, 190),
    (196, 190, 184),
)
_BRICKS: Final[tuple[Colour, ...]] = ((168, 148, 130), (160, 158, 154), (176, 140, 122))


def rubbish(place: Random, moment: Random, state: str) -> Canvas:
    """Rubbish heaped against a wall beside two bins."""
    canvas, view = by_the_wall(place, strip=True)
    for at in ((0.55, 4.15), (1.15, 4.2)):
        things.wheelie_bin(canvas, view, at)
    count = {"before": 11, "part": 1, "after": 0}[state]
    if count:
        x, y = view.spot(-0.3, 3.6)
        things.stain(canvas, (x, y), (480, 90), moment)
    heap = sorted(
        ((moment.uniform(-1.7, 0.5), moment.uniform(3.3, 4.2)) for _ in range(count)),
        key=lambda s: -s[1],
    )
    for at in heap:
        things.bag(canvas, view, at, moment.uniform(0.34, 0.56), moment)
    if count > 1:
        things.box(canvas, view, (-2.1, 3.8), (0.5, 0.36), (176, 138, 92))
    things.litter(
        canvas, view, (-1.9, 2.6, 1.4, 4.0), {"before": 60, "part": 14, "after": 1}[state], moment
    )
    return canvas


def fallen_tree(place: Random, moment: Random, state: str) -> Canvas:
    """A street tree across the pavement, or standing."""
    canvas, view = by_the_wall(place, strip=False)
    bark: Colour = (112, 88, 66)
    pit = view.spot(-1.5, 3.7)
    things.disc(canvas, pit, (150, 50), (74, 58, 46))
    if state == "before":
        shade(canvas, [(420, 1130), (1780, 900), (1820, 1010), (460, 1240)], 150, 26)
        things.beam(canvas, (pit[0] + 10, pit[1] - 30), (1240, 880), (86, 46), bark)
        things.foliage(canvas, (1380, 880), (480, 300), 120, moment)
        for _ in range(5):
            end = (moment.uniform(1000, 1800), moment.uniform(640, 1100))
            things.beam(canvas, (1160, 890), end, (20, 7), bark)
        things.foliage(canvas, (1420, 940), (420, 220), 50, moment)
        things.lump(
            canvas,
            things.blob((pit[0] - 30, pit[1] - 40), (110, 80), moment, rough=0.6),
            (86, 66, 50),
        )
        return canvas
    if state == "part":
        things.beam(canvas, view.spot(-0.4, 3.2), view.spot(0.9, 3.3), (70, 60), bark)
        things.foliage(canvas, view.spot(1.1, 3.4), (160, 90), 20, moment)
    shade_round(canvas, (pit[0] - 60, pit[1] - 30, pit[0] + 420, pit[1] + 40), 110, 24)
    things.beam(canvas, pit, (pit[0] + 14, 380), (60, 44), bark)
    things.foliage(canvas, (pit[0] + 10, 150), (420, 300), 110, moment)
    for x in (pit[0] - 180, pit[0] + 190):
        things.beam(canvas, (x, pit[1] + 30), (pit[0] + 8, pit[1] - 420), (16, 14), (150, 128, 96))
    return canvas


def stall(place: Random, moment: Random, state: str) -> Canvas:
    """A stall with its crates on the pavement in front of shops."""
    canvas, view = by_the_wall(place, strip=True)
    _shop_fronts(canvas, place)
    rows, columns = {"before": (3, 4), "part": (1, 1), "after": (0, 0)}[state]
    for row in range(rows):
        for column in range(columns):
            _crate(canvas, view, (-1.3 + column * 0.66, 4.0 - row * 0.42), moment)
    if state == "before":
        draw = ImageDraw.Draw(canvas)
        foot = view.spot(0.1, 4.1)
        things.beam(canvas, foot, (foot[0], 330), (16, 14), (180, 180, 178))
        for step in range(6):
            west, east = foot[0] - 620 + step * 207, foot[0] - 620 + (step + 1) * 207
            tone = (186, 52, 50) if step % 2 else (232, 226, 212)
            draw.polygon([(foot[0], 230), (west, 450), (east, 450)], fill=tone)
    return canvas


def _shop_fronts(canvas: Canvas, place: Random) -> None:
    draw = ImageDraw.Draw(canvas)
    for x in range(-120, WIDTH, 640):
        draw.rectangle((x + 70, 300, x + 560, 890), fill=(104, 108, 112))
        for y in range(310, 890, 26):
            draw.line((x + 70, y, x + 560, y), fill=(84, 88, 92), width=5)
        sign = place.choice(((150, 52, 48), (52, 92, 140), (66, 118, 84), (190, 140, 60)))
        draw.rectangle((x + 40, 120, x + 590, 270), fill=sign)
        for letter in range(4):
            west = x + 120 + letter * 106
            draw.rectangle((west, 160, west + 70, 230), outline=(236, 232, 220), width=9)


def _crate(canvas: Canvas, view: View, at: things.Spot, moment: Random) -> None:
    things.box(canvas, view, at, (0.54, 0.2), (150, 116, 74))
    (x, y), s = view.spot(*at), view.scale(at[1])
    tone = moment.choice(((206, 62, 48), (224, 150, 44), (122, 160, 60), (226, 200, 84)))
    for _ in range(16):
        fruit = (x + moment.uniform(0.06, 0.5) * s, y - moment.uniform(0.2, 0.29) * s)
        outline = things.blob(fruit, (0.05 * s, 0.05 * s), moment, rough=0.05)
        things.lump(canvas, outline, tone, gloss=1.5)


def wall_ads(place: Random, moment: Random, state: str) -> Canvas:
    """Bills pasted on a wall, or the cleaned wall with its lighter patches."""
    canvas, _ = by_the_wall(place, strip=False)
    spots = [(place.uniform(140, 1600), place.uniform(90, 560)) for _ in range(13)]
    draw = ImageDraw.Draw(canvas)
    left = {"before": 13, "part": 4, "after": 0}[state]
    for number, (x, y) in enumerate(spots):
        size = (place.uniform(120, 210), place.uniform(150, 260))
        if number < left:
            things.poster(canvas, (x, y), size, moment)
        elif number % 2:
            pixel = canvas.getpixel((int(x), int(y)))
            fresh = (
                tuple(min(255, value + 16) for value in pixel)
                if isinstance(pixel, tuple)
                else pixel
            )
            draw.rectangle((x - 14, y - 12, x + size[0] + 10, y + size[1] + 12), fill=fresh)
    return canvas


def heap(place: Random, moment: Random, state: str) -> Canvas:
    """Sand, bricks and boards left on the pavement: the picture of all other classes."""
    canvas, view = by_the_wall(place, strip=False)
    if state != "after":
        reach = (560.0, 250.0) if state == "before" else (260.0, 90.0)
        x, y = view.spot(-0.5, 3.7)
        shade_round(canvas, (x - reach[0], y - 60, x + reach[0] * 1.2, y + 60), 150, 24)
        hill = [p for p in things.blob((x, y), reach, moment, rough=0.2) if p[1] <= y + 30]
        things.lump(canvas, sorted(hill), (190, 164, 116), gloss=1.2)
    if state == "before":
        for row in range(4):
            for column in range(5 - row):
                at = (0.7 + column * 0.27 + row * 0.12, 3.9)
                bx, by = view.spot(*at)
                s = view.scale(at[1])
                tone: Colour = (150 + moment.randrange(24), 78, 60)
                top = by - (row + 1) * 0.13 * s
                ImageDraw.Draw(canvas).rectangle(
                    (bx, top, bx + 0.25 * s, top + 0.12 * s), fill=tone
                )
        things.litter(canvas, view, (-1.8, 2.8, 1.8, 4.0), 24, moment)
    return canvas


def by_the_wall(place: Random, *, strip: bool) -> tuple[Canvas, View]:
    view = View(horizon=place.uniform(340, 420))
    canvas = Image.new("RGB", (WIDTH, HEIGHT), (150, 150, 150))
    foot = view.spot(0, place.uniform(4.4, 4.8))[1]
    wall(canvas, place, place.choice(_WALLS), foot)
    view.lay(canvas, paving(place, place.choice(_BRICKS), strip=strip), far=9.2, top=foot)
    return canvas, view
