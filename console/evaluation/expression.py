"""The formulas of schemes: a small safe language over exact numbers.

Python's own notation for `+ - * /`, comparisons, `and or not`, `a if condition else b`, the
functions `min`, `max` and `otherwise(x, y)` (y where x is undefined), and a scheme's bands by name.
The library parses and walks; what may stand in a formula, and the numbers, are ours: a literal is
the decimal that was written, nothing is ever a float. There are no powers, texts, attributes or
loops, and a formula is short, so its numbers stay small.

Undefined (None, shown "—") goes through everything it meets; a division by zero is undefined.
"""

import ast
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Final

from simpleeval import SimpleEval

from console.domain.refusal import Refusal
from console.evaluation.bands import Bands

Figure = Fraction | None
"""An exact figure, or None where it is undefined."""

MOST_CHARACTERS: Final = 2000
MOST_DEPTH: Final = 40
MOST_DIGITS: Final = 12
FUNCTIONS: Final[Mapping[str, tuple[int, int]]] = {
    "min": (1, 30),
    "max": (1, 30),
    "otherwise": (2, 2),
}
"""Name -> fewest and most arguments; bands take one."""

_TOKEN: Final = re.compile(
    r"\s*(?:\d+(?:\.\d{1,9})?(?![\w.])|[A-Za-z][A-Za-z0-9_]*|[<>=!]=|[-+*/<>(),])", re.ASCII
)
_COMPARED: Final[Mapping[type[ast.cmpop], Callable[[Fraction, Fraction], bool]]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked formula: its text, the names it reads, and its tree for `Evaluator` and sheets."""

    text: str
    names: frozenset[str] = field(compare=False)
    tree: ast.expr = field(compare=False, repr=False)

    def literal(self, node: ast.Constant) -> Fraction:
        """The number exactly as it was written."""
        return Fraction(self.text[node.col_offset : node.end_col_offset])


def parse(text: str, *, names: Collection[str], bands: Collection[str], place: str) -> Formula:
    """Read a formula over the given names and bands.

    `place` is the scheme's field, for the message. Raises `Refusal` `expression.*` with `field`,
    `position` (from 1) and `part`.
    """
    line = " ".join(text.split())
    if not line:
        raise Refusal("expression.empty", field=place)
    if len(line) > MOST_CHARACTERS:
        raise Refusal("expression.long", field=place, most=MOST_CHARACTERS)
    _check_characters(line, place)
    try:
        parsed = SimpleEval.parse(line)
    except SyntaxError as error:
        raise Refusal("expression.syntax", field=place, position=error.offset or 1) from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise Refusal("expression.deep", field=place, most=MOST_DEPTH) from error
    if not isinstance(parsed, ast.Expr):
        raise Refusal("expression.syntax", field=place, position=1)
    check = _Check(line, place, frozenset(names), frozenset(bands))
    check.number(parsed.value, 0)
    return Formula(line, frozenset(check.read), parsed.value)


def _check_characters(line: str, place: str) -> None:
    at = 0
    while at < len(line):
        found = _TOKEN.match(line, at)
        if found is None:
            at += len(line[at:]) - len(line[at:].lstrip())
            raise Refusal(
                "expression.character", field=place, position=at + 1, part=line[at : at + 12]
            )
        at = found.end()


class _Check:
    """Walks a tree and refuses what the language has not; numbers and conditions do not mix."""

    def __init__(self, line: str, place: str, names: frozenset[str], bands: frozenset[str]) -> None:
        self.read: set[str] = set()
        self._line, self._place = line, place
        self._names, self._bands = names, bands

    def number(self, node: ast.expr, depth: int) -> None:
        """The node must be a number."""
        self._bound(depth)
        match node:
            case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
                if len(self._part(node)) > MOST_DIGITS:
                    raise self._refusal("expression.digits", node, most=MOST_DIGITS)
            case ast.Name(id=name):
                if name not in self._names:
                    raise self._refusal("expression.name", node)
                self.read.add(name)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
                self.number(left, depth + 1)
                self.number(node.right, depth + 1)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                self.number(node.operand, depth + 1)
            case ast.IfExp():
                self.condition(node.test, depth + 1)
                self.number(node.body, depth + 1)
                self.number(node.orelse, depth + 1)
            case ast.Call(func=ast.Name(id=name), keywords=[]):
                self._call(node, name, depth)
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                raise self._refusal("expression.number_wanted", node)
            case _:
                raise self._refusal("expression.part", node)

    def condition(self, node: ast.expr, depth: int) -> None:
        """The node must be true or false."""
        self._bound(depth)
        match node:
            case ast.Compare():
                for one in (node.left, *node.comparators):
                    self.number(one, depth + 1)
                if not all(type(operator) in _COMPARED for operator in node.ops):
                    raise self._refusal("expression.part", node)
            case ast.BoolOp():
                for one in node.values:
                    self.condition(one, depth + 1)
            case ast.UnaryOp(op=ast.Not()):
                self.condition(node.operand, depth + 1)
            case _:
                raise self._refusal("expression.condition_wanted", node)

    def _call(self, node: ast.Call, name: str, depth: int) -> None:
        if name not in FUNCTIONS and name not in self._bands:
            raise self._refusal("expression.function", node.func)
        fewest, most = FUNCTIONS.get(name, (1, 1))
        if not fewest <= len(node.args) <= most:
            raise self._refusal("expression.arguments", node, fewest=fewest, most=most)
        for one in node.args:
            self.number(one, depth + 1)

    def _bound(self, depth: int) -> None:
        if depth > MOST_DEPTH:
            raise Refusal("expression.deep", field=self._place, most=MOST_DEPTH)

    def _part(self, node: ast.expr) -> str:
        return self._line[node.col_offset : node.end_col_offset]

    def _refusal(self, code: str, node: ast.expr, **facts: object) -> Refusal:
        return Refusal(
            code,
            field=self._place,
            position=node.col_offset + 1,
            part=self._part(node)[:40],
            **facts,
        )


class Evaluator:
    """Works out the formulas of one scheme; `bands` are those that were known when parsing.

    It keeps what it made of each formula, so one thread uses one of them.
    """

    def __init__(self, bands: Mapping[str, Bands]) -> None:
        self._functions: dict[str, Callable[..., Figure]] = {
            "min": lambda *figures: None if None in figures else min(figures),
            "max": lambda *figures: None if None in figures else max(figures),
            "otherwise": lambda figure, instead: instead if figure is None else figure,
        }
        for code, table in bands.items():
            self._functions[code] = _banded(table)
        self._engines: dict[str, SimpleEval] = {}

    def value(self, formula: Formula, figures: Mapping[str, Figure]) -> Figure:
        """What a formula comes to; `figures` has each name it reads."""
        engine = self._engines.get(formula.text)
        if engine is None:
            engine = self._engines[formula.text] = _engine(formula, self._functions)
        engine.names = figures
        answer = engine.eval(formula.text, formula.tree)
        return None if answer is None else Fraction(answer)


def _engine(formula: Formula, functions: Mapping[str, Callable[..., Figure]]) -> SimpleEval:
    engine = SimpleEval(operators=_OPERATORS, functions=functions)

    def walk(node: ast.expr) -> Figure | bool:
        answer: Figure | bool = engine.eval(formula.text, node)
        return answer

    # Only what the language has; the rest of the library's syntax is not there to be reached.
    engine.nodes = {
        kind: handler
        for kind, handler in engine.nodes.items()
        if kind in (ast.Name, ast.BinOp, ast.UnaryOp, ast.Call)
    }
    engine.nodes[ast.Constant] = cache(formula.literal)
    engine.nodes[ast.IfExp] = lambda node: _chosen(node, walk)
    engine.nodes[ast.Compare] = lambda node: _compared(node, walk)
    engine.nodes[ast.BoolOp] = lambda node: _joined(node, walk)
    return engine


Walk = Callable[[ast.expr], Figure | bool]


def _chosen(node: ast.IfExp, walk: Walk) -> Figure | bool:
    test = walk(node.test)
    return None if test is None else walk(node.body if test else node.orelse)


def _compared(node: ast.Compare, walk: Walk) -> bool | None:
    """A chain holds where every link does; one undefined member makes it undefined."""
    figures: list[Fraction] = []
    for one in (node.left, *node.comparators):
        figure = walk(one)
        if figure is None:
            return None
        figures.append(Fraction(figure))
    links = zip(figures, node.ops, figures[1:], strict=False)
    return all(_COMPARED[type(operator)](a, b) for a, operator, b in links)


def _joined(node: ast.BoolOp, walk: Walk) -> bool | None:
    """No short cut: a sheet's AND and OR look at every condition too."""
    held = [walk(one) for one in node.values]
    if None in held:
        return None
    return all(held) if isinstance(node.op, ast.And) else any(held)


def _banded(table: Bands) -> Callable[[Figure], Figure]:
    return lambda figure: None if figure is None else table.score(figure)


def _two(act: Callable[[Fraction, Fraction], Figure]) -> Callable[[Figure, Figure], Figure]:
    return lambda a, b: None if a is None or b is None else act(a, b)


def _negated(held: bool | None) -> bool | None:  # noqa: FBT001 - an operator has one operand
    return None if held is None else not held


_OPERATORS: Final[Mapping[type[ast.AST], Callable[..., object]]] = {
    ast.Add: _two(lambda a, b: a + b),
    ast.Sub: _two(lambda a, b: a - b),
    ast.Mult: _two(lambda a, b: a * b),
    ast.Div: _two(lambda a, b: a / b if b else None),
    ast.USub: lambda a: None if a is None else -a,
    ast.UAdd: lambda a: a,
    ast.Not: _negated,
}
