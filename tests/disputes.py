"""A case two units have sent back, as the supervisor finds it in coordination."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from console.domain.place import Component, Point
from console.domain.stage import Post, Stage
from console.ports.rows import CaseDetail, Precedents
from console.services.coordinating import ProposeDesignation
from console.services.dispatching import DispatchCase
from console.services.returning import ApproveReturn, RequestReturn
from tests.fakes import a_unit
from tests.panels import Table, a_table

NAMES = {"U1": "pipeline company", "U2": "broadcasting", "U3": "road works"}


def a_component() -> Component:
    """A manhole cover kept up by U1, owned by U2, under U3."""
    return Component(
        code="4104020107000042",
        scheme="GBT30428",
        category="0107",
        name="cover",
        point=Point(113.3, 33.7),
        unit_grid="410402001001001",
        address="Jianshe Road",
        competent_unit="U3",
        owner_unit="U2",
        maintenance_unit="U1",
        surveyed_on=date(2026, 6, 1),
        changed_on=date(2026, 6, 1),
    )


def a_dispute(post: Post = Post.SUPERVISOR) -> Table:
    """Dispatched to U1 and to U2, returned by both: in coordination (article 22)."""
    table = a_table(post)
    table.advance(Stage.DISPATCHED)
    bench, case = table.bench, table.case.id
    bench.do(Post.DISPATCHER, RequestReturn(case=case, reason="not ours"))
    bench.do(Post.SHIFT_LEADER, ApproveReturn(case=case))
    bench.do(Post.DISPATCHER, DispatchCase(case=case, unit="U2", instruction="please"))
    bench.do(Post.DISPATCHER, RequestReturn(case=case, reason="nor ours"))
    bench.do(Post.SHIFT_LEADER, ApproveReturn(case=case))
    area = replace(a_unit("U1", NAMES["U1"]), categories=("event:0110",))
    away = replace(a_unit("U2", NAMES["U2"]), areas=("410499",), categories=("event:0110",))
    table.reading.known_units = (area, away, a_unit("U3", NAMES["U3"]))
    table.reading.past = Precedents(cases=(), by_unit=(("U1", 9, 1, 0), ("U2", 1, 0, 4)))
    table.sit(post)
    return table


def disputed(table: Table) -> CaseDetail:
    """The case as read by a screen, with its component and without a map."""
    detail = table.detail()
    bare = replace(detail.case.place, point=None)
    case = replace(detail.case, place=bare)
    detail = replace(detail, case=case, component=a_component(), names=NAMES)
    table.reading.details[case.id] = detail
    return detail


def propose(table: Table) -> None:
    """The supervisor's decision, waiting for the second signer."""
    command = ProposeDesignation(
        case=table.case.id, unit="U1", basis=("deed: all covers",), reason="the deed says so"
    )
    table.bench.do(Post.SUPERVISOR, command)
