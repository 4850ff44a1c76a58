"""What is kept of another system's case: as it was told, and nobody's caller."""

from dataclasses import fields
from datetime import UTC, datetime

from console.domain.imported_case import ImportedCase


def test_what_an_export_does_not_say_is_not_known() -> None:
    case = ImportedCase(task_number="22041800001", reported_at=datetime(2024, 3, 1, tzinfo=UTC))
    assert (case.extended, case.reworked, case.point, case.closed_at) == (None,) * 4


def test_there_is_no_field_for_a_caller() -> None:
    names = " ".join(one.name for one in fields(ImportedCase))
    assert not [word for word in ("caller", "phone", "telephone", "reply") if word in names]
