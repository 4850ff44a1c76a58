"""`shot wall`: a picture of one scene of the wall with the data there are."""

from typing import Any

from console.domain.refusal import Refusal
from console.domain.scene import Show
from console.evaluation.scene_json import read_show, usable
from console.settings import Settings
from console.views.resources import resource
from console.views.wall.shot import render_wall
from db.engine import wall_engine
from db.site import Site
from db.wall import PostgresWall
from db.walls import wall_here

Given = Any  # argparse's own bag of values


def wall_shot(site: Site, settings: Settings, given: Given) -> int:
    """As `views.wall.shot.render_wall`. Raises `Refusal` `cli.shot.scene.unknown`."""
    url = wall_here(site.url, site.wall_password) if site.embedded else site.url
    reading = PostgresWall(wall_engine(url))
    try:
        shipped = read_show(resource("wall", "scenes.json").read_text(encoding="utf-8"))
        scenes, _ = usable(reading.scenes(), shipped)  # as a wall reads them
        show = _only(scenes, given.scene)
        wished = (settings.language, given.size, given.letters, given.out)
        return render_wall(reading, reading.past(), show, *wished)
    finally:
        reading.close()


def _only(show: Show, name: str) -> Show:
    """The scene of a name, the first without one."""
    for scene in show.scenes:
        if name in ("", scene.name):
            return Show(version=show.version, scenes=(scene,))
    names = ", ".join(scene.name for scene in show.scenes)
    raise Refusal("cli.shot.scene.unknown", scene=name, names=names)
