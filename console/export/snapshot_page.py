"""A wall for those without the console: its picture and a small page around it, kept as files.

Each picture has a name of its own and is whole before the page names it; the page is put in place
in one step. Whoever looks sees one or the other, never half of one. The page grows old by itself:
without a newer picture it greys what it shows and says of when it is, by the looker's own clock.
"""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Final

PAGE: Final = "index.html"
_PICTURE: Final = re.compile(r"wall-\d{8}T\d{6}Z\.png", re.ASCII)
"""What is ours in the folder; what else lies there is somebody's."""
KEPT: Final = 3
"""Pictures that stay: somebody may still be fetching the one before."""
GRACE: Final = 15
"""Seconds a picture may be later than twice its turn before it is told as old."""

_PAGE: Final = Template("""<!doctype html>
<html lang="$lang">
<meta charset="utf-8">
<meta http-equiv="refresh" content="$every">
<title>$title</title>
<style>
html, body { margin: 0; height: 100%; background: #111416; color: #e4e8eb;
  font: 20px "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif; }
img { display: block; width: 100%; height: calc(100% - 44px); object-fit: contain; }
p { margin: 0; padding: 8px 16px; height: 28px; }
.old img { filter: grayscale(1) brightness(.6); }
.old p { background: repeating-linear-gradient(135deg, #471a1c 0 12px, #24292e 12px 24px); }
p b { display: none; }
.old p b { display: inline; }
</style>
<body data-at="$at" data-old="$old">
<img src="$picture" alt="$title">
<p><b>◆ $stopped</b> $said</p>
<script>
function look() {
  var age = Date.now() - Date.parse(document.body.dataset.at);
  document.body.classList.toggle("old", Math.abs(age) > document.body.dataset.old * 1000);
}
look();
setInterval(look, 1000);
</script>
</html>
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One picture (PNG bytes), when it was taken (aware UTC), and the words around it.

    `every` is how many seconds lie between two; `said` tells the moment, `stopped` that it is old.
    """

    picture: bytes
    at: datetime
    every: int
    language: str
    title: str
    said: str
    stopped: str


def keep_snapshot(folder: Path, one: Snapshot) -> Path:
    """Put it in place and take older pictures away; the picture's file.

    Raises `OSError` where the folder cannot be written; what stood there stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"wall-{one.at:%Y%m%dT%H%M%SZ}.png"
    _replace(picture, one.picture)
    page = _PAGE.substitute(
        lang=escape(one.language),
        every=one.every,
        title=escape(one.title),
        at=one.at.isoformat(timespec="seconds"),
        old=2 * one.every + GRACE,
        picture=picture.name,
        said=escape(one.said),
        stopped=escape(one.stopped),
    )
    _replace(folder / PAGE, page.encode())
    # By when they were put here: a clock that was set back would have the new one taken away.
    former = [at for at in folder.iterdir() if _PICTURE.fullmatch(at.name) and at != picture]
    for old in sorted(former, key=_put_there)[: len(former) + 1 - KEPT]:
        with suppress(OSError):  # somebody reads it just now (Windows): the next time
            old.unlink()
    return picture


def _put_there(file: Path) -> tuple[int, str]:
    try:
        return file.lstat().st_mtime_ns, file.name
    except OSError:  # gone meanwhile
        return 0, file.name


def _replace(file: Path, content: bytes) -> None:
    half = file.with_name(f".{file.name}.part")
    half.unlink(missing_ok=True)
    try:
        # Made anew: in a folder that others write to, a link of this name would lead elsewhere.
        with half.open("xb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        half.replace(file)
    except OSError:
        half.unlink(missing_ok=True)
        raise
