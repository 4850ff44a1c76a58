"""Our server-side errors as the domain's calm words: one place that knows both."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError

from console.domain.refusal import Refusal

_Facts = dict[str, object]


def _no_facts(_detail: str) -> _Facts:
    return {}


def _case(detail: str) -> _Facts:
    return {"case": int(detail)} if detail else {}


def _holder(detail: str) -> _Facts:
    facts: _Facts = json.loads(detail)
    return facts


# SQLSTATE -> refusal and how its facts are read. What is not listed is a bug and stays one.
_CODES: Final[dict[str, tuple[str, Callable[[str], _Facts]]]] = {
    "GX003": ("case.stale", _case),
    "GX005": ("command.reused", _no_facts),
    "GX006": ("claim.held", _holder),
    "GX007": ("caller.reason", _no_facts),
    "GX008": ("case.unknown", _no_facts),
    "GX010": ("trail.gap", _no_facts),
}


@contextmanager
def told_as_refusals() -> Iterator[None]:
    """Turn the errors our own functions raise into `Refusal`."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from None


def refusal_of(error: BaseException) -> Refusal | None:
    """The refusal behind an error of the server; None for any other error."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(original, psycopg.Error) or original.sqlstate not in _CODES:
        return None
    code, facts = _CODES[original.sqlstate]
    return Refusal(code, **facts(original.diag.message_detail or ""))
