"""Makes docs/pictures/assessment: pages of workbooks and editions, as they would be printed.

    .venv/bin/python packaging/make_assessment_pictures.py FOLDER [docs/pictures/assessment]

FOLDER holds what `assess --out` and `assess --public` wrote; each .xlsx (through LibreOffice) and
.pdf gives its first pages, two a picture, each .html its top as a desk and as a phone shows it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu")

from PIL import Image
from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer, QUrl
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

WIDTH: Final = 760
"""Pixels of a page across; two stand side by side."""

PAGES: Final = 4
COLOURS: Final = 48
SCREENS: Final = {"desk": (1280, 760), "phone": (390, 760)}


def main(folder: Path, target: Path) -> None:
    """Make all pictures of a folder; ends the process."""
    _app = QApplication(sys.argv[:1])
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        for file in sorted(folder.glob("*.xlsx")):
            paged(printed(file, Path(scratch)), target / f"{file.stem}-xlsx.png")
    for file in sorted(folder.glob("*.pdf")):
        paged(file, target / f"{file.stem}-pdf.png")
    view = QWebEngineView()  # one for all: it does not like to be made twice without a screen
    for file in sorted(folder.glob("*.html")):
        for name, size in SCREENS.items():
            view.resize(QSize(*size))
            shown(view, file, target / f"{file.stem}-{name}.png")
    os._exit(0)  # the engine without a screen does not survive being taken down


def printed(book: Path, scratch: Path) -> Path:
    """A workbook's pages by LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise SystemExit("LibreOffice is missing: the Debian package is libreoffice-calc-nogui")
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    words = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(scratch)]
    subprocess.run([*words, str(book)], check=True, capture_output=True)  # noqa: S603 - our words
    return scratch / f"{book.stem}.pdf"


def paged(file: Path, target: Path) -> None:
    """The first pages of a PDF, two beside each other."""
    document = QPdfDocument()
    document.load(str(file))
    pages = []
    for page in range(min(PAGES, document.pageCount())):
        size = document.pagePointSize(page)
        room = QSize(WIDTH, round(WIDTH * size.height() / size.width()))
        drawn = document.render(page, room)
        picture = drawn.convertToFormat(drawn.Format.Format_RGBA8888)
        pages.append(Image.frombytes("RGBA", room.toTuple(), bytes(picture.constBits())))
    document.close()
    high = max(page.height for page in pages)
    columns, rows = min(2, len(pages)), -(-len(pages) // 2)
    whole = Image.new("RGB", ((WIDTH + 6) * columns, (high + 6) * rows), "#8a8f98")
    for at, page in enumerate(pages):
        paper = Image.new("RGB", page.size, "white")
        paper.paste(page, mask=page.getchannel("A"))
        whole.paste(paper, (at % 2 * (WIDTH + 6), at // 2 * (high + 6)))
    kept(whole, target)


def shown(view: QWebEngineView, file: Path, target: Path) -> None:
    """The top of a page in a window."""
    loop = QEventLoop()
    view.show()
    view.loadFinished.connect(loop.quit, Qt.ConnectionType.SingleShotConnection)
    view.load(QUrl.fromLocalFile(str(file.resolve())))
    loop.exec()
    QTimer.singleShot(900, loop.quit)  # painted, too
    loop.exec()
    view.grab().save(str(target))
    kept(Image.open(target).convert("RGB"), target)


def kept(picture: Image.Image, target: Path) -> None:
    """With few colours, so that the repository stays small."""
    picture.quantize(COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    given = [Path(one) for one in sys.argv[1:]]
    root = Path(__file__).resolve().parents[1]
    main(given[0], given[1] if len(given) > 1 else root / "docs" / "pictures" / "assessment")
