"""What a picture looks like: hardly changed by what cameras and networks do to it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageEnhance

from console.domain.refusal import Refusal
from console.media.likeness import picture_look

MOST = 8


def a_street(shift: int = 0) -> Image.Image:
    """A wall, a road and some boxes; another `shift` is another street."""
    image = Image.linear_gradient("L").resize((640, 480)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for at in range(9):
        left = (at * 97 + shift * 53) % 560
        top = (at * at * 41 + shift * 131) % 400
        draw.rectangle((left, top, left + 90, top + 60), fill=(30 * at, 255 - 20 * at, 90))
    return image


def pressed(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def stamped(image: Image.Image) -> Image.Image:
    drawn = image.copy()
    ImageDraw.Draw(drawn).text((10, 460), "2026-10-14 12:00", fill="white")
    return drawn


LOOK = picture_look(pressed(a_street()))


@pytest.mark.parametrize(
    "changed",
    [
        lambda image: pressed(image, quality=40),
        lambda image: pressed(image, "PNG"),
        lambda image: pressed(image.resize((320, 240))),
        lambda image: pressed(ImageEnhance.Brightness(image).enhance(1.2)),
        lambda image: pressed(stamped(image)),
        lambda image: pressed(image.convert("RGBA"), "PNG"),
        lambda image: pressed(image.convert("L")),
    ],
    ids=["pressed", "png", "smaller", "brighter", "stamped", "clear", "grey"],
)
def test_the_same_picture_in_another_form_looks_alike(
    changed: Callable[[Image.Image], bytes],
) -> None:
    assert (picture_look(changed(a_street())) ^ LOOK).bit_count() <= MOST


def test_a_picture_lying_on_its_side_is_seen_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by a quarter to the right to see it
    lying = a_street().transpose(Image.Transpose.ROTATE_90)
    assert (picture_look(pressed(lying, exif=exif)) ^ LOOK).bit_count() <= MOST


def test_another_street_looks_otherwise() -> None:
    for shift in range(1, 6):
        assert (picture_look(pressed(a_street(shift))) ^ LOOK).bit_count() > MOST


def test_a_hash_has_at_most_128_bits_and_an_empty_picture_none() -> None:
    assert 0 < LOOK < 2**128
    assert picture_look(pressed(Image.new("RGB", (64, 64), "grey"))) == 0


def test_what_is_no_jpeg_or_png_is_refused_by_its_content() -> None:
    for content in (b"", b"hello", pressed(a_street(), "GIF"), pressed(a_street(), "BMP")):
        with pytest.raises(Refusal, match=r"media\.kind"):
            picture_look(content)


def test_a_damaged_picture_is_refused() -> None:
    for whole in (pressed(a_street()), pressed(a_street(), "PNG")):
        with pytest.raises(Refusal, match=r"media\.broken"):
            picture_look(whole[: len(whole) // 2])


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refusal, match=r"media\.(huge|broken)"):
        picture_look(pressed(Image.new("1", (6_000, 5_000)), "PNG"))
