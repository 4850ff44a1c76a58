"""Schemes in memory, as the store keeps them: for services, the command line and view models."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from console.domain.refusal import Refusal
from console.evaluation.scheme_json import read_scheme
from console.ports.schemes import Begin, KeptScheme, NewScheme, SchemeDraft
from tests.evaluation.schemes import SHIPPED

MOMENT = datetime(2026, 11, 20, 1, tzinfo=UTC)


@dataclass
class FakeSchemes:
    """`rows` in the order they were added; `refusal` is what every writing meets."""

    rows: list[KeptScheme] = field(default_factory=list)
    kept_drafts: dict[tuple[str, str], SchemeDraft] = field(default_factory=dict)
    refusal: Exception | None = None
    login: str = "sup"
    read: int = 0

    def kept(self) -> Sequence[KeptScheme]:
        self.read += 1
        ordered = sorted(self.rows, key=lambda one: (one.kind, one.scheme, one.version))
        return tuple(self._dated(one) for one in ordered)

    def _dated(self, one: KeptScheme) -> KeptScheme:
        """With its days: from its beginning until before the next one's."""
        if one.begin is None:
            return one
        first = one.begin.first_day
        days = [
            other.begin.first_day
            for at, other in enumerate(self.rows)
            if other.begin is not None
            and (other.kind, other.scheme) == (one.kind, one.scheme)
            and (other.begin.first_day, at) > (first, self.rows.index(one))
        ]
        last = min(days) - timedelta(days=1) if days else None
        if last is not None and last < first:
            return one
        return replace(one, first=first, last=last)

    def add(self, new: NewScheme) -> None:
        self._judge()
        last = max(
            (o.version for o in self.rows if (o.kind, o.scheme) == (new.kind, new.scheme)),
            default=0,
        )
        if new.version != last + 1:
            raise Refusal("scheme.stale", kind=new.kind, scheme=new.scheme, version=last)
        self.rows.append(
            KeptScheme(
                kind=new.kind, scheme=new.scheme, version=new.version, text=new.text,
                shipped=False, at=MOMENT, login=self.login, name="孙某", post="supervisor",
                reason=new.reason,
                begin=None if new.first_day is None else self._begin(new.first_day, new.reason),
            )
        )  # fmt: skip

    def put_in_force(
        self, kind: str, scheme: str, version: int, first_day: date, reason: str
    ) -> None:
        self._judge()
        for at, one in enumerate(self.rows):
            if (one.kind, one.scheme, one.version) == (kind, scheme, version):
                if one.begin is not None:
                    raise Refusal("scheme.begun", kind=kind, scheme=scheme, version=version)
                self.rows[at] = replace(one, begin=self._begin(first_day, reason))
                return
        raise Refusal("scheme.unknown", kind=kind, scheme=scheme, version=version)

    def drafts(self) -> Sequence[SchemeDraft]:
        return tuple(self.kept_drafts.values())

    def save_draft(self, kind: str, scheme: str, base: int, text: str) -> None:
        self._judge()
        self.kept_drafts[kind, scheme] = SchemeDraft(
            kind=kind, scheme=scheme, base=base, text=text, at=MOMENT
        )

    def drop_draft(self, kind: str, scheme: str) -> None:
        self._judge()
        self.kept_drafts.pop((kind, scheme), None)

    def _begin(self, day: date, reason: str) -> Begin:
        return Begin(
            first_day=day, at=MOMENT, login=self.login, name="孙某", post="supervisor",
            reason=reason,
        )  # fmt: skip

    def _judge(self) -> None:
        if self.refusal is not None:
            raise self.refusal


def with_shipped() -> FakeSchemes:
    """A city that has what is shipped, and nothing of its own."""
    schemes = FakeSchemes()
    for text in SHIPPED.values():
        one = read_scheme(text)
        schemes.rows.append(
            KeptScheme(
                kind=one.kind, scheme=one.id, version=1, text=text, shipped=True, at=MOMENT,
                login="system", name="system", post="owner", reason="",
                begin=Begin(
                    first_day=one.effective_from, at=MOMENT, login="system", name="system",
                    post="owner", reason="",
                ),
            )
        )  # fmt: skip
    return schemes
