"""Acts of the last minutes that wait for a lost store: an example for pictures, not for work."""

from collections.abc import Callable
from typing import Final

from console.ports.rows import CaseRow
from console.services.dispatching import DispatchCase, ReturnToAcceptor
from console.services.noting import NoteCase
from console.services.registry import Command


def _dispatch(row: CaseRow, unit: str) -> Command:
    return DispatchCase(case=row.id, version=row.version, unit=unit)


def _note(row: CaseRow, _unit: str) -> Command:
    return NoteCase(case=row.id, text="已电话通知责任单位值班室")


def _give_back(row: CaseRow, _unit: str) -> Command:
    return ReturnToAcceptor(case=row.id, version=row.version, reason="类别有误")


EXAMPLES: Final[tuple[Callable[[CaseRow, str], Command], ...]] = (_dispatch, _note, _give_back)
"""Each makes an act on a case of the list; the second argument is the unit proposed for it."""
