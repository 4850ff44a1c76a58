"""Scenes as JSON: what is shipped holds, what is wrong is told by scene, block and remedy."""

import json
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from console.domain.refusal import Refusal
from console.domain.scene import BlockKind
from console.evaluation.scene_json import (
    MOST_BLOCKS,
    MOST_BYTES,
    Looked,
    look_through,
    read_show,
    usable,
    write_show,
)
from console.views.resources import resource
from console.views.wording import Wording

SHIPPED = resource("wall", "scenes.json").read_text(encoding="utf-8")
Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> str:
    document = json.loads(SHIPPED)
    change(document)
    return json.dumps(document)


def scene(document: dict[str, Any], name: str = "overview") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in document["scenes"] if one["name"] == name)
    return found


def block(document: dict[str, Any], key: str = "map") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in scene(document)["blocks"] if one["key"] == key)
    return found


def test_the_shipped_scenes_are_those_a_wall_needs() -> None:
    show = read_show(SHIPPED)
    assert [one.name for one in show.scenes] == [
        "overview", "district", "units", "hotline", "patrols", "emergency", "inspection", "month",
    ]  # fmt: skip
    kinds = {block.kind for one in show.scenes for block in one.blocks}
    assert kinds == set(BlockKind)


def test_the_overview_is_arranged_as_in_the_design() -> None:
    rects = {
        one.key: (one.rect.x, one.rect.y, one.rect.width, one.rect.height)
        for one in read_show(SHIPPED).scenes[0].blocks
    }
    assert rects == {
        "counters": (44, 146, 3752, 240),
        "map": (44, 410, 2500, 1074),
        "rates": (2568, 410, 1228, 1074),
        "backlog": (44, 1508, 1120, 508),
        "curve": (1188, 1508, 1230, 508),
        "longest": (2442, 1508, 1354, 508),
        "ticker": (44, 2040, 3752, 118),
    }


def test_every_block_has_a_place_on_a_wide_wall_that_uses_its_width() -> None:
    for one in read_show(SHIPPED).scenes:
        wide = [block.wide for block in one.blocks]
        assert None not in wide, one.name
        assert max(rect.x + rect.width for rect in wide if rect) == 7680 - 44, one.name


def test_blocks_keep_their_gap() -> None:
    for one in read_show(SHIPPED).scenes:
        for first, second in combinations(one.blocks, 2):
            for a, b in ((first.rect, second.rect), (first.wide, second.wide)):
                assert a is not None
                assert b is not None
                apart = max(
                    b.x - a.x - a.width, a.x - b.x - b.width,
                    b.y - a.y - a.height, a.y - b.y - b.height,
                )  # fmt: skip
                assert apart >= 24, (one.name, first.key, second.key)


def test_what_is_written_reads_back_equal() -> None:
    show = read_show(SHIPPED)
    assert read_show(write_show(show)) == show


def _twice(document: dict[str, Any]) -> None:
    document["scenes"].append(scene(document))


def _eight(document: dict[str, Any]) -> None:
    blocks = scene(document)["blocks"]
    blocks.append({**blocks[0], "key": "again"})


