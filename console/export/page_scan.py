"""All texts of an HTML page with their places, for the look-out for personal data.

What can be read and what cannot be seen: text, attributes, comments, declarations, style. A cell of
a table is named by the table's caption and as spreadsheets name cells, its heads included.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from console.export.book_formulas import letters
from console.export.personal_scan import Placed

_INLINE: Final = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "em", "i", "kbd", "mark", "q", "s",
        "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
    }
)  # fmt: skip
"""Elements within a line of text: they do not part what is read as one."""


def page_texts(page: str) -> Iterator[Placed]:
    """Table (or title), cell and text."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    yield from reader.finished()


class _Reader(HTMLParser):
    """Collects texts, block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[Placed] = []
        self._text: list[str] = []
        self._table, self._row, self._column = "", 0, 0

    def finished(self) -> list[Placed]:
        """Everything, when the page is at its end."""
        self._flush()
        return self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self._flush()
        if tag == "table":
            self._table, self._row = "", 0
        elif tag == "tr":
            self._row, self._column = self._row + 1, 0
        elif tag in {"td", "th"}:
            self._column += 1
        for _, value in attrs:
            if value:
                self._found.append((*self._place(), value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            self._table = "".join(self._text).strip()
        if tag not in _INLINE:
            self._flush()
        if tag == "table":
            self._table, self._row, self._column = "", 0, 0

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self._found.append(("<!-- -->", "", data))

    def handle_decl(self, decl: str) -> None:
        self._found.append(("<!>", "", decl))

    def unknown_decl(self, data: str) -> None:
        self._found.append(("<!>", "", data))

    def handle_pi(self, data: str) -> None:
        self._found.append(("<?>", "", data))

    def _place(self) -> tuple[str, str]:
        cell = f"{letters(self._column - 1)}{self._row}" if self._column else ""
        return self._table or "HTML", cell

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text = []
        if text.strip():
            self._found.append((*self._place(), text))
