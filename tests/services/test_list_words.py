"""What a list's cover says of how it came about."""

from dataclasses import replace

from console.domain.case import Actor
from console.domain.stage import Post
from console.ports.rows import QueueFilter
from console.services.list_words import ORDER_TITLE, cover_lines, filter_words
from console.views.queue_head import ORDERS
from console.views.wording import Wording
from tests.rows import NOW

SAY = Wording("zh_CN").say
ME = Actor(operator="chenlei", post=Post.DISPATCHER, seat="派遣 03席")
PLAIN = QueueFilter(queue="dispatch")
NAMES = {"410403": "卫东区", "event:01": "市容环境"}


def lines(wanted: QueueFilter, actor: Actor | None = ME) -> dict[str, str]:
    return dict(cover_lines(wanted, actor, NOW, 7, SAY, NAMES))


def test_the_cover_tells_who_when_what_and_how_many() -> None:
    told = lines(PLAIN)
    assert told["列表"] == "待派遣"
    assert told["导出人"] == "chenlei  派遣 03席"
    assert told["导出时间"] == "2026-11-23 02:42:18"
    assert told["案卷数"] == "7"
    assert told["筛选"] == "无"
    assert lines(PLAIN, None)["导出人"] == "命令行"


def test_the_cover_tells_the_order_of_the_moment() -> None:
    assert lines(PLAIN)["排序"] == "截止时间，从小到大"
    falling = replace(PLAIN, order="reported", descending=True)
    assert lines(falling)["排序"] == "上报时间，从大到小"


def test_everything_that_narrows_is_told_by_its_name() -> None:
    narrow = replace(
        PLAIN, district="410403", class_code="event:01", source="hotline", grid="410403003",
        unclaimed=True, text="井盖",
    )  # fmt: skip
    told = list(filter_words(narrow, SAY, NAMES))
    assert told == [
        "区域：卫东区", "大类：市容环境", f"来源：{SAY('source.hotline')}", "网格 410403003",
        SAY("queue.filter.free"), "含“井盖”",
    ]  # fmt: skip


def test_every_order_of_the_list_has_a_title() -> None:
    assert set(ORDERS.values()) <= set(ORDER_TITLE)
