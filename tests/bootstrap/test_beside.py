"""The outside world beside a console ends with it, whatever it is just doing."""

import socket
import subprocess
import sys
from pathlib import Path

import psutil

from console.bootstrap import beside

# A console whose outside world waits for a store that never answers.
CONSOLE = """
import sys
from pathlib import Path
from console.bootstrap.beside import world_beside
from db.site import open_server
if __name__ == "__main__":
    with world_beside(open_server(sys.argv[1], Path(sys.argv[2])), 1.0):
        sys.stdin.readline()
"""


def test_the_outside_world_of_a_killed_console_ends_though_its_store_does_not_answer(
    tmp_path: Path,
) -> None:
    program = tmp_path / "killed_console.py"
    program.write_text(CONSOLE, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        url = f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        console = subprocess.Popen(
            [sys.executable, str(program), url, str(tmp_path)],
            env={**psutil.Process().environ(), "PYTHONPATH": str(Path.cwd())},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with console:
            try:
                line, _ = silent.accept()  # the outside world is there, and waits
                children = psutil.Process(console.pid).children(recursive=True)
            finally:
                console.kill()
            with line:
                _, alive = psutil.wait_procs(children, timeout=beside._GRACE + 30)
            assert not alive
            assert console.stderr is not None
            assert console.stderr.read() == ""


def test_a_store_that_is_gone_ends_it_with_one_sentence(tmp_path: Path) -> None:
    script = (
        "import multiprocessing; from pathlib import Path; from console.bootstrap import beside;"
        " theirs, mine = multiprocessing.Pipe(duplex=False);"
        " url = 'postgresql+psycopg://nobody@127.0.0.1:1/none';"
        " beside._serve(theirs, url, Path(), Path('none.key'), 1.0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stderr.splitlines() == ["the outside world stands still: store.lost"]
