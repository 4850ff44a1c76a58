"""The workbook of people: every count is the sum of its column, and each act is there once."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.domain.stage import Post
from console.evaluation.posts import AREA_COUNTS, POSTS
from console.evaluation.scheme import POST_OF, ObjectKind
from console.evaluation.scoring import Scores
from console.export.assessment_export import write_assessment
from console.export.people_book import PeopleBook
from console.views.wording import Wording
from tests.export.assessment_sample import LAYOUT
from tests.export.people_reading import NOW, made, reading, written
from tests.export.people_reading import POSTS as KINDS
from tests.recalculation import Office, cells_of, disagreements, formulas_of

PEOPLE = Wording("zh_CN").say("assess.sheet.acts")


def test_every_figure_is_calculated_to_the_same_value_by_another_program(tmp_path: Path) -> None:
    paths = []
    for kind in KINDS:
        path, book = tmp_path / f"{kind.value}.xlsx", written(kind)
        write_assessment(book.book, book.rows, path, layout=LAYOUT)
        paths.append(path)
    for path, theirs in zip(paths, Office(tmp_path).recalculated(*paths), strict=True):
        assert len(formulas_of(path)) > 30, path.name
        assert not disagreements(path, theirs), path.name


@pytest.mark.parametrize("kind", KINDS)
def test_the_flags_of_a_person_add_up_to_his_counts(kind: ObjectKind) -> None:
    book = written(kind)
    names = [column.name for column in book.book.drill.columns]
    rows = list(book.rows)
    assert rows
    assert len(rows) == book.count
    post = POST_OF[kind]
    for score in made(kind).scores.rows:
        mine = [row for row in rows if row[names.index("object")] == score.subject.object]
        for name in (*(one.name for one in POSTS[post]), *AREA_COUNTS.get(post, ())):
            summed = sum(int(str(row[names.index(name)])) for row in mine)
            assert summed == score.subject.counts[name], (score.subject.object, name)


def test_a_row_tells_the_act_and_what_is_true_of_it() -> None:
    book, say = written(ObjectKind.DISPATCHER), Wording("zh_CN").say
    names = [column.name for column in book.book.drill.columns]
    acts = {
        (one.number, one.act.at, say(f"gesture.{one.act.move}").removesuffix("…")): one
        for one in reading().acts(made(ObjectKind.DISPATCHER).span)
        if one.act.post is Post.DISPATCHER
    }
    seen: Counter[str] = Counter()
    for row in book.rows:
        told: dict[str, Any] = dict(zip(names, row, strict=True))
        one = acts[told["number"], told["at"], told["move"]]
        assert (told["object"], told["due"]) == (one.act.operator, one.act.due)
        assert told["act_in_time"] == int(one.act.due is None or one.act.at <= one.act.due)
        assert (told["act_first"], told["act_again"]) == (one.act.first, one.act.again)
        seen[told["move"]] += 1
    assert set(seen) >= {"派遣", "二次派遣"}


def test_figures_of_duty_grids_have_a_row_of_their_own(tmp_path: Path) -> None:
    kind = ObjectKind.INSPECTOR
    scores = _with_areas(made(kind).scores)
    book = PeopleBook(made(kind).plan, "2026", NOW, Wording("zh_CN").say, lambda one: one.zh)
    span = made(kind).span
    count = book.how_many(reading().act_tallies(span), scores)
    rows = list(book.act_rows(reading().acts(span), scores))
    assert len(rows) == count
    path = tmp_path / "a.xlsx"
    write_assessment(book.book(scores, count), rows, path, layout=LAYOUT)
    values = [value for (sheet, _), value in cells_of(path).items() if sheet == PEOPLE]
    assert values.count("责任网格合计") == len(scores.rows)


def _with_areas(scores: Scores) -> Scores:
    return replace(
        scores,
        rows=tuple(
            replace(
                row,
                subject=replace(
                    row.subject, counts={**row.subject.counts, "missed_report": 2, "area_inst": 9}
                ),
            )
            for row in scores.rows
        ),
    )
