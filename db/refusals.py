"""Our server-side errors as the domain's calm words: one place that knows both."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError

from console.domain.refusal import Refusal

# SQLSTATE -> refusal; its facts come as JSON in the error's detail. What is not listed is a bug
# and stays one: GX004 an unlawful way, GX009 a reveal or telephone nobody asked for, GX011 a
# changed step.
_CODES: Final = {
    "GX001": "judge.unknown",
    "GX002": "judge.actor",
    "GX003": "case.stale",
    "GX005": "command.reused",
    "GX006": "claim.held",
    "GX007": "caller.reason",
    "GX008": "case.unknown",
    "GX010": "trail.gap",
    "GX012": "judge.post",
    "GX013": "judge.moment",
    "GX015": "judge.row",
    "GX016": "judge.area",
    "GX017": "claim.too_many",
    "GX018": "caller.search_too_many",
    "GX019": "position.unfit",
    "GX020": "caller.key_retired",
    "GX030": "admin.stale",
    "GX031": "admin.unknown",
    "GX032": "admin.in_use",
    "GX033": "admin.last_administrator",
    "GX034": "admin.yourself",
    "GX036": "admin.verifier",
    "GX037": "admin.kept",
    "GX038": "admin.field_unfit",
    "GX039": "admin.exists",
    "GX03A": "admin.later",
    "GX03B": "admin.not_undoable",
    "GX03C": "admin.not_locked",
    "GX03D": "ground.stale",
    "GX03E": "ground.code_used",
    "GX060": "scheme.stale",
    "GX061": "scheme.unknown",
    "GX062": "scheme.begun",
    "GX063": "scheme.unfit",
    "GX050": "publication.whole_city",
    "GX051": "publication.exists",
    "GX052": "publication.running",
    "GX053": "publication.unknown",
    "GX054": "publication.no_corrections",
    "GX055": "publication.reason",
    "GX056": "publication.other_print",
    "GX057": "publication.order",
    "GX058": "publication.same_person",
    "GX059": "publication.unfit",
    "GX070": "past.year_away",
    "GX071": "wall.unfit",
    "GX072": "call.unfit",
    "GX073": "wall.scenes_stale",
    "GX074": "wall.too_many",
    "22P05": "text.control_sign",  # JSON with the one sign the server cannot keep
    "22021": "text.control_sign",
}


_LAW: Final = "GX014"
"""A need of the way that does not hold: the refusal is the domain's own, `need.<word>`."""


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
    if not isinstance(original, psycopg.Error) or original.sqlstate not in {*_CODES, _LAW}:
        return None
    ours = original.sqlstate.startswith("GX")
    facts = json.loads(original.diag.message_detail or "{}") if ours else {}
    if original.sqlstate == _LAW:
        return Refusal(f"need.{facts.pop('need')}", **facts)
    return Refusal(_CODES[original.sqlstate], **facts)
