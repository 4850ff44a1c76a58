"""What a notice says: the same figures as the ranking, who publishes, how far it is published."""

import pytest

from console.domain.refusal import Refusal
from console.evaluation.scheme import ObjectKind
from console.export.edition import Edition, shown
from console.services.public_editions import Publication
from tests.evaluation.schemes import shipped
from tests.export.edition_sample import FINGERPRINT, edition_of
from tests.export.people_reading import POSTS


def rows(edition: Edition) -> dict[str, dict[str, str]]:
    """Object -> column's title -> what is printed."""
    return {
        str(row[1]): {
            column.title: shown(value, column)
            for column, value in zip(table.columns, row, strict=True)
        }
        for table in edition.tables
        for row in table.rows
    }


@pytest.mark.parametrize("kind", POSTS)
def test_people_are_never_published(kind: ObjectKind) -> None:
    with pytest.raises(Refusal, match=r"assess\.people"):
        edition_of(shipped("standard", kind))


def test_a_draft_says_so_and_a_published_one_shows_its_fingerprint() -> None:
    draft = edition_of(publication=Publication()).edition
    assert (draft.draft, draft.state) == (True, "草稿，未公布")
    assert ("公布状态", "草稿，未公布") in draft.facts
    published = edition_of().edition
    assert (published.draft, published.state) == (False, "已公布 2027-06-01 08:00")
    assert ("指纹", FINGERPRINT) in published.facts
    assert ("数据截至", "2027-06-01 08:00") in published.facts


@pytest.mark.parametrize("name", ["standard", "yuncheng", "jinhua"])
def test_the_notice_has_the_figures_of_its_workbook(name: str) -> None:
    public = edition_of(shipped(name, ObjectKind.DEPARTMENT))
    told = rows(public.edition)
    books = [row.values for ranking in public.book.rankings for row in ranking.rows]
    assert len(books) == len(told) > 1
    for values in books:
        mine = told[str(values["object"])]
        assert mine["名次"] == ("—" if values["rank"] is None else str(values["rank"]))
        assert mine["立案数"] == str(values["inst"])
        assert mine["应结案数"] == str(values["need_archive"])
        assert mine.get("等级", "—") == (values.get("grade") or "—")


def test_a_row_of_the_workbook_s_sums_is_an_object_and_no_case() -> None:
    public = edition_of()
    assert (
        len(public.rows)
        == public.book.drill.cases
        == sum(len(one.rows) for one in public.book.rankings)
    )
    assert [one.name for one in public.book.drill.columns[:2]] == ["object", "name"]
    assert all(isinstance(cell, int) for row in public.rows for cell in row[2:])


def test_both_languages_say_whose_notice_it_is() -> None:
    assert edition_of().edition.title == "平顶山市数字化城市管理综合评价通报"
    assert edition_of().edition.issuer == "平顶山市城市管理委员会办公室"
    english = edition_of(language="en").edition
    assert (english.language, english.title.startswith("Pingdingshan Notice")) == ("en", True)
