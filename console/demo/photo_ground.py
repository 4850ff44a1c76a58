"""Ground, walls and weather of the drawn photographs: textures put into perspective.

A picture is made on a canvas one and a half times its size and reduced at the end, which smooths
all edges. Everything comes from the seed: noise is drawn from `Random`, never from the machine.
"""

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH: Final = 1920
HEIGHT: Final = 1440

Colour = tuple[int, int, int]
Canvas = Image.Image

_SMOOTH: Final = Image.Resampling.BILINEAR
_FOCAL: Final = 1500.0
_TEXEL: Final = 120.0
"""Texture pixels per metre of ground."""


class View:
    """A camera 1.6 m over flat ground: where a spot of the ground lies on the canvas."""

    def __init__(self, horizon: float, height: float = 1.6) -> None:
        self.horizon = horizon
        self.height = height

    def spot(self, x: float, z: float) -> tuple[float, float]:
        """Canvas position of a ground point x metres to the right and z metres ahead."""
        return WIDTH / 2 + _FOCAL * x / z, self.horizon + _FOCAL * self.height / z

    def scale(self, z: float) -> float:
        """Canvas pixels per metre at z metres ahead."""
        return _FOCAL / z

    def lay(self, canvas: Canvas, texture: Canvas, far: float, top: float) -> None:
        """Put a ground texture, its upper edge `far` metres ahead, below the canvas line `top`."""
        metre, horizon = _TEXEL, self.horizon
        half = texture.width / 2
        flat = (
            metre * self.height / -horizon,
            half / -horizon,
            (-metre * self.height * WIDTH / 2 - half * horizon) / -horizon,
            0.0,
            metre * far / -horizon,
            (-metre * far * horizon - metre * _FOCAL * self.height) / -horizon,
            0.0,
            1.0 / -horizon,
        )
        laid = texture.transform(
            (WIDTH, HEIGHT), Image.Transform.PERSPECTIVE, flat, Image.Resampling.BILINEAR
        )
        box = (0, round(top), WIDTH, HEIGHT)
        canvas.paste(laid.crop(box), box[:2])


