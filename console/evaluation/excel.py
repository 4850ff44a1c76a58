"""A scheme's formulas as formulas of a sheet, so that its scores are live there and equal ours.

A sheet counts in floats, where 0.1 + 0.2 is not 0.3: comparisons and bands look at figures rounded
to nine decimals, and a divisor is rounded to twelve to be found zero. Undefined is the text "—" in
a cell, or an empty cell: each cell that is read must be a number, everything else becomes an error
inside and "—" outside.
"""

import ast
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from console.domain.refusal import Refusal
from console.evaluation.bands import Bands, Grade
from console.evaluation.expression import Formula

UNDEFINED: Final = "—"
MOST_CHARACTERS: Final = 8192
"""What a cell of a workbook takes."""

_LOWEST: Final = "-1E+300"
_ROUNDED: Final = 9
_DIVISOR: Final = 12
_SIGNS: Final[Mapping[type[ast.AST], tuple[str, int]]] = {
    ast.Add: ("+", 1),
    ast.Sub: ("-", 1),
    ast.Mult: ("*", 2),
    ast.Div: ("/", 2),
    ast.USub: ("-", 3),
    ast.UAdd: ("+", 3),
    ast.Lt: ("<", 0),
    ast.LtE: ("<=", 0),
    ast.Gt: (">", 0),
    ast.GtE: (">=", 0),
    ast.Eq: ("=", 0),
    ast.NotEq: ("<>", 0),
}
"""Sign and how strongly it binds."""


def sheet_formula(
    formula: Formula,
    cells: Mapping[str, str],
    bands: Mapping[str, Bands],
    *,
    rounded: bool = False,
) -> str:
    """The formula for a cell, with "=", over the cells of its names.

    `rounded` to nine decimals, for totals that a sheet ranks: equal ones must be equal floats.
    Raises `Refusal` `expression.sheet` where a cell cannot hold it.
    """
    inner = _Writer(formula, cells, bands).number(formula.tree, 0)
    if rounded:
        inner = f"ROUND({inner},{_ROUNDED})"
    text = f'=IFERROR({inner},"{UNDEFINED}")'
    if len(text) > MOST_CHARACTERS:
        raise Refusal("expression.sheet", part=formula.text[:40], most=MOST_CHARACTERS)
    return text


def grade_formula(grades: Sequence[Grade], total: str) -> str:
    """The letter of the score in the cell `total`, "—" where there is none."""
    edges = [_number(one.start) for one in grades if one.start is not None]
    keys = ",".join([_LOWEST, *edges])
    letters = ",".join('"' + one.letter.replace('"', '""') + '"' for one in grades)
    looked = f"LOOKUP(ROUND({_cell(total)},{_ROUNDED}),{{{keys}}},{{{letters}}})"
    return f'=IFERROR({looked},"{UNDEFINED}")'


def _cell(reference: str) -> str:
    """The number in a cell; a text or an empty cell is no number and no zero."""
    return f"IF(ISNUMBER({reference}),{reference},NA())"


def _number(value: Fraction) -> str:
    """A decimal as a sheet writes it. Schemes hold decimals only."""
    whole, rest = divmod(abs(value) * 10**_ROUNDED, 10**_ROUNDED)
    decimals = f"{int(rest):0{_ROUNDED}d}".rstrip("0")
    return ("-" if value < 0 else "") + f"{int(whole)}.{decimals}".rstrip(".")


class _Writer:
    def __init__(
        self, formula: Formula, cells: Mapping[str, str], bands: Mapping[str, Bands]
    ) -> None:
        self._formula, self._cells, self._bands = formula, cells, bands

    def number(self, node: ast.expr, within: int) -> str:
        """A figure; in brackets where it binds weaker than what it stands in."""
        match node:
            case ast.Constant():
                return _number(self._formula.literal(node))
            case ast.Name(id=name):
                return _cell(self._cells[name])
            case ast.BinOp(left=left, op=operator, right=right):
                sign, bound = _SIGNS[type(operator)]
                second = self._divisor(right) if sign == "/" else self.number(right, bound + 1)
                text = f"{self.number(left, bound)}{sign}{second}"
            case ast.UnaryOp(op=operator, operand=operand):
                sign, bound = _SIGNS[type(operator)]
                text = f"{sign}{self.number(operand, bound + 1)}"
            case ast.IfExp():
                parts = (self._condition(node.test), *map(self._free, (node.body, node.orelse)))
                return f"IF({','.join(parts)})"
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, [self._free(one) for one in node.args])
            case _:
                raise TypeError(f"no figure: {ast.dump(node)}")
        return f"({text})" if bound < within else text

    def _free(self, node: ast.expr) -> str:
        return self.number(node, 0)

    def _divisor(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant):
            return self.number(node, 0)
        return f"ROUND({self._free(node)},{_DIVISOR})"

    def _call(self, name: str, parts: list[str]) -> str:
        if name in self._bands:
            return self._band(self._bands[name], parts[0])
        name = {"otherwise": "IFERROR"}.get(name, name.upper())
        return f"{name}({','.join(parts)})"

    def _band(self, table: Bands, figure: str) -> str:
        """One LOOKUP, which takes the last key not above the figure.

        Where an edge belongs to the step below it, figure and edges are turned round.
        """
        scores = [_number(step.score) for step in table.steps]
        keys = [_LOWEST, *map(_number, table.edges)]
        looked = f"ROUND({figure},{_ROUNDED})"
        if not table.start_included:
            keys = [_LOWEST, *(_number(-edge) for edge in reversed(table.edges))]
            scores.reverse()
            looked = f"-{looked}"
        return f"LOOKUP({looked},{{{','.join(keys)}}},{{{','.join(scores)}}})"

    def _condition(self, node: ast.expr) -> str:
        match node:
            case ast.Compare():
                figures = [self.number(one, 1) for one in (node.left, *node.comparators)]
                links = zip(figures, node.ops, node.comparators, strict=False)
                held = [
                    f"ROUND({a}-{self.number(b, 2)},{_ROUNDED}){_SIGNS[type(operator)][0]}0"
                    for a, operator, b in links
                ]
                return held[0] if len(held) == 1 else f"AND({','.join(held)})"
            case ast.BoolOp():
                name = "AND" if isinstance(node.op, ast.And) else "OR"
                return f"{name}({','.join(self._condition(one) for one in node.values)})"
            case ast.UnaryOp():
                return f"NOT({self._condition(node.operand)})"
            case _:
                raise TypeError(f"no condition: {ast.dump(node)}")
