"""What is wrong with a scheme, with its place in the words of the form instead of a path."""

from console.domain.refusal import Refusal
from console.viewmodels.scheme_document import OWN, Place, SchemeDocument, place_of
from console.viewmodels.scheme_parts import HEAD
from console.viewmodels.words import Say


def placed(refusal: Refusal, document: SchemeDocument | None, say: Say) -> Refusal:
    """The same refusal, its `field` being 「得分项，第 2 行，公式」."""
    field = refusal.facts.get("field")
    if not isinstance(field, str):
        return refusal
    facts = {**refusal.facts, "field": place_words(place_of(field), field, document, say)}
    return Refusal(refusal.code, **facts)


def place_words(place: Place, field: str, document: SchemeDocument | None, say: Say) -> str:
    """A place in words; the path itself where it is no cell of the form."""
    if place.part == "head":
        return say(f"schemes.field.{HEAD[place.row].key}") if place.row >= 0 else field
    words = [say(f"schemes.part.{place.part}")]
    if place.group != OWN:
        names = document.group_names() if document is not None else ()
        name = names[place.group] if place.group < len(names) else str(place.group + 1)
        words.append(say("schemes.whose.group", group=name))
    if place.row >= 0:
        words.append(say("schemes.row", row=place.row + 1))
    if place.column:
        words.append(say(f"schemes.field.{place.column}"))
    return say("list.comma").join(words)
