"""Callers nobody else is like, and a search for any trace of them in bytes of any kind."""

import base64
import json
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from console.ports.work import Caller

MARK: Final = "翀"
"""Stands in each name and address and in nothing else of the program."""

HEAD: Final = 6
"""Bytes by which a form is looked up; each is longer or as long."""

_WRITTEN: Final = ("{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "+86 {0}{1}{2}", "（{0}）{1}{2}")
_SURNAMES: Final = "王李张欧"
_CHARACTERS: Final = "彧骞頔懿睿旻翊珩崟彤垚淼焱鑫犇骉"
_EMPTY: Final = re.compile(rb"\0{16,}")


def the_callers(many: int) -> list[Caller]:
    """So many callers, their numbers written in many ways.

    The numbers begin with 13 to 15: 16 to 19 are how moments of these years begin when they are
    counted in seconds or parts of them.
    """
    chance = random.Random(11)
    callers = []
    for at in range(many):
        number = f"1{chance.choice('345')}{chance.randrange(10**9):09d}"
        parts = (number[:3], number[3:7], number[7:])
        written = _WRITTEN[at % len(_WRITTEN)].format(*parts)
        given = f"{MARK}{chance.choice(_CHARACTERS)}{chance.choice(_CHARACTERS)}"
        name = f"{chance.choice(_SURNAMES)}{given}{'女士' if at % 2 else ''}"
        callers.append(Caller(name=name, phone=written, address=f"{MARK}园路 {at + 1} 号"))
    return callers


def forms(caller: Caller) -> Iterator[bytes]:
    """All the ways in which a reader could still find this caller."""
    figures = re.sub(r"\D", "", caller.phone.removeprefix("+86"))
    parts = (figures[:3], figures[3:7], figures[7:])
    wide = figures.translate({ord("0") + at: ord("０") + at for at in range(10)})
    written = (way.format(*parts) for way in _WRITTEN)
    for secret in (*written, wide, figures[::-1], caller.name, caller.address):
        for raw in (secret.encode(), secret.encode("utf-16-le"), secret.encode("gbk")):
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()
            for shift in range(3):  # base64 looks different at each place of its threes
                coded = base64.b64encode(b"\0" * shift + raw)
                yield coded[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
        yield json.dumps(secret).encode().strip(b'"')


class Search:
    """Looks for every form of all these callers in one walk."""

    def __init__(self, callers: Iterable[Caller]) -> None:
        self._wanted: dict[bytes, set[bytes]] = {}
        for form in (form for caller in callers for form in forms(caller)):
            assert len(form) >= HEAD
            self._wanted.setdefault(form[:HEAD], set()).add(form)

    def found(self, haystack: bytes) -> set[bytes]:
        """The forms that are readable there; stretches of nothing are passed over."""
        return {form for part in _EMPTY.split(haystack) for form in self._in(part)}

    def _in(self, part: bytes) -> Iterator[bytes]:
        wanted = self._wanted
        heads = [at for at in range(len(part) - HEAD + 1) if part[at : at + HEAD] in wanted]
        for at in heads:
            for form in wanted[part[at : at + HEAD]]:
                if part.startswith(form, at):
                    yield form

    def found_in(self, files: Iterable[Path]) -> dict[Path, set[bytes]]:
        """The files in which anything is readable, with what."""
        each = ((file, self.found(file.read_bytes())) for file in files if file.is_file())
        return {file: forms for file, forms in each if forms}
