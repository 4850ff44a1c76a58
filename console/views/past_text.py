"""What is said of a moment that is past; always with its day and its seconds, in local time."""

from __future__ import annotations

from datetime import datetime

from console.viewmodels.map_past import MapPast
from console.views.fmt import ZONE
from console.views.wording import Wording


def past_moment(moment: datetime) -> str:
    """`2026-11-12 10:42:00`."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def past_words(past: MapPast, wording: Wording) -> str:
    """「回放 2026-11-12 10:42:00 · 60×」; of a moment that is still asked for, that it is."""
    playback = past.playback
    if playback is None or playback.moment is None:
        return wording.say("replay.asking")
    words = wording.say("replay.at", time=past_moment(playback.moment))
    return f"{words} · {playback.speed:.0f}×" if playback.playing else words


def past_case(past: MapPast, wording: Wording) -> str:
    """The picked case as it was: number, class, stage; where it was not open, that."""
    if past.picked is None:
        return wording.say("replay.pick")
    case = past.case
    if case is None:
        return wording.say("replay.not_open")
    stage = wording.say(f"stage.{case.stage.value}")
    return " · ".join(part for part in (case.number, case.category_name, stage) if part)
