"""Certificates of inspectors."""

from datetime import date

import pytest

from console.domain.organisation import Inspector

INSPECTOR = Inspector(
    code="WD-114",
    name="赵一",
    certificate="PDS-2025-0114",
    certified_on=date(2025, 3, 1),
    certified_until=date(2028, 2, 29),
    management_area="410403",
)


@pytest.mark.parametrize(
    ("day", "certified"),
    [
        (date(2025, 2, 28), False),
        (date(2025, 3, 1), True),
        (date(2028, 2, 29), True),
        (date(2028, 3, 1), False),
    ],
)
def test_a_certificate_holds_from_its_first_to_its_last_day(
    day: date,
    certified: bool,  # noqa: FBT001 - parametrised expectation
) -> None:
    assert INSPECTOR.certified(day) is certified
