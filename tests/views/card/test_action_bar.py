"""The bar of acts: four columns, three where room is short, nothing lawful out of reach."""

import pytest
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.viewmodels.acts import Acts, arranged
from console.views.card.action_bar import ActionBar
from console.views.look import Look

LOCKED = Refusal("move.post", move="supervise", post="dispatcher", allowed="supervisor")
ACTS = arranged(
    (
        (Move.DISPATCH, None),
        (Move.OPEN_COORDINATION, None),
        (Move.URGE, None),
        (Move.NOTE, None),
        (Move.ADD_PHOTO, None),
        (Move.SUPERVISE, LOCKED),
    )
)


def a_bar(qtbot: QtBot, width: int, language: str = "zh") -> ActionBar:
    bar = ActionBar(Look.of("light", language, strict=True))
    qtbot.addWidget(bar)
    bar.resize(width, 100)
    with qtbot.waitExposed(bar):
        bar.show()
    bar.show_acts(ACTS, {})
    return bar


def in_menu(bar: ActionBar) -> list[str]:
    return [str(one.data()) for one in bar.menu.actions() if not one.isSeparator()]


def test_a_wide_bar_has_the_primary_act_and_five_more_at_most(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, 492)
    assert list(bar.buttons) == [
        Move.DISPATCH,
        Move.OPEN_COORDINATION,
        Move.URGE,
        Move.NOTE,
        Move.SUPERVISE,
    ]
    assert in_menu(bar) == ["add_photo"]


def test_a_narrow_bar_moves_the_rest_behind_more(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, 492)
    bar.resize(404, 100)
    qtbot.waitUntil(lambda: len(bar.buttons) == 4)
    assert in_menu(bar) == ["add_photo", "supervise"]


def test_locked_acts_stand_last_in_the_menu_with_their_reason(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, 404)
    last = bar.menu.actions()[-1]
    assert not last.isEnabled()
    assert last.toolTip() == "督办由督办员操作。您的岗位：派遣员。"


def test_the_same_acts_are_not_built_again(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, 492)
    before = bar.buttons[Move.DISPATCH]
    bar.show_acts(ACTS, {})
    assert bar.buttons[Move.DISPATCH] is before


def test_without_acts_there_is_no_more(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, 492)
    bar.show_acts(Acts(), {})
    assert not bar.buttons
    assert not bar.more.isEnabled()
    bar.open_menu()
    assert not bar.menu.isVisible()


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)  # off-screen
def test_the_menu_opens_on_its_first_open_act(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, 404)
    bar.open_menu()
    active = bar.menu.activeAction()
    assert active is not None
    assert active.data() == "add_photo"
    bar.menu.hide()


def test_every_button_says_its_key_on_hovering(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, 492)
    for button in (*bar.buttons.values(), bar.more):
        assert button.key
        assert button.toolTip().partition("\n")[0].endswith(f"  {button.key}")
