"""The standard a case is registered under, taken from a catalogue and frozen with the case."""

from console.domain.case import Standard
from console.domain.catalogue import Catalogue, Category, ClosingRule, Condition
from console.domain.place import AreaLevel


def standard_of(
    catalogue: Catalogue, category: Category, condition: Condition, area: AreaLevel | None
) -> Standard | None:
    """The class and condition as a case keeps them; None when the condition has no limit at all.

    The database takes nothing else for a registration (`api/11_clockwork.sql`, app.is_standard).
    """
    limit = catalogue.limit_for(condition, area).limit
    if limit is None:
        return None
    return Standard(
        scheme=category.key.scheme,
        kind=category.key.kind,
        category=category.key.code,
        name=category.name,
        condition=f"C{condition.ordinal}",
        text=condition.text,
        closing=condition.closing_text,
        limit=limit,
        version=str(catalogue.version),
        by_photo=condition.closing_rule is ClosingRule.RESTORED,
        class_name=category.class_name,
    )