WRONG: dict[str, tuple[Change, str]] = {
    "kind": (lambda d: block(d).update(kind="weather"), "scene.choice"),
    "outside": (lambda d: block(d).update(rect=[44, 410, 3900, 900]), "scene.outside"),
    "wide outside": (lambda d: block(d).update(wide=[4000, 410, 3681, 900]), "scene.outside"),
    "under the head": (lambda d: block(d).update(rect=[44, 100, 500, 500]), "scene.outside"),
    "over": (lambda d: block(d).update(rect=[44, 410, 2600, 1074]), "scene.over_each_other"),
    "wide over": (lambda d: block(d).update(wide=[44, 410, 5000, 1074]), "scene.over_each_other"),
    "small": (lambda d: block(d).update(rect=[44, 410, 99, 900]), "scene.small"),
    "rect": (lambda d: block(d).update(rect=[44, 410, 99]), "scene.rect"),
    "number": (lambda d: block(d).update(rect=[44, 410, 99.5, 900]), "scene.number"),
    "text number": (lambda d: block(d).update(rect=[44, 410, True, 900]), "scene.number"),
    "empty": (lambda d: scene(d).update(blocks=[]), "scene.blocks"),
    "eight": (_eight, "scene.blocks"),
    "key twice": (lambda d: block(d).update(key="rates"), "scene.block_twice"),
    "key": (lambda d: block(d).update(key="Map!"), "scene.name"),
    "name": (lambda d: scene(d).update(name="全市"), "scene.name"),
    "twice": (_twice, "scene.scene_twice"),
    "none": (lambda d: d.update(scenes=[]), "scene.none"),
    "time": (lambda d: scene(d).update(begins="25:00"), "scene.time"),
    "time without zero": (lambda d: scene(d).update(ends="7:30"), "scene.time"),
    "never": (lambda d: scene(d).update(begins="07:30", ends="07:30"), "scene.never"),
    "seconds": (lambda d: scene(d).update(seconds=-1), "scene.number"),
    "rate of which less is better": (
        lambda d: block(d, "rates").update(options={"indicator": "rework_rate"}), "scene.option",
    ),
    "places by what less is better of": (
        lambda d: scene(d, "units")["blocks"][0].update(
            options={"indicators": "need_dispose,hang_rate,dispose_rate"}
        ), "scene.option",
    ),
    "quoted seconds": (lambda d: scene(d).update(seconds="60"), "scene.number"),
    "quoted place": (lambda d: block(d).update(rect=["44", 410, 2500, 1074]), "scene.number"),
    "low": (lambda d: block(d).update(low="yes"), "scene.yes_or_no"),
    "options": (lambda d: block(d).update(options=[]), "scene.object"),
    "option": (lambda d: block(d).update(options={"colour": "red"}), "scene.option"),
    "option number": (lambda d: block(d).update(options={"each": 20}), "scene.text"),
    "district": (lambda d: block(d).update(options={"district": "卫东"}), "scene.option"),
    "each": (lambda d: block(d).update(options={"each": "0"}), "scene.option"),
    "indicator": (
        lambda d: block(d, "rates").update(options={"indicator": "report"}), "scene.option",
    ),
    "days": (lambda d: block(d, "rates").update(options={"days": "900"}), "scene.option"),
    "target": (lambda d: block(d, "rates").update(options={"target": "90"}), "scene.option"),
    "date": (lambda d: block(d, "rates").update(options={"date": "handled_at"}), "scene.option"),
    "today": (lambda d: block(d, "rates").update(options={"today": "true"}), "scene.option"),
    "no rate": (
        lambda d: scene(d, "units")["blocks"][1].update(options={"indicators": "report"}),
        "scene.option",
    ),
    "a blink": (lambda d: scene(d).update(seconds=4), "scene.seconds"),
    "an age": (lambda d: scene(d).update(seconds=3_601), "scene.seconds"),
    "no rotation": (lambda d: [one.update(seconds=0) for one in d["scenes"]], "scene.no_turn"),
    "blank title": (lambda d: scene(d)["titles"].update(zh=" "), "scene.title"),
    "title of two lines": (lambda d: scene(d)["titles"].update(en="a\nb"), "scene.title"),
    "title too long": (lambda d: scene(d)["titles"].update(en="a" * 31), "scene.title"),
    "telephone in a title": (
        lambda d: scene(d)["titles"].update(zh="值班 138 1234-5678"), "scene.title_number"
    ),
    "half a letter": (lambda d: scene(d)["titles"].update(en="\ud800"), "scene.title"),
    "no object": (lambda d: d["scenes"].append([]), "scene.object"),
    "field": (lambda d: block(d).update(color="red"), "scene.unknown_field"),
    "title": (lambda d: scene(d)["titles"].pop("en"), "scene.missing_field"),
    "list": (lambda d: d.update(scenes={}), "scene.list"),
    "version": (lambda d: d.update(version=0), "scene.whole"),
    "format": (lambda d: d.update(format="wall-scenes-2"), "scene.format"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_what_is_wrong_is_told_in_a_sentence(case: str, language: str) -> None:
    change, code = WRONG[case]
    with pytest.raises(Refusal) as no:
        read_show(changed(change))
    assert no.value.code == code
    sentence = Wording(language).say(no.value.code, **no.value.facts)
    if "scenes" not in case and code not in {
        "scene.none", "scene.format", "scene.list", "scene.whole", "scene.scene_twice",
        "scene.no_turn",
    } and case not in ("name", "no object"):  # fmt: skip
        assert "overview" in sentence or "units" in sentence
    if change.__name__ == "<lambda>" and code == "scene.outside":
        assert "overview.map" in sentence


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1, "format": 2}', "NaN"])
def test_what_is_no_document_is_told(text: str) -> None:
    with pytest.raises(Refusal, match=r"^scene\."):
        read_show(text)


def test_seven_blocks_are_the_most_that_is_taken_in_at_a_glance() -> None:
    assert MOST_BLOCKS == 7
    assert max(len(one.blocks) for one in read_show(SHIPPED).scenes) == 7


def faults_of(*changes: Change) -> Looked:
    document = json.loads(SHIPPED)
    for change in changes:
        change(document)
    return look_through(json.dumps(document))


def test_every_fault_of_a_text_is_told_at_once_by_scene_and_block() -> None:
    looked = faults_of(
        lambda d: scene(d).update(seconds=-1, begins="25:00"),
        lambda d: scene(d)["titles"].pop("en"),
        lambda d: block(d).update(kind="weather", rect=[44, 100, 500, 500], low="yes", more=1),
        lambda d: block(d, "rates").update(options={"days": "900", "target": "90", "shade": "x"}),
        lambda d: scene(d, "units")["blocks"][1].update(wide=[44, 146, 7592, 900]),
        lambda d: scene(d, "hotline").pop("ends"),
        _twice,
        lambda d: d.update(version="one"),
    )
    told = [(one.code, one.facts.get("scene"), one.facts.get("block")) for one in looked.faults]
    assert len(told) == len(looked.faults)
    assert [one for one in told if one[1] == "hotline"] == [
        ("scene.missing_field", "hotline", None)
    ]
    once = [one for one in told if one[1] == "overview"][: len(told) // 2]
    assert set(once) == {
        ("scene.missing_field", "overview", None), ("scene.number", "overview", None),
        ("scene.time", "overview", None), ("scene.unknown_field", "overview", "map"),
        ("scene.choice", "overview", "map"), ("scene.outside", "overview", "map"),
        ("scene.yes_or_no", "overview", "map"), ("scene.option", "overview", "rates"),
    }  # fmt: skip
    assert {one.facts["option"] for one in looked.faults if one.facts.get("block") == "rates"} == {
        "days",
        "target",
        "options",
    }
    assert ("scene.over_each_other", "units") in [one[:2] for one in told]
    assert {"scene.scene_twice", "scene.whole"} <= {one[0] for one in told}


def test_blocks_that_could_be_read_are_still_laid_against_each_other() -> None:
    looked = faults_of(
        lambda d: block(d).update(low="yes"),
        lambda d: block(d, "rates").update(rect=[2568, 410, 1228, 1200]),
    )
    assert [one.code for one in looked.faults] == [
        "scene.yes_or_no", "scene.over_each_other",
    ]  # fmt: skip


def test_of_a_text_with_faults_the_scenes_without_any_hold() -> None:
    shipped = read_show(SHIPPED)

    def later(document: dict[str, Any]) -> None:
        scene(document, "units")["blocks"][0]["kind"] = "weather"

    text = changed(later)
    show, faults = usable(text, shipped)
    assert [one.name for one in show.scenes] == [
        one.name for one in shipped.scenes if one.name != "units"
    ]
    assert [(one.code, one.facts["scene"]) for one in faults] == [("scene.choice", "units")]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"scenes": [1]}', changed(lambda d: d.update(format="wall-scenes-2"))]
)
def test_where_no_scene_can_be_read_those_that_were_shipped_hold(text: str) -> None:
    shipped = read_show(SHIPPED)
    show, faults = usable(text, shipped)
    assert show is shipped
    assert faults
    assert usable(None, shipped) == (shipped, ())


