"""From the commit of another process to the changed pixel of this console's map."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Final

from benchmarks.figures import HEAD, row
from benchmarks.map.seat import AtWork, console, writer
from benchmarks.map.stage import pause, wait_until

ZOOM: Final = 17
APART: Final = 44  # pixels between two places
EVERY_MS: Final = (150, 650)
FREE: Final = f"""
(() => {{
    const {{ map, cases }} = window.mapParts;
    const {{ canvas }} = cases.layer;
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    const size = map.getSize();
    const pad = [(canvas.width - size.x) / 2, (canvas.height - size.y) / 2];
    const taken = (x, y) => {{
        for (let dy = -14; dy <= 14; dy += 2) for (let dx = -14; dx <= 14; dx += 2) {{
            const at = ((y + dy + pad[1]) * canvas.width + x + dx + pad[0]) * 4 + 3;
            if (data[at]) return true;
        }}
        return false;
    }};
    const found = [];
    for (let y = 60; y < size.y - 60; y += {APART}) {{
        for (let x = 40; x < size.x - 60; x += {APART}) {{
            if (taken(x, y)) continue;
            const at = map.containerPointToLatLng([x, y]);
            found.push([at.lng, at.lat, x, y]);
        }}
    }}
    return found;
}})()
"""
WATCH: Final = """
(() => {
    const { map, cases } = window.mapParts;
    window.watched = %s;
    window.first_seen = {};
    cases.layer.on('shown', () => {
        const { canvas } = cases.layer;
        const ctx = canvas.getContext('2d');
        const size = map.getSize();
        const pad = [(canvas.width - size.x) / 2, (canvas.height - size.y) / 2];
        for (const [key, [, , x, y]] of window.watched.entries()) {
            if (window.first_seen[key]) continue;
            const part = ctx.getImageData(x + pad[0] - 2, y + pad[1] - 2, 5, 5).data;
            if (!part.some((byte, i) => i %% 4 === 3 && byte)) continue;
            window.first_seen[key] = 1;
            requestAnimationFrame(() => setTimeout(() => {
                window.first_seen[key] = (performance.timeOrigin + performance.now()) / 1000;
            }));
        }
    });
})();0
"""


def measure(folder: Path, commits: int) -> list[str]:
    """Lines of a table."""
    late: list[float] = []

    def work(here: AtWork) -> None:
        view = here.view.bridge.view
        assert view is not None
        here.view.locate(view.lon, view.lat, ZOOM)
        pause(1_000)
        free = here.stage.js(FREE)
        chance = random.Random(1)
        spots = chance.sample(free, min(commits, len(free)))
        here.stage.run(WATCH % json.dumps(spots))
        with writer(folder, most=10_000) as other:
            for lon, lat, *_ in spots:
                other.report(lon, lat)
                pause(chance.randint(*EVERY_MS))
            said: list[str] = []

            def told() -> bool:
                said.extend(other.lines())
                return len(said) >= len(spots)

            wait_until(told, 60)
            wait_until(lambda: len(here.stage.js("window.first_seen")) >= len(spots), 30)
        seen = here.stage.js("window.first_seen")
        for at, (_lon, _lat, moment) in enumerate(map(json.loads, said)):
            late.append((seen[str(at)] - moment) * 1000)

    console(folder, work)
    return [f"{len(late)} commits", HEAD, row("commit of another process to changed pixel", late)]
