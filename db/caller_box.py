"""What a seat that only writes needs of the place's keys, and a caller's row made with it.

The table `caller_key` holds the public key new values are sealed with and the id of the search key,
so that a seat with another search key is told instead of writing hashes nobody finds.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.ports.work import Caller
from db.caller_keys import SEARCH_FILE, CallerKeys
from db.caller_sealing import SEARCH_ALGORITHM, Algorithm, BoxKey, phone_hash, search_id
from db.mapping import masked_name, masked_phone
from db.phones import figures_of

_PRESENT: Final = text(
    "SELECT key_id, algorithm, public FROM caller_key WHERE retired_at IS NULL"
    " ORDER BY created_at, key_id"
)


_NO_SIGN: Final = "\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerBox:
    """The keys in force; None where none were made yet."""

    key: BoxKey | None = None
    search: str | None = None

    def find_key(self, keys: CallerKeys | None) -> bytes:
        """This seat's search key.

        Raises `Refusal` `caller.search_key`, `caller.search_key_other`.
        """
        if keys is None:
            raise Refusal("caller.search_key", file=SEARCH_FILE)
        found = keys.search()
        if search_id(found) != self.search:
            raise Refusal("caller.search_key_other", file=str(keys.search_file))
        return found


def load_box(connection: Connection) -> CallerBox:
    """The keys in force: the newest pair, while an older one may not be retired yet."""
    key, search = None, None
    for row in connection.execute(_PRESENT):
        if row.algorithm == SEARCH_ALGORITHM:
            search = row.key_id
        else:
            algorithm = Algorithm(row.algorithm)
            key = BoxKey(key_id=row.key_id, public=bytes(row.public), algorithm=algorithm)
    return CallerBox(key=key, search=search)


def sealed_row(
    case: CaseId, caller: Caller, box: CallerBox, keys: CallerKeys | None
) -> dict[str, Any]:
    """A caller as it may be kept: sealed, hashed, and the masked forms everybody may see.

    Raises `Refusal` `caller.no_key`, `text.control_sign` for the sign no other text may hold, and
    for a caller with a telephone as `CallerBox.find_key`.
    """
    if _NO_SIGN in f"{caller.name}{caller.phone}{caller.address}":
        raise Refusal("text.control_sign")
    return {
        "case_id": case,
        "reply": caller.reply,
        **sealed_columns(case, caller, box, keys),
        "masked_name": masked_name(caller.name),
        "masked_phone": masked_phone(caller.phone),
    }


def sealed_columns(
    case: CaseId, caller: Caller, box: CallerBox, keys: CallerKeys | None
) -> dict[str, str | None]:
    """The part of a row that needs keys, bytes in the server's hexadecimal form."""
    if box.key is None:
        raise Refusal("caller.no_key")
    figures = figures_of(caller.phone)
    hashed = phone_hash(box.find_key(keys), figures) if figures else None
    return {
        "sealed": rf"\x{box.key.seal(case, caller).hex()}",
        "key_id": box.key.key_id,
        "algorithm": box.key.algorithm.value,
        "phone_hash": rf"\x{hashed.hex()}" if hashed else None,
    }
