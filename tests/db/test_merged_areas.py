"""Cases merged across districts: who ends the leading one answers the callers of them all."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.services.closing import VoidCase
from console.services.intake import MergeCase
from console.services.moving import MoveCommand
from console.services.runner import run
from console.services.seat import Seat
from db import OpenStore
from tests.db.crew import Crew, at_work, operator
from tests.db.lives import CALLER, MORNING, PLACE, Life, actor

HERE, THERE = "410402", "410403"


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    leader = operator("dan", [Post.SHIFT_LEADER], [HERE])
    with at_work(owner, database_url, tmp_path, leader) as made:
        yield made


def placed(life: Life, area: str, *, called: bool = True) -> CaseId:
    case = life.report(caller=CALLER if called else None)
    place = Place(address="界河路", point=PLACE, district=area, management_area=area)
    life.act(case, Move.AMEND, Post.ACCEPTOR, place=place)
    return case


def do(crew: Crew, command: MoveCommand) -> None:
    """At the seat of the shift leader of HERE."""
    seat = Seat(
        actor=actor(Post.SHIFT_LEADER, "dan"),
        now=lambda: MORNING,
        store=crew,
        new_command=lambda: str(uuid4()),
    )
    run(command, seat)


def test_callers_of_another_district_are_answered_with_the_leading_case(
    crew: Crew, store: OpenStore, owner: Engine
) -> None:
    life = Life(store.store)
    master, near, far, silent = (
        placed(life, HERE),
        placed(life, HERE),
        placed(life, THERE),
        placed(life, THERE, called=False),
    )
    for case in (near, far, silent):
        life.act(case, Move.MERGE, Post.ACCEPTOR, master=master)
    do(crew, VoidCase(case=master, reason="误报"))
    with owner.connect() as connection:
        told = connection.execute(
            text("SELECT addressee, case_id FROM letter WHERE kind = 'caller.result' ORDER BY 1")
        )
        assert [tuple(row) for row in told] == [(str(one), master) for one in (master, near, far)]


def test_a_case_that_leads_others_of_another_district_is_not_merged_itself(
    crew: Crew, store: OpenStore
) -> None:
    life = Life(store.store)
    case, other, far = placed(life, HERE), placed(life, HERE), placed(life, THERE)
    life.act(far, Move.MERGE, Post.ACCEPTOR, master=case)
    with pytest.raises(Refusal, match=r"merge\.has_members"):
        do(crew, MergeCase(case=case, master=other))


def test_what_is_merged_into_a_case_of_another_district_is_not_told(
    crew: Crew, store: OpenStore
) -> None:
    life = Life(store.store)
    master, far = placed(life, THERE), placed(life, THERE)
    life.act(far, Move.MERGE, Post.ACCEPTOR, master=master)
    who = actor(Post.SHIFT_LEADER, "dan")
    with (
        pytest.raises(Refusal, match=r"judge\.area"),
        crew.begin(str(uuid4()), who, MORNING) as work,
    ):
        work.merged_into(master)
