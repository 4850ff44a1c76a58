"""Finding by initials, code and words; likely duplicates one after the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication

from console.domain.case import CaseId
from console.domain.place import AreaLevel, Place, Point
from console.domain.stage import Post, Stage
from console.ports.rows import PlaceHit, RelatedCase, SimilarCase
from console.viewmodels.category_finder import CategoryFinder, key_text
from console.viewmodels.duplicates import Duplicates
from console.viewmodels.pinyin import Option, an_option, letters, matched, narrowed
from console.viewmodels.place_finder import PlaceFinder, match
from tests.panels import Table, a_table
from tests.rows import NOW
from tests.standards import LAMP, SMALL_STANDARDS


@pytest.fixture
def table(qapp: QCoreApplication) -> Table:
    made = a_table(Post.ACCEPTOR)
    made.reading.standards = SMALL_STANDARDS
    return made


@pytest.mark.parametrize(
    ("text", "wanted"), [("路灯", "ld"), ("A栋3号", "ad3h"), ("", ""), ("12319 热线", "12319 rx")]
)
def test_every_character_has_one_letter(text: str, wanted: str) -> None:
    assert letters(text) == wanted
    assert len(letters(text)) == len(text)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("ld", (0, 2)),
        ("jg", (2, 2)),
        ("井盖", (2, 2)),
        ("0106", (0, 0)),
        ("xx", None),
        ("", (0, 0)),
    ],
)
def test_a_name_is_found_by_initials_words_or_code(
    typed: str, place: tuple[int, int] | None
) -> None:
    assert matched(an_option("0106", "路灯井盖"), typed) == place


def test_names_that_begin_so_come_first() -> None:
    options = (Option(code="1", name="暗路灯", initials="ald"), an_option("2", "路灯"))
    assert [one.code for one in narrowed(options, "ld")] == ["2", "1"]


def test_classes_of_the_chosen_component_come_first(table: Table) -> None:
    finder = CategoryFinder(table.desk)
    finder.load()
    finder.component_category = "0106"
    assert finder.find("ld")[0].category.name == "路灯井盖"
    assert not finder.find("ld")[1].of_component  # an event of the same code is another class


def test_a_condition_becomes_the_standard_of_a_case(table: Table) -> None:
    finder = CategoryFinder(table.desk)
    finder.load()
    assert finder.standard(None) is None
    finder.choose(key_text(LAMP.key), 2)
    standard = finder.standard(AreaLevel.FIRST)
    assert standard is not None
    assert (standard.condition, standard.version) == ("C2", "3")
    finder.choose_condition(1)
    changed = finder.standard(None)
    assert changed is not None
    assert changed.text == "单盏及以上不亮"
    finder.forget()
    assert finder.standard(None) is None


def test_a_standard_is_recognised_by_its_words(table: Table) -> None:
    finder = CategoryFinder(table.desk)
    finder.load()
    finder.choose(key_text(LAMP.key), 2)
    standard = finder.standard(None)
    assert standard is not None
    other = CategoryFinder(table.desk)
    other.load()
    other.recognise(standard)
    assert other.standard(None) == standard


def test_a_find_without_a_grid_is_located(table: Table) -> None:
    point = Point(113.3, 33.7)
    hit = PlaceHit(
        kind="address", title="建设路", detail="", place=Place(address="建设路", point=point)
    )
    table.reading.place_hits = (hit,)
    finder = PlaceFinder(table.desk)
    finder.find("js")
    finder.look()
    finder.take(0)
    assert finder.place is not None
    assert (finder.place.address, finder.place.district) == ("建设路", "410403")


def test_too_little_text_finds_nothing(table: Table) -> None:
    finder = PlaceFinder(table.desk)
    finder.find("j")
    assert finder.hits == ()
    assert not [asked for asked in table.reading.asked if asked.startswith("places")]


def test_a_point_or_plain_words_are_a_place_too(table: Table) -> None:
    finder = PlaceFinder(table.desk)
    finder.take_point(113.3, 33.7)
    assert finder.place is not None
    assert finder.place.point == Point(113.3, 33.7)
    finder.take_words("  ")
    finder.take_words("a tree by the river")
    assert finder.place.address == "a tree by the river"
    finder.forget()
    assert finder.place is None


@pytest.mark.parametrize(
    ("title", "typed", "place"),
    [
        ("建设路 0127# 路灯", "jsl 0127", (0, 3)),
        ("建设路 0127# 路灯", "0127", (4, 4)),
        ("建设路", "zz", (0, 0)),
        ("建设路", "", (0, 0)),
    ],
)
def test_the_match_in_a_title_is_marked(title: str, typed: str, place: tuple[int, int]) -> None:
    assert match(title, typed) == place


def a_similar(number: int, likeness: str) -> SimilarCase:
    case = RelatedCase(
        id=CaseId(number),
        number=f"2026-1123-{number:06d}",
        category_name="路灯",
        address="建设路",
        stage=Stage.HANDLING,
        reported_at=NOW,
        closed_at=None,
        unit_name="",
        handling_minutes=None,
        on_time=None,
    )
    return SimilarCase(
        case=case, likeness=likeness, reasons=(), point=None, description="", callers=1
    )


def test_each_likely_duplicate_is_decided_in_turn(table: Table) -> None:
    table.reading.likely = (a_similar(1, "high"), a_similar(2, "high"), a_similar(3, "low"))
    likes = Duplicates(table.desk)
    likes.compare(Place(address="建设路"), "component", "0118", "")
    likes.look()
    assert [one.case.id for one in likes.pressing] == [1, 2]
    likes.dismiss()
    assert likes.current is not None
    assert likes.current.case.id == 2
    likes.dismiss()
    assert likes.pressing == ()
    likes.point_at(0)
    assert likes.at == 0


def test_the_same_question_is_not_asked_twice_and_no_place_asks_nothing(table: Table) -> None:
    likes = Duplicates(table.desk)
    place = Place(address="建设路")
    likes.compare(place, "event", "0110", "")
    likes.look()
    likes.compare(replace(place), "event", "0110", "")
    assert table.reading.asked.count("similar") == 1
    likes.compare(None, "", "", "")
    likes.dismiss()
    assert likes.cases == ()
