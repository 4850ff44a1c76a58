"""The card of one case, the live events and the shift's summary."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from console.domain.case import CaseId
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from db import OpenStore
from tests.db.lives import CALLER, MORNING, Life, actor, standard
from tests.db.town import COMPONENT, GRIDS, WEST, component, settle


def test_the_card_knows_everything_of_its_case(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store, at=store.reading.server_time().replace(microsecond=0))
    other = life.report(point=WEST)
    life.to_handling(other)
    case = life.report(point=WEST, caller=CALLER)
    place = Place(address="中兴路 12 号门前", point=WEST, unit_grid=GRIDS[0], component=COMPONENT)
    life.act(case, Move.AMEND, Post.ACCEPTOR, place=place)
    life.to_handling(case, "U1")
    store.claims.hold(case, actor(Post.ACCEPTOR), life.at)
    card = store.reading.detail(case, "chen")
    assert [step.seq for step in card.steps] == list(range(1, len(card.steps) + 1))
    assert card.component == component()
    assert card.claim is not None
    assert (card.claim.operator, card.opened) == ("chen", True)
    assert card.names["U1"] == "市政处"
    assert card.names["chen"] == "陈受理"
    assert [(one.id, one.metres) for one in card.related] == [(other, 0.0)]
    assert card.inspector == "I001"  # bound to the duty grid of the place


def test_an_unknown_case_has_no_card(store: OpenStore) -> None:
    with pytest.raises(Refusal) as refused:
        store.reading.detail(CaseId(2026000000001), "chen")
    assert refused.value.code == "case.unknown"


def test_a_case_is_found_by_its_number(store: OpenStore) -> None:
    case = Life(store.store).report()
    assert store.reading.find_number(" 2026-1123-000001 ") == case
    assert store.reading.find_number("2026-1123-000002") is None


def test_events_come_newest_first(store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report()
    life.act(case, Move.NOTE, Post.ACCEPTOR, text="一")
    events = store.reading.events(limit=1)
    assert [(one.case, one.move, one.number) for one in events] == [
        (case, Move.NOTE, "2026-1123-000001")
    ]
    assert len(store.reading.events()) == 2


def test_an_authorisation_tells_whose_it_is_and_until_when(store: OpenStore) -> None:
    life = Life(store.store)
    case, until = life.report(), MORNING + timedelta(hours=8)
    life.act(case, Move.AUTHORISE, Post.SHIFT_LEADER, colleague="lin", until=until)
    handed, reported = store.reading.events()
    assert (handed.colleague, handed.until) == ("lin", until)
    assert (reported.colleague, reported.until) == ("", None)


def test_the_shift_counts_own_acts_with_waits_and_time_kept(store: OpenStore) -> None:
    life = Life(store.store, minutes=10)
    cases = [life.report() for _ in range(2)]
    for case in cases:
        life.act(case, Move.ORDER_CONFIRMATION, Post.ACCEPTOR, inspector="I001")
    rows = {row.move: row for row in store.reports.shift("chen", MORNING)}
    assert (rows[Move.ACCEPT].count, rows[Move.ACCEPT].median_minutes) == (2, None)
    confirmed = rows[Move.ORDER_CONFIRMATION]
    assert (confirmed.count, confirmed.median_minutes, confirmed.in_time) == (2, 20, 0.0)
    assert store.reports.shift("chen", life.at) == ()
    assert store.reports.shift("lin", MORNING - timedelta(days=1)) == ()


def test_the_card_shows_the_registered_standard(store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report()
    life.to_end(case, standard=standard("0102", "污水井盖"))
    assert store.reading.detail(case, "chen").case.standard == standard("0102", "污水井盖")
