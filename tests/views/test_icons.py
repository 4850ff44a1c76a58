"""Every icon is in the font and can be drawn without a screen."""

from __future__ import annotations

from itertools import product

import pytest

from console.views.icons import Icon, icon
from console.views.theme import ThemeName, load_tokens


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("meaning", Icon)
def test_every_icon_is_drawn_in_its_colour(meaning: Icon) -> None:
    tokens = load_tokens(ThemeName.LIGHT)
    image = icon(meaning, tokens, "ink").pixmap(96, 96).toImage()
    inked = [
        image.pixelColor(x, y)
        for x, y in product(range(image.width()), range(image.height()))
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert all(color == tokens.color("ink") for color in inked)
