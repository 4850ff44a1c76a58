"""`db wall scenes`: the scenes of the walls as a file to edit, checked, kept, or as shipped."""

from pathlib import Path
from typing import Any

from console.cli import exits
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable, unwritable
from console.domain.refusal import Refusal
from console.domain.scene import Show
from console.evaluation.scene_json import MOST_BYTES, look_through, write_show
from console.ports.wall import WallOrders

Given = Any  # argparse's own bag of values


def check_scenes(file: Path, talk: Talk) -> int:
    """Whether a file holds scenes that can be kept; needs no database and writes nothing."""
    show = _read(file, talk)
    if show is None:
        return exits.FOUND
    turning = sum(one.seconds > 0 for one in show.scenes)
    facts = {"file": file, "count": len(show.scenes), "turning": turning}
    talk.tell("cli.db.wall.scenes.good", **facts)
    return exits.DONE


def edit_scenes(given: Given, walls: WallOrders, shipped: str, talk: Talk) -> int:
    """`--out`, `--in` and `--shipped`; `shipped` is the text (JSON) that comes with the console.

    Raises `Refusal` `scene.no_file`, `file.unwritable`, and as `WallOrders.put_scenes`.
    """
    if given.out is not None:
        return _write(given.out, walls.scenes() or shipped, talk)
    if given.shipped:
        version = walls.put_scenes(None, given.reason)
        talk.tell("cli.db.wall.scenes.shipped", version=version)
        return exits.DONE
    show = _read(given.taken, talk)
    if show is None:
        return exits.REFUSED
    version = walls.put_scenes(write_show(show), given.reason)
    talk.tell("cli.db.wall.scenes.kept", version=version, count=len(show.scenes))
    return exits.DONE


def _write(file: Path, text: str, talk: Talk) -> int:
    refuse_unwritable(file)
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(file, error) from None
    talk.tell("cli.db.wall.scenes.written", file=file)
    return exits.DONE


def _read(file: Path, talk: Talk) -> Show | None:
    """The scenes of a file; None where it has faults, which are told, each on its line."""
    try:
        with file.open(encoding="utf-8-sig") as opened:
            text = opened.read(MOST_BYTES + 1)  # a longer one is refused as too long
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("scene.no_file", file=str(file)) from error
    looked = look_through(text)
    if not looked.faults:
        return Show(version=looked.version, scenes=looked.scenes)
    for no in looked.faults:
        talk.tell(no.code, **no.facts)
    talk.tell("cli.db.wall.scenes.faults", file=file, count=len(looked.faults))
    return None
