"""Scenes on the carriageway: a manhole cover, a lamp at dusk, standing water, a hole.

Each is drawn as found (`before`), half done (`part`) and put right (`after`).
"""

from random import Random

from PIL import Image, ImageChops, ImageDraw

from console.demo import photo_objects as things
from console.demo.photo_ground import HEIGHT, WIDTH, Canvas, Colour, View, asphalt, shade_round


def manhole(place: Random, moment: Random, state: str) -> Canvas:
    """A cover in the carriageway, broken or sound; half done is a cracked but whole cover."""
    canvas, view = on_the_road(place, horizon=-420)
    x, y = view.spot(place.uniform(-0.2, 0.2), 2.05)
    if state != "after":
        things.cracks(canvas, (x, y), 760, 9, moment)
    things.disc(canvas, (x, y + 8), (438, 270), (58, 56, 54))
    things.lump(canvas, things.blob((x, y), (430, 262), place, rough=0.01), (150, 140, 126))
    things.disc(canvas, (x, y), (342, 209), (40, 38, 38))
    things.lump(canvas, things.blob((x, y), (330, 200), place, rough=0.0), (104, 96, 92), gloss=1.2)
    draw = ImageDraw.Draw(canvas)
    for row in range(-4, 5):
        for column in range(-5, 6):
            if (row / 5) ** 2 + (column / 6) ** 2 < 0.8:
                px, py = x + column * 56 + (row % 2) * 26, y + row * 38
                draw.ellipse((px - 15, py - 9, px + 15, py + 9), fill=(78, 72, 70))
    if state == "part":
        draw.line(
            [(x - 300, y - 40), (x - 60, y + 20), (x + 300, y + 60)], fill=(30, 28, 28), width=9
        )
    if state == "before":
        rim = (
            (-300, 30),
            (-120, -20),
            (10, 40),
            (150, -40),
            (300, 20),
            (210, 130),
            (0, 186),
            (-210, 130),
        )
        draw.polygon([(x + dx, y + dy) for dx, dy in rim], fill=(10, 10, 11))
        things.litter(canvas, view, (-1.2, 1.7, 1.2, 2.6), 12, moment)
    return canvas


def lamp(place: Random, moment: Random, state: str) -> Canvas:
    """A street lamp at dusk, dark or burning; half done means its arm is back but no light."""
    canvas = _dusk(place, moment)
    view = View(horizon=880.0)
    ImageDraw.Draw(canvas).rectangle((0, 930, WIDTH, HEIGHT), fill=(44, 48, 46))
    view.lay(canvas, asphalt(place, (66, 66, 72), line=True), far=12.0, top=1081)
    _street_lamp(canvas, (1500.0, 1010.0), 0.55, lit=True)
    _street_lamp(canvas, (1180.0, 970.0), 0.34, lit=True)
    _street_lamp(canvas, (520.0, 1200.0), 1.25, lit=state == "after")
    if state == "before":
        shade_round(canvas, (360, 1180, 760, 1260), 60, 20)
    return canvas


