"""How large the numbers of a formula can grow, told before anything is worked out.

Figures are exact, so that a product has as many digits as its factors together: values that square
the one before would never end. Counted is how many written or counted numbers are in a figure.
"""

import ast
from collections.abc import Mapping
from typing import Final

from console.domain.refusal import Refusal
from console.evaluation.expression import FUNCTIONS, Formula

MOST_NUMBERS: Final = 600


def size_of(formula: Formula, sizes: Mapping[str, int], *, place: str) -> int:
    """The numbers in a formula's figure; `sizes` are those of values it reads, other names are one.

    Raises `Refusal` `expression.large` with `field` and `most`, for any part of it too.
    """

    def size(node: ast.expr) -> int:
        match node:
            case ast.Name(id=name):
                return sizes.get(name, 1)
            case ast.BinOp(left=left, right=right):
                made = size(left) + size(right)
            case ast.UnaryOp(operand=operand):
                made = size(operand)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                size(test)
                made = max(size(body), size(orelse))
            case ast.Compare(left=left, comparators=comparators):
                made = max(map(size, (left, *comparators)))
            case ast.BoolOp(values=values):
                made = max(map(size, values))
            case ast.Call(func=ast.Name(id=name), args=arguments):
                largest = max(map(size, arguments))
                made = largest if name in FUNCTIONS else 1  # a band gives a number of its table
            case _:
                made = 1
        if made > MOST_NUMBERS:
            raise Refusal("expression.large", field=place, most=MOST_NUMBERS)
        return made

    return size(formula.tree)
