"""Put the place of a case right (更正位置): point, address, and all that follows from them."""

from dataclasses import dataclass, replace
from typing import ClassVar

from console.domain.coordinates import distance_m
from console.domain.place import Place, Point
from console.domain.stage import Move
from console.ports.work import Work
from console.services.moving import MoveCommand, make_move, write_to
from console.services.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPlace(MoveCommand):
    """The case lies elsewhere than was written down.

    `point` is WGS84; None moves nothing on the ground. `component` is the code of the thing there.
    """

    move: ClassVar[Move] = Move.CORRECT_PLACE
    address: str = ""
    point: Point | None = None
    component: str | None = None


def correct_place(command: CorrectPlace, work: Work, seat: Seat, command_id: str) -> None:
    """Move it: grids, divisions and area follow from the unit grids; a unit at work is told.

    Raises `Refusal` `need.another_place` when nothing would be another.
    """
    address, component = command.address.strip(), command.component
    old = work.case(command.case).place
    if command.point is None or command.point == old.point:
        place = replace(old, address=address, component=component)
    else:
        place = work.locate(Place(address=address, point=command.point, component=component))
    more: dict[str, object] = {"place": place}
    if old.point is not None and place.point is not None:
        more["moved"] = round(distance_m(old.point, place.point))
    after = make_move(command, work, seat, command_id, **more)
    if after.unit:
        write_to(work, seat, "unit.correct_place", after.unit, after, command.reason)
