"""How fast the demo city is built: cases and steps a second through the services into the store.

    python -m benchmarks.demo --days 90

Builds into an embedded server of its own in a folder that is removed afterwards. Figures and the
machine they come from stand in benchmarks/README.md.
"""

import argparse
import os
import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from console.bootstrap.building import build_demo
from console.bootstrap.playing import Plan
from db.archive import verify
from db.engine import report_engine
from db.site import bring_up, open_embedded


def main() -> None:
    """Build, measure each part, verify what was built."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--days", type=int, default=90)
    days = words.parse_args().days
    base = Path(tempfile.mkdtemp(prefix="wm-bench-"))
    base.chmod(0o711)
    try:
        measure(base / "data", days)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def measure(folder: Path, days: int) -> None:
    """One build of so many days."""
    begun = time.perf_counter()
    first: dict[str, float] = {}

    def tell(part: str, _done: int, _of: int) -> None:
        first.setdefault(part, time.perf_counter())

    site = open_embedded(folder)
    try:
        bring_up(site)
        plan = Plan(clock=lambda: datetime.now(UTC).replace(microsecond=0), days=days, seed=1)
        played = build_demo(site, plan, tell)
        ended = time.perf_counter()
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
        print(f"server and schema  {first['city'] - begun:8.1f} s")
        print(f"city               {first['photos'] - first['city']:8.1f} s")
        print(f"photographs        {first['cases'] - first['photos']:8.1f} s")
        print(f"cases              {ended - first['cases']:8.1f} s")
        print(f"all                {ended - begun:8.1f} s")
        seconds = ended - first["cases"]
        print(f"{played.cases} cases, {played.steps} steps, {played.refused} refused")
        print(f"{played.cases / seconds:.0f} cases/s, {played.steps / seconds:.0f} steps/s")
        engine = report_engine(site.url)
        started = time.perf_counter()
        result = verify(engine)
        engine.dispose()
        print(f"archive verify {time.perf_counter() - started:.1f} s, whole: {result.whole}")
    finally:
        site.close()


if __name__ == "__main__":
    main()
