"""Every command of the console in one shape: the gestures of the services and what screens do.

Buttons, menus, shortcuts, key sheet, command line and tests are fed from `COMMANDS`. What a
command does is not here (`views.shell_commands`), nor its words (codes `gesture.*`, `command.*`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from console.domain.stage import CENTRE_POSTS, Move, Post
from console.domain.ways import STAGES_OF_MOVE
from console.services.registry import GESTURES


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellCommand:
    """One command. `key` is empty where the menu (Shift+F10) and the command line are the way.

    `context` is as in DESIGN 5: G anywhere, L lists, D lists and case detail. `move` is the gesture
    it opens, None for a command of the screen. `hidden` ones (ten queues) are left out of the key
    sheet and the command line, which show one line for all. One with `posts` is shown only to
    who holds one of them.
    """

    id: str
    key: str = ""
    context: str = "G"
    move: Move | None = None
    code: str = ""
    hidden: bool = False
    posts: tuple[Post, ...] = ()

    @property
    def words(self) -> str:
        """The code of the command's words."""
        return self.code or f"command.{self.id}"


RAIL: Final = (
    "accept",
    "confirm",
    "register",
    "dispatch",
    "handle",
    "verify",
    "close",
    "overdue",
    "coordinate",
    "mine",
)
"""Queues in rail order, keys Alt+1…9, 0; the first seven are stages, the rest cut across."""
ACROSS_FROM: Final = RAIL.index("overdue")


def rail_cap(at: int) -> str:
    """The digit of a queue in the rail."""
    return str((at + 1) % 10)


def _gestures() -> tuple[ShellCommand, ...]:
    # A call is taken at the centre too; there its first step is the acceptance, not the report.
    inside = [one for one in GESTURES if one.move is Move.REPORT or one.posts & set(CENTRE_POSTS)]
    return tuple(
        ShellCommand(
            id=one.move.value, key=one.key, context=one.context, move=one.move, code=one.code
        )
        for one in inside
    )


def _queues() -> tuple[ShellCommand, ...]:
    return tuple(
        ShellCommand(
            id=f"queue.{queue}", key=f"Alt+{rail_cap(at)}", code=f"queue.{queue}", hidden=True
        )
        for at, queue in enumerate(RAIL)
    )


def _posts() -> tuple[ShellCommand, ...]:
    return tuple(
        ShellCommand(id=f"post.{post.value}", key=f"Ctrl+{at + 1}", code=f"post.{post.value}")
        for at, post in enumerate(CENTRE_POSTS)
    )


ASSESSORS: Final = (Post.SUPERVISOR, Post.SHIFT_LEADER, Post.ADMINISTRATOR)
"""Posts that read the assessment and see what walls show."""

SCREEN: Final = (
    ShellCommand(id="find", key="Ctrl+K"),
    ShellCommand(id="keys", key="F1"),
    ShellCommand(id="keys_typed", key="?", context="L", code="command.keys", hidden=True),
    ShellCommand(id="emergency", key="Shift+F1"),
    ShellCommand(id="refresh", key="F5"),
    ShellCommand(id="queued", key="Ctrl+Shift+D"),
    ShellCommand(id="map_window", key="F11"),
    ShellCommand(id="walls", key="Ctrl+F11", posts=ASSESSORS),
    ShellCommand(id="events", key="F12"),
    ShellCommand(id="theme", key="Ctrl+Shift+T"),
    ShellCommand(id="language", key="Ctrl+Shift+I"),
    ShellCommand(id="settings", key="Ctrl+,"),
    ShellCommand(id="administration", key="Ctrl+Shift+A", posts=(Post.ADMINISTRATOR,)),
    ShellCommand(id="assessment", key="Ctrl+Shift+J", posts=ASSESSORS),
    ShellCommand(id="layout", key="Ctrl+Shift+Home"),
    ShellCommand(id="list_map", key="Ctrl+G"),
    ShellCommand(id="cancel_task", key="Ctrl+F2"),
    ShellCommand(id="outcomes", key="Ctrl+Shift+O"),
    ShellCommand(id="sign_out", key="Ctrl+Shift+Q"),
    ShellCommand(id="more", key="Shift+F10", context="D"),
    ShellCommand(id="locate", key="M", context="D"),
    ShellCommand(id="layers", key="L", context="D"),
    ShellCommand(id="grid_card", key="I", context="D"),
    ShellCommand(id="standard", key="S", context="D"),
    ShellCommand(id="trail", key="T", context="D"),
    ShellCommand(id="why", key="W", context="D"),
    ShellCommand(id="reveal", key="Ctrl+R", context="D"),
    ShellCommand(id="next_case", key="Space", context="L"),
    ShellCommand(id="open_case", key="Return", context="L"),
    ShellCommand(id="release", key="Esc", context="L"),
    ShellCommand(id="row_up", key="K", context="L"),
    ShellCommand(id="row_down", key="J", context="L"),
    ShellCommand(id="filter", key="/", context="L"),
    ShellCommand(id="clear_filter", key="Ctrl+0"),
    ShellCommand(id="copy_number", key="Ctrl+C", context="L"),
    ShellCommand(id="export_list", key="Ctrl+E", context="L"),
    ShellCommand(id="copy_text", key="Ctrl+Shift+C", context="D"),
    ShellCommand(id="goto", key="G", context="D"),
    ShellCommand(id="map_box", key="B", context="D"),
    ShellCommand(id="map_polygon", key="Shift+B", context="D"),
    ShellCommand(id="map_ruler", key="R", context="D"),
    ShellCommand(id="map_nearby", key="N", context="D"),
    ShellCommand(id="map_print", key="Ctrl+P"),
    ShellCommand(id="replay", key="Ctrl+Shift+B"),
    ShellCommand(id="map_in", key="+", context="D"),
    ShellCommand(id="map_out", key="-", context="D"),
    *(
        ShellCommand(id=f"map_{side}", key=f"Ctrl+{key}", context="D", hidden=True)
        for side, key in (("west", "Left"), ("east", "Right"), ("north", "Up"), ("south", "Down"))
    ),
)

COMMANDS: Final[tuple[ShellCommand, ...]] = (*_gestures(), *_posts(), *_queues(), *SCREEN)
COMMAND_OF: Final[Mapping[str, ShellCommand]] = {one.id: one for one in COMMANDS}


def offered(posts: Collection[Post]) -> tuple[ShellCommand, ...]:
    """The commands that are shown to who holds these posts."""
    return tuple(one for one in COMMANDS if not one.hidden and open_to(one, posts))


def open_to(command: ShellCommand, posts: Collection[Post]) -> bool:
    """Whether a command is shown to who holds these posts."""
    return not command.posts or any(post in posts for post in command.posts)


def by_key() -> Mapping[str, tuple[ShellCommand, ...]]:
    """Commands of each key; several share one only where no stage of a case has two of them."""
    found: dict[str, tuple[ShellCommand, ...]] = {}
    for one in COMMANDS:
        if one.key:
            found[one.key] = (*found.get(one.key, ()), one)
    return found


def share_a_stage(one: ShellCommand, other: ShellCommand) -> bool:
    """Whether a case can be in a stage where both gestures are lawful for somebody."""
    if one.move is None or other.move is None:
        return True
    return bool(STAGES_OF_MOVE[one.move] & STAGES_OF_MOVE[other.move])


MAIN_QUEUE: Final[Mapping[str, str]] = {
    "acceptor": "accept",
    "shift_leader": "register",
    "dispatcher": "dispatch",
    "verifier": "verify",
    "supervisor": "overdue",
}
"""The queue a post works first; «下一件» and the opening screen take it."""