def _dusk(place: Random, moment: Random) -> Canvas:
    fade = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    tones = ((44, 126), (56, 118), (86, 128))
    canvas = Image.merge(
        "RGB",
        [fade.point([low + (high - low) * v // 255 for v in range(256)]) for low, high in tones],
    )
    draw = ImageDraw.Draw(canvas)
    for _ in range(9):
        x, wide, top = (
            place.randrange(1900) - 100,
            place.randrange(160, 420),
            place.randrange(430, 760),
        )
        draw.rectangle((x, top, x + wide, 940), fill=(52 + place.randrange(14), 56, 68))
        for _ in range(moment.randrange(3, 9)):
            wx, wy = x + moment.randrange(10, wide - 30), moment.randrange(top + 10, 920)
            draw.rectangle((wx, wy, wx + 18, wy + 24), fill=(196, 166, 104))
    return canvas


def _street_lamp(canvas: Canvas, foot: things.Spot, size: float, *, lit: bool) -> None:
    x, y = foot
    steel: Colour = (96, 100, 106)
    head = (x + 230 * size, y - 930 * size)
    things.beam(canvas, (x, y), (x, y - 900 * size), (34 * size, 20 * size), steel)
    things.beam(canvas, (x, y - 890 * size), head, (16 * size, 12 * size), steel)
    if lit:
        ring = Image.radial_gradient("L").resize((int(760 * size), int(760 * size)))
        glow = ring.point([max(0, 190 - v * 2) for v in range(256)])
        light = Image.new("RGB", glow.size, (255, 226, 160))
        canvas.paste(light, (int(head[0] - 380 * size), int(head[1] - 360 * size)), glow)
    west, north = head[0] - 40 * size, head[1] - 12 * size
    bowl = [(west, north), (west + 140 * size, north), (west + 120 * size, north + 40 * size),
            (west + 16 * size, north + 40 * size)]  # fmt: skip
    things.lump(canvas, bowl, (255, 246, 214) if lit else (70, 72, 76))


def water(place: Random, moment: Random, state: str) -> Canvas:
    """Water standing on the road, or a wet road that drains."""
    canvas, view = on_the_road(place, horizon=300)
    if state == "after":
        x, y = view.spot(0.4, 3.6)
        things.stain(canvas, (x, y), (520, 90), moment, tone=(48, 48, 52), cover=90)
    else:
        _puddle(canvas, (900.0, 330.0) if state == "before" else (420.0, 130.0), moment)
    x, y = view.spot(-1.3, 2.9)
    draw = ImageDraw.Draw(canvas)
    draw.polygon([(x, y), (x + 330, y), (x + 300, y - 90), (x + 40, y - 90)], fill=(70, 68, 66))
    for bar in range(9):
        ends = (x + 30 + bar * 34, y - 8, x + 58 + bar * 29, y - 82)
        draw.line(ends, fill=(22, 22, 24), width=12)
    return canvas


def _puddle(canvas: Canvas, reach: things.Spot, moment: Random) -> None:
    """A sheet of water that mirrors what stands beyond the road."""
    middle = (980.0, 1010.0)
    outline = things.blob(middle, reach, moment, rough=0.35)
    damp = [
        (middle[0] + (x - middle[0]) * 1.06, middle[1] + (y - middle[1]) * 1.1) for x, y in outline
    ]
    mask = Image.new("L", canvas.size, 0)
    ImageDraw.Draw(mask).polygon(damp, fill=120)
    canvas.paste((46, 46, 50), (0, 0), mask)
    ImageDraw.Draw(mask).polygon(outline, fill=205)
    mirror = canvas.crop((0, 0, WIDTH, 560)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    grey = Image.new("RGB", canvas.size, (132, 140, 146))
    mask = ImageChops.multiply(mask, mask.point([255 * (value > 200) for value in range(256)]))
    canvas.paste(Image.blend(mirror.resize(canvas.size), grey, 0.55), (0, 0), mask)
    draw = ImageDraw.Draw(canvas)
    for _ in range(26):
        x = middle[0] + reach[0] * moment.uniform(-0.6, 0.6)
        y = middle[1] + reach[1] * moment.uniform(-0.5, 0.6)
        wide = moment.uniform(20, 130)
        box = (x - wide, y - wide / 6, x + wide, y + wide / 6)
        draw.arc(box, 190, 350, fill=(196, 204, 208), width=3)


def road_damage(place: Random, moment: Random, state: str) -> Canvas:
    """A hole in the asphalt, or its patch."""
    canvas, view = on_the_road(place, horizon=60)
    x, y = view.spot(place.uniform(-0.2, 0.3), 2.9)
    if state == "after":
        draw = ImageDraw.Draw(canvas)
        patch = [(x - 560, y - 150), (x + 520, y - 150), (x + 640, y + 190), (x - 700, y + 190)]
        draw.polygon(patch, fill=(58, 58, 60))
        draw.line([*patch, patch[0]], fill=(34, 34, 36), width=12)
        return canvas
    things.cracks(canvas, (x, y), 900, 11, moment)
    reach = (500.0, 170.0) if state == "before" else (240.0, 80.0)
    things.lump(
        canvas,
        things.blob((x, y), (reach[0] + 40, reach[1] + 22), moment, rough=0.4),
        (112, 106, 98),
    )
    things.lump(
        canvas, things.blob((x, y + 12), reach, moment, rough=0.4), (86, 78, 70), gloss=0.75
    )
    for _ in range(40):
        at = (x + moment.gauss(0, reach[0] * 0.7), y + moment.gauss(10, reach[1] * 0.7))
        size = moment.uniform(8, 26)
        things.lump(canvas, things.blob(at, (size, size * 0.7), moment, rough=0.5), (128, 122, 114))
    return canvas


def on_the_road(place: Random, *, horizon: float) -> tuple[Canvas, View]:
    """Looking down on a carriageway; with the horizon in view a kerb and trees close it."""
    view = View(horizon=horizon)
    canvas = Image.new("RGB", (WIDTH, HEIGHT), (176, 188, 196))
    top = max(0.0, horizon + 260) if horizon > 0 else 0.0
    if top:
        ImageDraw.Draw(canvas).rectangle((0, top - 190, WIDTH, top), fill=(58, 82, 50))
        for x in range(-60, WIDTH + 200, 230):
            crown = (x + place.uniform(-40, 40), top - place.uniform(110, 210))
            things.foliage(canvas, crown, (230, 190), 34, place)
        ImageDraw.Draw(canvas).rectangle((0, top - 40, WIDTH, top), fill=(168, 164, 158))
    far = 1500 * view.height / (top - horizon) if top > horizon else 9.5
    view.lay(canvas, asphalt(place, line=horizon > 100), far=min(9.6, far), top=top)
    return canvas, view