def noise(size: tuple[int, int], grain: int, random: Random) -> Canvas:
    """Soft grey noise around 128; `grain` is the size of its clouds in pixels."""
    small = (max(2, size[0] // grain), max(2, size[1] // grain))
    raw = Image.frombytes("L", small, random.randbytes(small[0] * small[1]))
    return raw.resize(size, Image.Resampling.BICUBIC)


def roughened(canvas: Canvas, random: Random, strength: float, grains: tuple[int, ...]) -> Canvas:
    """The canvas with noise of several grains laid over it."""
    for grain in grains:
        cloud = noise(canvas.size, grain, random)
        cloud = cloud.point([round(128 + (value - 128) * strength) for value in range(256)])
        canvas = ImageChops.overlay(canvas, Image.merge("RGB", (cloud, cloud, cloud)))
    return canvas


def paving(random: Random, tone: Colour, *, strip: bool) -> Canvas:
    """Brick pavement 14 m wide and 10 m deep, with a yellow guiding strip if asked."""
    texture = Image.new("RGB", (int(14 * _TEXEL), int(10 * _TEXEL)), _darker(tone, 0.72))
    draw = ImageDraw.Draw(texture)
    step_x, step_y = int(0.26 * _TEXEL), int(0.13 * _TEXEL)
    for row, y in enumerate(range(0, texture.height, step_y)):
        for x in range(-step_x * (row % 2) // 2, texture.width, step_x):
            draw.rectangle(
                (x + 1, y + 1, x + step_x - 2, y + step_y - 2), _varied(tone, random, 14)
            )
    if strip:
        near = int(6.2 * _TEXEL)
        for x in range(0, texture.width, step_x):
            box = (x + 1, near, x + step_x - 2, near + step_x - 2)
            draw.rectangle(box, _varied((190, 160, 84), random, 12))
    return roughened(texture, random, 0.10, (2, 40, 200))


def asphalt(random: Random, tone: Colour = (116, 115, 114), *, line: bool = False) -> Canvas:
    """Asphalt 14 m wide and 10 m deep, with a worn white line if asked."""
    texture = Image.new("RGB", (int(14 * _TEXEL), int(10 * _TEXEL)), tone)
    if line:
        draw = ImageDraw.Draw(texture)
        draw.rectangle((0, int(2.4 * _TEXEL), texture.width, int(2.55 * _TEXEL)), (196, 196, 190))
    return roughened(texture, random, 0.16, (2, 4, 60, 260))


def wall(canvas: Canvas, random: Random, tone: Colour, foot: float) -> None:
    """A plastered wall down to the canvas line `foot`, with pillars, a grey base and stains."""
    plaster = Image.new("RGB", (WIDTH, round(foot)), tone)
    draw = ImageDraw.Draw(plaster)
    base = round(foot - 190)
    draw.rectangle((0, base, WIDTH, round(foot)), _darker(tone, 0.72))
    draw.line((0, base, WIDTH, base), _darker(tone, 0.6), 4)
    shift = random.randrange(0, 500)
    for x in range(shift - 700, WIDTH, 760):
        draw.rectangle((x, 0, x + 96, round(foot)), _darker(tone, 0.94))
        draw.rectangle((x + 96, 0, x + 112, round(foot)), _darker(tone, 0.78))
    canvas.paste(roughened(plaster, random, 0.07, (2, 60, 240, 480)), (0, 0))
    shade(canvas, [(0, foot - 26), (WIDTH, foot - 26), (WIDTH, foot + 20), (0, foot + 20)], 90, 18)


def shade(canvas: Canvas, corners: Sequence[tuple[float, float]], dark: int, blur: float) -> None:
    """A soft shadow of the given outline; `dark` from 0 to 255."""
    margin = 3 * blur
    west, north = (round(min(p[axis] for p in corners) - margin) for axis in (0, 1))
    east, south = (round(max(p[axis] for p in corners) + margin) for axis in (0, 1))
    mask = Image.new("L", (max(1, east - west), max(1, south - north)), 0)
    ImageDraw.Draw(mask).polygon([(x - west, y - north) for x, y in corners], fill=dark)
    soft = mask.filter(ImageFilter.GaussianBlur(blur))
    canvas.paste(Image.new("RGB", soft.size, (18, 17, 18)), (west, north), soft)


def shade_round(
    canvas: Canvas, box: tuple[float, float, float, float], dark: int, blur: float
) -> None:
    """A soft round shadow."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    turns = [step / 24 * 2 * pi for step in range(24)]
    wide, high = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    shade(canvas, [(x + wide * cos(t), y + high * sin(t)) for t in turns], dark, blur)


def finished(canvas: Canvas, place: Random, moment: Random) -> Canvas:
    """Light from one side, darker corners, camera grain, and the true size."""
    bright, dim = (255, place.randint(205, 225))
    ends = (bright, dim) if place.random() < 0.5 else (dim, bright)
    light = Image.frombytes("L", (2, 1), bytes(ends)).resize(canvas.size, _SMOOTH)
    canvas = ImageChops.multiply(canvas, Image.merge("RGB", (light, light, light)))
    corners = Image.radial_gradient("L").resize(canvas.size)
    corners = corners.point([255 - max(0, value - 90) * 70 // 165 for value in range(256)])
    canvas = ImageChops.multiply(canvas, Image.merge("RGB", (corners, corners, corners)))
    small = canvas.resize((WIDTH * 2 // 3, HEIGHT * 2 // 3), Image.Resampling.LANCZOS)
    return roughened(small, moment, 0.022, (1,))


def _varied(tone: Colour, random: Random, by: int) -> Colour:
    shift = random.randint(-by, by)
    return (tone[0] + shift, tone[1] + shift, tone[2] + shift - 2)


def _darker(tone: Colour, share: float) -> Colour:
    return (round(tone[0] * share), round(tone[1] * share), round(tone[2] * share))
