"""The map of yesterday for a picture."""

from datetime import timedelta

from console.domain.case import CaseId
from console.views.shell import Shell
from console.views.shot_errors import NothingToShowError


def show_replay(shell: Shell) -> None:
    """Yesterday at this minute, with a case of then picked. Raises `NothingToShowError`."""
    shell.replay.turn()
    past = shell.bench.past
    if past.playback is None:
        raise NothingToShowError("replay")
    past.playback.step(timedelta(days=-1))
    if past.pins is not None and past.pins.present:
        past.pick(CaseId(min(past.pins.present)))
