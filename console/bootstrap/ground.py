"""`import-geo` put together: the reading process, the ground's store, and the preview's window."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from console.cli.ground import Answer, columns_of, import_ground, offered
from console.cli.talk import Talk
from console.domain.ground import GroundKind
from console.services.ground_import import Wish
from console.services.ground_writing import Written, write_offer
from console.settings import Settings
from console.views.wording import Language, Wording
from db import OpenStore
from db.ground_import import PostgresGround
from db.standing import local_day

Opened = Callable[[Settings], AbstractContextManager[OpenStore]]


def note_words(old: str, new: str) -> str:
    """The note in a case's trail, in the city's own language whatever the terminal speaks."""
    chinese = Wording(Language.CHINESE, strict=False)
    code = "geo.note.moved" if new else "geo.note.nowhere"
    return chinese.say(code, old=old, new=new) if new else chinese.say(code, old=old)


def run_ground(
    settings: Settings, given: Any, talk: Talk, opened: Opened, now: Callable[[], datetime]
) -> int:
    """Read a file of ground; tell, show or write what it changes."""
    wish = Wish(
        file=given.file,
        kind=GroundKind(given.kind),
        day=local_day(now()),
        layer=given.layer,
        crs=given.crs,
        columns=columns_of(given.map),
        whole=given.whole,
        scheme=given.scheme,
    )
    answer = Answer(write=given.write, as_json=given.json, report=given.report, reason=given.reason)
    with opened(settings) as store:
        ground = PostgresGround(store.engines[0])
        if not given.preview:
            return import_ground(wish, answer, ground, store.store, note_words, talk, now())
        from console.viewmodels.ground_preview import GroundPreview
        from console.views.ground_preview import run_preview

        offer = offered(wish, answer, ground, talk)

        def write() -> Written:
            cases, reason = store.store, answer.reason
            return write_offer(offer, ground, cases, note_words, now(), _untold, reason=reason)

        return run_preview(lambda lanes, say: GroundPreview(offer, write, lanes, say), settings)


def _untold(_part: str, _done: int, _of: int) -> None:
    """The window says that it writes; how far is the terminal's matter."""
