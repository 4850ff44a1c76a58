"""What an amendment would change, asked of the real server: told exactly, and nothing is kept."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from console.domain.stage import Move, Post
from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.ports.facts import Flag
from console.ports.publications import Mark
from console.services.assessing import Named
from console.services.publication_checks import findings
from console.services.publishing import amend, difference, prepare, preview, sign
from db import OpenStore
from db.publications import PostgresPublications
from tests.db.lives import Life
from tests.evaluation.schemes import shipped

NOVEMBER = period_of(PeriodKind.MONTH, date(2026, 11, 1))
NOW = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
SCHEME = shipped("standard", ObjectKind.DEPARTMENT)


def test_a_preview_tells_what_the_amendment_then_changes_and_keeps_nothing(
    store: OpenStore, owner: Engine
) -> None:
    life = Life(store.store)
    case = life.report()
    life.to_handling(case, "U2")
    life.at += timedelta(days=3)
    life.act(case, Move.FEEDBACK, Post.UNIT, text="已修复")
    life.act(case, Move.ORDER_VERIFICATION, Post.VERIFIER, inspector="I001")
    life.act(case, Move.ANSWER_VERIFICATION, Post.INSPECTOR, outcome="pass")
    life.act(case, Move.PASS, Post.VERIFIER)
    life.act(case, Move.CLOSE, Post.SHIFT_LEADER)
    publications = PostgresPublications(owner, "guo")
    head = prepare(publications, SCHEME, NOVEMBER, [Named(code="U2", name="U2")], NOW)
    sign(PostgresPublications(owner, "zhou"), head.id, Mark.CHECKED, NOW)
    sign(PostgresPublications(owner, "ann"), head.id, Mark.PUBLISHED, NOW)
    late = [one.fact.case for one in publications.cases(head.id) if Flag.LATE in one.flags]
    assert late == [case]
    life.act(case, Move.APPEAL, Post.UNIT, "停电")
    life.act(case, Move.REVIEW_APPEAL, Post.DISPATCHER)
    life.act(case, Move.GRANT_APPEAL, Post.ACCEPTOR)
    told = preview(publications, head.id, [case], NOW)
    assert [one.object for one in told] == ["U2"]
    assert [one.id for one in publications.heads()] == [head.id]
    made = amend(publications, head.id, "申诉成立", NOW, [case])
    assert difference(publications, made.id).figures == told


def test_a_seat_verifies_over_its_own_connections_while_the_list_is_looked_at(
    store: OpenStore, owner: Engine
) -> None:
    life = Life(store.store)
    life.to_end(life.report())
    head = prepare(PostgresPublications(owner, "guo"), SCHEME, NOVEMBER, [], NOW)
    told = store.publications.trails(head.id)
    next(told)
    assert [one.id for one in store.publications.heads()] == [head.id]
    assert next(findings(store.publications, head), None) is None
    told.close()  # type: ignore[attr-defined] # a generator
