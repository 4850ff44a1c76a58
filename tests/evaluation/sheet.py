"""A small spreadsheet of its own: works out the formulas we write, in floats, as Excel does.

It knows nothing of the language they come from. Only what our formulas use is here.
"""

import re
from collections.abc import Callable, Mapping

Cell = float | str | None


class SheetError(Exception):
    """#N/A, #DIV/0!, #VALUE!."""


_TOKEN = re.compile(
    r'"(?:[^"]|"")*"|\d+(?:\.\d+)?(?:E[+-]\d+)?|[A-Z]+\d+|[A-Z]+|<=|>=|<>|[-+*/<>=(),{}]'
)
Thunk = Callable[[], Cell]


def worked_out(text: str, cells: Mapping[str, Cell]) -> Cell:
    """The value of a cell with this formula; cells that are not named are empty."""
    assert text.startswith("=")
    reader = _Reader(_TOKEN.findall(text[1:]), cells)
    thunk = reader.comparison()
    assert not reader.tokens, f"left over: {reader.tokens}"
    return thunk()


def _num(value: Cell) -> float:
    if isinstance(value, str):
        raise SheetError("#VALUE!")
    return 0.0 if value is None else float(value)


class _Reader:
    def __init__(self, tokens: list[str], cells: Mapping[str, Cell]) -> None:
        self.tokens = tokens
        self._cells = cells

    def _next(self, *wanted: str) -> str | None:
        if self.tokens and self.tokens[0] in wanted:
            return self.tokens.pop(0)
        return None

    def comparison(self) -> Thunk:
        left = self._sum()
        if sign := self._next("<", "<=", ">", ">=", "=", "<>"):
            return _compare(sign, left, self._sum())
        return left

    def _sum(self) -> Thunk:
        left = self._product()
        while sign := self._next("+", "-"):
            left = _arithmetic(sign, left, self._product())
        return left

    def _product(self) -> Thunk:
        left = self._unary()
        while sign := self._next("*", "/"):
            left = _arithmetic(sign, left, self._unary())
        return left

    def _unary(self) -> Thunk:
        if self._next("-"):
            inner = self._unary()
            return lambda: -_num(inner())
        if self._next("+"):
            return self._unary()
        return self._atom()

    def _atom(self) -> Thunk:
        token = self.tokens.pop(0)
        if token == "(":
            inner = self.comparison()
            assert self._next(")")
            return inner
        if token[0].isdigit():
            return lambda: float(token)
        if token[0] == '"':
            return lambda: token[1:-1].replace('""', '"')
        if token[-1].isdigit():
            return lambda: self._cells.get(token)
        assert self._next("(")
        return self._call(token)

    def _call(self, name: str) -> Thunk:
        if name == "LOOKUP":
            key = self.comparison()
            assert self._next(",")
            keys = self._array()
            assert self._next(",")
            answers = self._array()
            assert self._next(")")
            return lambda: _lookup(_num(key()), keys, answers)
        parts: list[Thunk] = []
        while not self._next(")"):
            parts.append(self.comparison())
            self._next(",")
        return lambda: _FUNCTIONS[name](*parts)

    def _array(self) -> list[Cell]:
        assert self._next("{")
        found: list[Cell] = []
        while not self._next("}"):
            found.append(self._unary()())
            self._next(",")
        return found


def _compare(sign: str, left: Thunk, right: Thunk) -> Thunk:
    def run() -> Cell:
        a, b = _num(left()), _num(right())
        held = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "=": a == b, "<>": a != b}
        return float(held[sign])

    return run


def _arithmetic(sign: str, left: Thunk, right: Thunk) -> Thunk:
    def run() -> Cell:
        a, b = _num(left()), _num(right())
        if sign == "/":
            if not b:
                raise SheetError("#DIV/0!")
            return a / b
        return {"+": a + b, "-": a - b, "*": a * b}[sign]

    return run


def _lookup(key: float, keys: list[Cell], answers: list[Cell]) -> Cell:
    edges = [_num(one) for one in keys]
    assert edges == sorted(edges)
    assert len(edges) == len(answers)
    found = [answer for edge, answer in zip(edges, answers, strict=True) if edge <= key]
    if not found:
        raise SheetError("#N/A")
    return found[-1]


def _na() -> Cell:
    raise SheetError("#N/A")


def _iferror(value: Thunk, instead: Thunk) -> Cell:
    try:
        return value()
    except SheetError:
        return instead()


_FUNCTIONS: Mapping[str, Callable[..., Cell]] = {
    "IF": lambda test, yes, no: yes() if _num(test()) else no(),
    "IFERROR": _iferror,
    "ISNUMBER": lambda cell: float(isinstance(cell(), float | int)),
    "NA": _na,
    "ROUND": lambda value, places: round(_num(value()), int(_num(places()))),
    "MIN": lambda *parts: min([_num(one()) for one in parts]),
    "MAX": lambda *parts: max([_num(one()) for one in parts]),
    "AND": lambda *parts: min([float(bool(_num(one()))) for one in parts]),  # no short cut
    "OR": lambda *parts: max([float(bool(_num(one()))) for one in parts]),
    "NOT": lambda test: float(not _num(test())),
}
