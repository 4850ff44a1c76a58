"""What a scene's blocks ask: kind, options and district; blocks that ask the same are one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.scene import BlockKind, OnAir, SceneBlock
from console.evaluation.scene_options import TURNS, district_of, each_of


@dataclass(frozen=True, slots=True)
class Question:
    """What a block asks; `district` "" is the whole city."""

    kind: BlockKind
    options: tuple[tuple[str, str], ...] = ()
    district: str = ""

    @property
    def told(self) -> dict[str, str]:
        """The options by name."""
        return dict(self.options)


def question_of(block: SceneBlock, air: OnAir, now: datetime, districts: Sequence[str]) -> Question:
    """What a block asks at a moment, of districts that take turns the one whose turn it is."""
    district = district_of(block.options)
    if district == TURNS:
        turn = air.choice(now, each_of(block.options), len(districts))
        district = districts[turn] if districts else ""
    return Question(block.kind, tuple(sorted(block.options.items())), district)


def district_on(air: OnAir, now: datetime, districts: Sequence[str]) -> str:
    """The district that every block of a scene is about at a moment; "" where there is none."""
    asked = {question_of(block, air, now, districts).district for block in air.scene.blocks}
    return asked.pop() if len(asked) == 1 else ""
