"""A call half typed, for the picture of the intake."""

from __future__ import annotations

from typing import Any

from console.domain.case import Case
from console.domain.stage import Source


def as_typed(case: Case) -> dict[str, Any]:
    """A case as an acceptor would have typed it; the caller is made up."""
    point, standard = case.place.point, case.standard
    return {
        "source": Source.HOTLINE.value,
        "name": "王女士",
        "phone": "10000002046",
        "reply": "sms",
        "description": case.description,
        "task_number": "",
        "urgent": False,
        "title": case.place.address,
        "address": case.place.address,
        "point": [point.lon, point.lat] if point else None,
        "component": case.place.component,
        "component_category": standard.category if standard else "",
        "class": f"{standard.scheme}:{standard.kind}:{standard.category}" if standard else "",
        "condition": 1,
    }
