"""Notes and photos: they add and replace nothing, so they never clash."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.stage import Move
from console.ports.work import Photo
from console.services.moving import MoveCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCase(MoveCommand):
    """A remark in the trail."""

    move: ClassVar[Move] = Move.NOTE
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPhotos(MoveCommand):
    """Further pictures of the case."""

    move: ClassVar[Move] = Move.ADD_PHOTO
    photos: tuple[Photo, ...] = ()
