"""A sheet has its head, scale, legend and picture; a file that was not written whole is told."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.domain.tone import StageFill, Urgency
from console.views.map_paper import DPI, MM, SIZES, Sheet, picture_of, scale_of, write_sheet
from console.views.map_print import MapPrint
from console.views.theme import ThemeName, load_tokens
from tests.map import small_city
from tests.screens import Stage, open_stage

pytestmark = pytest.mark.usefixtures("qapp")
BLUE = QColor("#3060c0")


def picture(width: int = 1200, height: int = 600) -> str:
    """A blue map as the page gives it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(BLUE)
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(kept, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    return "data:image/png;base64," + b64encode(kept.data().data()).decode()


def a_sheet(size: str = "A4", url: str = "") -> Sheet:
    return Sheet(
        picture=url or picture(),
        metres=2_500.0,
        size=size,
        title="平顶山市数字化城市管理监督指挥中心",
        subtitle="2026-11-23 10:42（北京时间）",
        foot="图层：单元网格、区界",
        legend=((Urgency.OVER, StageFill.SOLID, "超期"), (Urgency.NEAR, StageFill.SOLID, "临期")),
        tokens=load_tokens(ThemeName.LIGHT),
    )


@pytest.mark.parametrize("size", SIZES)
def test_a_png_has_the_size_of_its_sheet_and_shows_the_map_and_words(
    size: str, tmp_path: Path
) -> None:
    path = tmp_path / "map.png"
    write_sheet(a_sheet(size), path)
    image = QImage(str(path))
    assert (image.width(), image.height()) == (
        round(SIZES[size].width() * MM),
        round(SIZES[size].height() * MM),
    )
    assert round(image.dotsPerMeterX() * 0.0254) == DPI
    assert image.pixelColor(image.width() // 2, image.height() // 2) == BLUE
    head = image.copy(0, 0, image.width(), round(24 * MM))
    assert any(
        head.pixelColor(x, y).lightness() < 90
        for x in range(0, head.width(), 2)
        for y in range(0, head.height(), 2)
    )


def test_under_a_low_picture_the_legend_follows_at_once(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    write_sheet(a_sheet(url=picture(1200, 300)), path)
    image = QImage(str(path))
    left = round(20 * MM)
    below = next(y for y in range(image.height() - 1, 0, -1) if image.pixelColor(left, y) == BLUE)
    legend = image.copy(0, below + 2, image.width(), round(16 * MM))
    top = below + round(18 * MM)
    rest = image.copy(0, top, image.width(), image.height() - top)
    assert "#c8141b" in {_name(legend, x, y) for x, y in _spots(legend)}
    assert {_name(rest, x, y) for x, y in _spots(rest)} == {"#ffffff"}


def _spots(image: QImage) -> Iterator[tuple[int, int]]:
    return ((x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4))


def _name(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name()


@pytest.mark.parametrize("size", SIZES)
def test_a_pdf_is_one_landscape_page_of_its_size(size: str, tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    write_sheet(a_sheet(size), path)
    document = QPdfDocument()
    document.load(str(path))
    points = document.pagePointSize(0)
    assert document.pageCount() == 1
    assert points.width() == pytest.approx(SIZES[size].width() / 25.4 * 72, abs=1)
    assert points.height() == pytest.approx(SIZES[size].height() / 25.4 * 72, abs=1)
    words = document.getAllText(0).text()
    assert "2026-11-23 10:42" in words
    document.close()


@pytest.mark.parametrize("name", ["map.png", "map.pdf"])
def test_a_file_that_cannot_be_written_is_told_by_its_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"print\.not_written") as refused:
        write_sheet(a_sheet(), tmp_path / "gone" / name)
    assert refused.value.facts == {"path": name}


@pytest.mark.parametrize("name", ["map.png", "map.pdf"])
def test_a_full_disk_leaves_what_was_there_and_no_half_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(b"before")

    def full(part: Path, data: bytes) -> int:
        with part.open("wb") as file:
            file.write(data[:100])
        raise OSError(ENOSPC, "full")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refusal, match=r"print\.not_written"):
        write_sheet(a_sheet(), path)
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_view_that_spans_nothing_known_has_no_scale(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    write_sheet(replace(a_sheet(), metres=0.0), path)
    image = QImage(str(path))
    assert image.pixelColor(round(image.width() * 0.9), round(image.height() * 0.75)) == BLUE


@pytest.mark.parametrize("url", ["", "data:image/png;base64,", "data:image/png;base64,AAAA", "x"])
def test_what_is_no_picture_is_refused(url: str) -> None:
    with pytest.raises(Refusal, match=r"print\.picture"):
        picture_of(url)


@pytest.mark.parametrize(
    ("per_mm", "room", "metres"), [(10.0, 60.0, 500.0), (1.3, 60.0, 50.0), (400.0, 60.0, 20_000.0)]
)
def test_the_scale_is_the_longest_round_length_that_fits(
    per_mm: float, room: float, metres: float
) -> None:
    found, wide = scale_of(per_mm, room)
    assert found == metres
    assert wide == pytest.approx(metres / per_mm)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = open_stage(with_map=True)
    qtbot.addWidget(made.window)
    yield made
    made.close()


@pytest.mark.webengine
def test_ctrl_p_writes_the_present_view_and_says_where(
    qtbot: QtBot, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, asked = tmp_path / "here", list[str]()

    def chosen(_parent: object, _title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.append(name)
        return str(path), kinds.split(";;")[-1]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    qtbot.waitUntil(stage.window.isActiveWindow)
    link = stage.shell.maps.main
    assert link is not None
    link.view.set_base(small_city.base())
    qtbot.waitUntil(lambda: link.view.bridge.view is not None)
    stage.shell.actions.run("map_print")
    qtbot.waitUntil(lambda: "已保存" in stage.shell.workplace.frame.status.words)
    assert asked == ["地图-2026-1123-1042.pdf"]
    image = QImage(str(path.with_suffix(".png")))
    assert image.width() == round(SIZES["A3"].width() * MM)
    assert not stage.shell.tasks.running


@pytest.mark.webengine
def test_a_map_that_goes_while_the_file_is_chosen_is_no_task_for_ever(
    qtbot: QtBot, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = stage.shell.maps.main
    assert link is not None
    view = link.view
    qtbot.waitUntil(lambda: view.web is not None)

    def chosen(*_told: object) -> tuple[str, str]:
        view.hide()
        return str(tmp_path / "here.png"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    for _ in range(2):
        view.show()
        stage.shell.actions.run("map_print")
        no_map = stage.shell.look.wording.say("print.no_map")
        assert stage.shell.workplace.frame.status.words == no_map
        assert not stage.shell.tasks.running
        stage.shell.workplace.frame.status.say("")


def test_without_a_map_on_the_screen_nothing_is_asked(qtbot: QtBot) -> None:
    plain = open_stage()
    qtbot.addWidget(plain.window)
    paper = MapPrint(plain.desk, plain.shell.tasks, plain.shell.look, plain.window)
    paper.start(None, None)
    assert plain.shell.workplace.frame.status.words == plain.shell.look.wording.say("print.no_map")
    plain.close()
