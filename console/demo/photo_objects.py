"""Things in the drawn photographs: bags, bins, boxes, covers, cracks, branches, stalls, posters."""

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

from console.demo.photo_ground import Canvas, Colour, View, shade, shade_round

Outline = list[tuple[float, float]]
Spot = tuple[float, float]

BAGS: tuple[Colour, ...] = (
    (34, 34, 38),
    (38, 38, 42),
    (58, 66, 60),
    (196, 196, 194),
    (150, 40, 44),
    (64, 92, 150),
)
LITTER: tuple[Colour, ...] = (
    (222, 218, 208),
    (206, 202, 194),
    (172, 92, 82),
    (98, 118, 148),
    (158, 134, 100),
    (128, 128, 126),
)
LEAVES: tuple[Colour, ...] = ((70, 98, 52), (86, 116, 60), (58, 84, 46), (104, 126, 66))


def blob(middle: Spot, reach: Spot, random: Random, *, rough: float = 0.16) -> Outline:
    """An irregular round outline."""
    phase = random.uniform(0, 2 * pi)
    waves = [(n, random.uniform(0, rough / n), random.uniform(0, 2 * pi)) for n in range(2, 7)]
    found: Outline = []
    for step in range(48):
        angle = phase + step / 48 * 2 * pi
        size = 1 + sum(high * sin(n * angle + turn) for n, high, turn in waves)
        found.append(
            (middle[0] + reach[0] * size * cos(angle), middle[1] + reach[1] * size * sin(angle))
        )
    return found


def lump(canvas: Canvas, outline: Sequence[Spot], tone: Colour, *, gloss: float = 1.3) -> None:
    """Fill an outline as if it were round: light from the upper left, dark below right."""
    west, north = (int(min(p[axis] for p in outline)) for axis in (0, 1))
    east, south = (int(max(p[axis] for p in outline)) + 1 for axis in (0, 1))
    width, height = max(1, east - west), max(1, south - north)
    light = Image.radial_gradient("L").resize((2 * width, 2 * height))
    light = light.crop(
        (int(width * 0.66), int(height * 0.72), int(width * 1.66), int(height * 1.72))
    )
    bands = [
        light.point(
            [min(255, int(part * (gloss - value / 255 * (gloss - 0.32)))) for value in range(256)]
        )
        for part in tone
    ]
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).polygon([(x - west, y - north) for x, y in outline], fill=255)
    canvas.paste(Image.merge("RGB", bands), (west, north), mask)


def bag(canvas: Canvas, view: View, at: Spot, size: float, random: Random) -> None:
    """A tied rubbish bag `size` metres across standing on the ground spot `at`."""
    x, y = view.spot(*at)
    wide = view.scale(at[1]) * size / 2
    tone = random.choice(BAGS)
    shade_round(canvas, (x - wide * 1.2, y - wide * 0.35, x + wide * 1.5, y + wide * 0.3), 150, 16)
    lump(canvas, blob((x, y - wide * 0.75), (wide, wide * 0.85), random), tone, gloss=1.6)
    neck = ((-0.2, 1.5), (0.15, 1.55), (0.4, 1.95), (0.0, 1.75), (-0.4, 1.9))
    lump(canvas, [(x + wide * dx, y - wide * dy) for dx, dy in neck], tone, gloss=1.7)
    draw = ImageDraw.Draw(canvas)
    for _ in range(5):
        fold = x + random.uniform(-0.6, 0.6) * wide
        end = (fold + random.uniform(-0.2, 0.2) * wide, y - wide * random.uniform(0.3, 0.8))
        draw.line([(x, y - wide * 1.5), end], fill=_shaded(tone, 1.35), width=3)


def box(canvas: Canvas, view: View, at: Spot, size: Spot, tone: Colour) -> None:
    """A box seen from its front, `size` metres wide and high, with a lighter top."""
    x, y = view.spot(*at)
    scale = view.scale(at[1])
    wide, high, deep = size[0] * scale, size[1] * scale, size[0] * scale * 0.22
    shade(
        canvas,
        [(x, y - deep), (x + wide + deep * 2.2, y - deep), (x + wide * 1.1, y + 8), (x, y + 8)],
        150,
        12,
    )
    draw = ImageDraw.Draw(canvas)
    draw.polygon([(x, y), (x + wide, y), (x + wide, y - high), (x, y - high)], fill=tone)
    top = [
        (x, y - high),
        (x + wide, y - high),
        (x + wide + deep, y - high - deep),
        (x + deep, y - high - deep),
    ]
    draw.polygon(top, fill=_shaded(tone, 1.18))
    side = [
        (x + wide, y),
        (x + wide + deep, y - deep),
        (x + wide + deep, y - high - deep),
        (x + wide, y - high),
    ]
    draw.polygon(side, fill=_shaded(tone, 0.7))


def wheelie_bin(canvas: Canvas, view: View, at: Spot) -> None:
    """A green bin on wheels, lid closed."""
    x, y = view.spot(*at)
    s = view.scale(at[1])
    green: Colour = (46, 120, 74)
    shade_round(canvas, (x - 0.3 * s, y - 0.1 * s, x + 0.5 * s, y + 0.08 * s), 170, 14)
    body = [
        (x - 0.24 * s, y - 0.04 * s),
        (x + 0.24 * s, y - 0.04 * s),
        (x + 0.3 * s, y - 0.85 * s),
        (x - 0.3 * s, y - 0.85 * s),
    ]
    lump(canvas, body, green, gloss=1.2)
    lump(
        canvas,
        [
            (x - 0.34 * s, y - 0.83 * s),
            (x + 0.34 * s, y - 0.83 * s),
            (x + 0.29 * s, y - 0.98 * s),
            (x - 0.29 * s, y - 0.98 * s),
        ],
        _shaded(green, 1.15),
    )
    draw = ImageDraw.Draw(canvas)
    for dx in (-0.2, 0.2):
        draw.ellipse(
            (x + (dx - 0.07) * s, y - 0.11 * s, x + (dx + 0.07) * s, y + 0.02 * s),
            fill=(26, 26, 28),
        )
    draw.rectangle((x - 0.1 * s, y - 0.6 * s, x + 0.1 * s, y - 0.42 * s), fill=(214, 220, 212))


