"""A console that is at work lets suspended cases go on."""

from datetime import timedelta

import pytest

from console.domain.stage import Move, Post, Stage
from console.viewmodels.resuming import Resuming
from tests.panels import Table, a_table
from tests.rows import a_case_row
from tests.stages import bench_at


def seated() -> Table:
    """A seat in whose city one suspension is over."""
    table = a_table(Post.VERIFIER)
    suspended = bench_at(Stage.SUSPENDED)
    table.bench.store.cases |= suspended.store.cases
    table.bench.store.trails |= suspended.store.trails
    table.bench.case_id = suspended.case_id
    until = table.case.suspended_until
    assert until is not None
    row = a_case_row(1, stage=Stage.SUSPENDED, id=table.case.id, suspended_until=until)
    table.reading.put(row)
    table.bench.at = until + timedelta(minutes=1)
    return table


@pytest.mark.usefixtures("qapp")
def test_starting_looks_at_once() -> None:
    table = seated()
    resuming = Resuming(table.desk)
    resuming.start()
    resuming.stop()
    assert table.case.stage is Stage.HANDLING
    assert table.trail()[-1].move is Move.RESUME


def test_a_lost_store_is_not_asked() -> None:
    table = seated()
    table.desk._set_lost(lost=True)
    Resuming(table.desk).look()
    assert table.case.stage is Stage.SUSPENDED