def test_two_scenes_of_one_name_leave_the_first() -> None:
    def again(document: dict[str, Any]) -> None:
        document["scenes"].append({**scene(document, "month"), "name": "overview"})

    show, faults = usable(changed(again), read_show(SHIPPED))
    assert show == read_show(SHIPPED)
    assert [one.code for one in faults] == ["scene.scene_twice"]


def test_what_the_server_would_not_keep_is_refused_before() -> None:
    with pytest.raises(Refusal) as no:
        read_show(json.dumps({"format": "墙" * (MOST_BYTES // 3)}, ensure_ascii=False))
    assert (no.value.code, no.value.facts) == ("scene.large", {"most": MOST_BYTES})


def test_a_written_text_is_one_to_be_edited_by_hand() -> None:
    text = write_show(read_show(SHIPPED))
    assert '"rect": [44, 410, 2500, 1074],' in text
    assert text == SHIPPED  # what a city begins from is what is shipped, byte for byte


@pytest.mark.parametrize("field", ["blocks", "scenes"])
def test_what_is_no_list_is_one_fault_and_not_also_an_empty_one(field: str) -> None:
    def spoil(document: dict[str, Any]) -> None:
        (scene(document) if field == "blocks" else document)[field] = 5

    assert [no.code for no in look_through(changed(spoil)).faults] == ["scene.list"]
