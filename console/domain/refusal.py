"""The calm "no" of the domain: a code and the facts behind it, no sentence in any language."""


class Refusal(Exception):
    """A lawful refusal. `code` is `area.reason`; `facts` fill the sentence of that code."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: dict[str, object] = facts
