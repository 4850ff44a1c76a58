"""Numbers, durations and moments as operators read them; the words come from the catalogue.

Moments are timezone-aware (UTC inside the program) and shown in Asia/Shanghai. «Now» is always an
argument. A time left always carries its units, never `0:06`.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from console.views.wording import Wording

ZONE: Final = ZoneInfo("Asia/Shanghai")
MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 24 * HOUR
GROUP: Final = "\N{THIN SPACE}"


class Formats:
    """Formatter of one language."""

    def __init__(self, wording: Wording, zone: tzinfo = ZONE) -> None:
        self.wording = wording
        self._zone = zone

    def span(self, seconds: float | None, *, day: int = DAY) -> str:
        """A length of time in its two largest units, cut down: 「6分」「2时33分」「5天2时」.

        `day` is the length of a day in seconds: 24 h, or the working day for working time.
        `None` (no limit) is a dash.
        """
        if seconds is None:
            return self.wording.say("fmt.none")
        whole = int(abs(seconds))
        days, rest = divmod(whole, day)
        hours, minutes = rest // HOUR, rest % HOUR // MINUTE
        if whole < MINUTE:
            return self.wording.say("fmt.under_minute")
        if days:
            code = "fmt.days_hours" if hours else "fmt.days"
        elif hours:
            code = "fmt.hours_minutes" if minutes else "fmt.hours"
        else:
            code = "fmt.minutes"
        return self.wording.say(code, days=days, hours=hours, minutes=minutes)

    def exact(self, seconds: float) -> str:
        """A short length to the second, for countdowns: 「2分36秒」; from an hour as `span`."""
        whole = max(0, int(seconds))
        if whole >= HOUR:
            return self.span(whole)
        minutes, rest = divmod(whole, MINUTE)
        if not minutes:
            return self.wording.say("fmt.seconds", seconds=rest)
        code = "fmt.minutes_seconds" if rest else "fmt.minutes"
        return self.wording.say(code, minutes=minutes, seconds=rest)

    def left(self, seconds: float | None, *, day: int) -> str:
        """A time left as every place shows it: 「6分」, past due 「超 18分」.

        `day` must be said: 40 working hours over are 「超 5天」, in no place 「超 1天16时」.
        """
        if seconds is None or seconds >= 0:
            return self.span(seconds, day=day)
        over = max(-seconds, MINUTE)  # «over by less than a minute» is one minute over
        return self.wording.say("fmt.over", span=self.span(over, day=day))

    def left_worded(self, seconds: float | None, *, day: int) -> str:
        """A time left with its word: 「剩 6分」「超 18分」."""
        if seconds is None or seconds < 0:
            return self.left(seconds, day=day)
        return self.wording.say("fmt.left", span=self.span(seconds, day=day))

    def moment(self, at: datetime, now: datetime) -> str:
        """`11-23 10:42`, with the year only when it is another one."""
        local = at.astimezone(self._zone)
        same = local.year == now.astimezone(self._zone).year
        return f"{local:%m-%d %H:%M}" if same else f"{local:%Y-%m-%d %H:%M}"

    def due(self, at: datetime, now: datetime) -> str:
        """A due time near now in words: 「今日 16:43」; farther away as `moment`."""
        days = (at.astimezone(self._zone).date() - now.astimezone(self._zone).date()).days
        code = {-1: "fmt.yesterday", 0: "fmt.today", 1: "fmt.tomorrow"}.get(days)
        if code is None:
            return self.moment(at, now)
        return self.wording.say(code, time=self.time(at))

    def time(self, at: datetime, *, seconds: bool = False) -> str:
        """`10:42` or `10:42:18`."""
        local = at.astimezone(self._zone)
        return f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"

    def stamp(self, at: datetime, now: datetime) -> str:
        """How old something is, to the second: `10:42:18` today, `11-22 10:42:18` before."""
        local, today = at.astimezone(self._zone), now.astimezone(self._zone).date()
        clock = self.time(at, seconds=True)
        if local.date() == today:
            return clock
        return f"{local:%m-%d} {clock}" if local.year == today.year else f"{local:%Y-%m-%d} {clock}"

    def day(self, at: datetime) -> str:
        """`2026-11-23 周一`."""
        local = at.astimezone(self._zone)
        weekday = self.wording.say(f"fmt.weekday.{local.isoweekday()}")
        return f"{local:%Y-%m-%d} {weekday}"

    def number(self, value: float, decimals: int = 0) -> str:
        """`9 135`: thousands set apart by a thin space, a true minus sign."""
        text = f"{value:,.{decimals}f}".replace(",", GROUP)
        return text.replace("-", "\N{MINUS SIGN}")

    def percent(self, share: float, decimals: int = 1) -> str:
        """`94.1%` of a share 0–1."""
        return f"{self.number(share * 100, decimals)}%"

    def distance(self, metres: float) -> str:
        """`38 m` below a kilometre, else `1.2 km`."""
        if round(metres) < 1000:
            return f"{metres:.0f} m"
        return f"{metres / 1000:.1f} km"