def litter(
    canvas: Canvas, view: View, area: tuple[float, float, float, float], count: int, random: Random
) -> None:
    """Paper and plastic lying about between x1, z1 and x2, z2 metres."""
    draw = ImageDraw.Draw(canvas)
    for _ in range(count):
        at = (random.uniform(area[0], area[2]), random.uniform(area[1], area[3]))
        x, y = view.spot(*at)
        s = view.scale(at[1]) * random.uniform(0.015, 0.05)
        piece = blob((x, y), (s, s * 0.5), random, rough=0.6)
        draw.polygon([(px + 4, py + 5) for px, py in piece], fill=(60, 54, 50))
        draw.polygon(piece, fill=random.choice(LITTER))


def stain(
    canvas: Canvas,
    middle: Spot,
    reach: Spot,
    random: Random,
    *,
    tone: Colour = (52, 46, 42),
    cover: int = 110,
) -> None:
    """Something spilt: a soft dark patch."""
    mask = Image.new("L", canvas.size, 0)
    ImageDraw.Draw(mask).polygon(blob(middle, reach, random, rough=0.5), fill=cover)
    canvas.paste(tone, (0, 0), mask)


def cracks(canvas: Canvas, start: Spot, reach: float, count: int, random: Random) -> None:
    """Cracks running outwards from a spot of the ground."""
    draw = ImageDraw.Draw(canvas)
    for branch in range(count):
        angle = branch / count * 2 * pi + random.uniform(-0.3, 0.3)
        x, y = start
        for step in range(7):
            angle += random.uniform(-0.5, 0.5)
            nx, ny = x + reach / 7 * cos(angle), y + reach / 7 * sin(angle) * 0.6
            draw.line([(x, y), (nx, ny)], fill=(38, 36, 36), width=max(2, 8 - step))
            x, y = nx, ny


def disc(canvas: Canvas, middle: Spot, reach: Spot, tone: Colour) -> None:
    """A flat round thing lying on the ground."""
    x, y = middle
    ImageDraw.Draw(canvas).ellipse(
        (x - reach[0], y - reach[1], x + reach[0], y + reach[1]), fill=tone
    )


def foliage(canvas: Canvas, middle: Spot, reach: Spot, count: int, random: Random) -> None:
    """A crown: many small lumps of leaves."""
    spots = [(random.gauss(0, 0.42), random.gauss(0, 0.42)) for _ in range(count)]
    for dx, dy in sorted(spots, key=lambda spot: spot[1]):
        size = random.uniform(0.10, 0.22)
        at = (middle[0] + dx * reach[0], middle[1] + dy * reach[1])
        lump(
            canvas,
            blob(at, (reach[0] * size, reach[1] * size), random, rough=0.7),
            random.choice(LEAVES),
            gloss=1.35,
        )


def beam(canvas: Canvas, start: Spot, end: Spot, widths: Spot, tone: Colour) -> None:
    """A trunk or pole from one canvas spot to another, rounded by its light."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(1.0, (dx * dx + dy * dy) ** 0.5)
    nx, ny = -dy / length, dx / length
    draw = ImageDraw.Draw(canvas)
    for share, light in ((1.0, 0.55), (0.75, 0.8), (0.45, 1.05), (0.18, 1.25)):
        a, b = widths[0] / 2 * share, widths[1] / 2 * share
        quad = [
            (start[0] + nx * a, start[1] + ny * a), (end[0] + nx * b, end[1] + ny * b),
            (end[0] - nx * b, end[1] - ny * b), (start[0] - nx * a, start[1] - ny * a),
        ]  # fmt: skip
        draw.polygon(quad, fill=_shaded(tone, light))


def poster(canvas: Canvas, at: Spot, size: Spot, random: Random) -> None:
    """A pasted bill with a heading and lines too small to read."""
    x, y = at
    paper = random.choice(((236, 232, 220), (238, 214, 96), (226, 120, 110), (208, 224, 232)))
    draw = ImageDraw.Draw(canvas)
    lean = random.uniform(-0.06, 0.06) * size[0]
    corners = [
        (x, y),
        (x + size[0], y + lean),
        (x + size[0] - lean, y + size[1] + lean),
        (x - lean, y + size[1]),
    ]
    draw.polygon([(px + 5, py + 6) for px, py in corners], fill=(96, 88, 78))
    draw.polygon(corners, fill=paper)
    draw.rectangle(
        (x + size[0] * 0.12, y + size[1] * 0.1, x + size[0] * 0.85, y + size[1] * 0.26),
        fill=(176, 40, 38),
    )
    for line in range(4):
        top = y + size[1] * (0.38 + line * 0.14)
        draw.line(
            (x + size[0] * 0.14, top, x + size[0] * random.uniform(0.55, 0.85), top),
            fill=(60, 60, 64),
            width=5,
        )


def _shaded(tone: Colour, share: float) -> Colour:
    return (
        min(255, int(tone[0] * share)),
        min(255, int(tone[1] * share)),
        min(255, int(tone[2] * share)),
    )
