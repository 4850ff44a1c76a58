"""The watchers over all tests do bite: each is shown a test that breaks its rule.

The inner tests run in a process of their own, because a leak is what they are made of.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.plugins.patience import PATIENCE_MS, WAITS
from tests.plugins.sharing import LONG, TESTS

ROOT = Path(__file__).resolve().parents[2]


def _run(pytester: pytest.Pytester, plugin: str, body: str) -> pytest.RunResult:
    pytester.makeconftest(f'pytest_plugins = ["tests.plugins.{plugin}"]\n')
    pytester.makeini(f"[pytest]\npythonpath = {ROOT.as_posix()}\n")
    pytester.makepyfile(body)
    # The children need neither random order nor workers, and no data of this run's coverage.
    return pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:xdist", "-p", "no:cov")


def test_a_stray_warning_fails_its_test(pytester: pytest.Pytester) -> None:
    body = "import logging\ndef test_it():\n    logging.getLogger('x').warning('lost %s', 'line')\n"
    result = _run(pytester, "strict_logs", body)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*WARNING x: lost line*"])


def test_an_announced_warning_is_fine(pytester: pytest.Pytester) -> None:
    body = """
        import logging
        def test_it(expected_logs):
            expected_logs.add('lost')
            logging.getLogger('x').error('lost line')
        """
    _run(pytester, "strict_logs", body).assert_outcomes(passed=1)


def test_an_announced_warning_that_never_came_fails(pytester: pytest.Pytester) -> None:
    body = "def test_it(expected_logs):\n    expected_logs.add('lost')\n"
    _run(pytester, "strict_logs", body).assert_outcomes(passed=1, errors=1)


@pytest.mark.parametrize(
    ("leak", "named"),
    [
        ("threading.Thread(target=EVENT.wait, daemon=True, name='left').start()", "thread left"),
        ("KEPT.append(QTimer()); KEPT[0].start(60000)", "QTimer of nobody"),
        ("KEPT.append(QWidget())", "window QWidget"),
    ],
)
def test_what_is_left_behind_fails_its_test(
    pytester: pytest.Pytester, leak: str, named: str
) -> None:
    body = f"""
        import threading
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QWidget
        EVENT, KEPT = threading.Event(), []
        def test_leak(qapp):
            {leak}
        """
    result = _run(pytester, "no_leaks", body)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines([f"*Left behind by this test: *{named}*"])


def test_what_outlives_tests_is_no_leak_of_the_next_one_and_hides_none(
    pytester: pytest.Pytester,
) -> None:
    body = """
        import pytest
        from PySide6.QtCore import QTimer
        KEPT = []
        @pytest.fixture(scope="module")
        def clock(qapp):
            timer = QTimer()
            timer.start(60000)
            yield
            timer.stop()
        def test_before(qapp):
            pass
        def test_with_it(clock):
            pass
        def test_leak(clock):
            KEPT.append(QTimer())
            KEPT[0].start(60000)
        """
    _run(pytester, "no_leaks", body).assert_outcomes(passed=3, errors=1)


def test_a_test_that_tidies_up_passes(pytester: pytest.Pytester) -> None:
    body = """
        import threading
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QWidget
        def test_tidy(qtbot):
            qtbot.addWidget(QWidget())
            timer = QTimer()
            timer.start(60000)
            timer.stop()
            thread = threading.Thread(target=int)
            thread.start()
            thread.join()
        """
    _run(pytester, "no_leaks", body).assert_outcomes(passed=1)


@pytest.mark.display
def test_a_child_process_finds_a_screen_to_open_windows_on(screen: dict[str, str]) -> None:
    asked = "from PySide6.QtWidgets import QApplication as A; print(A([]).platformName())"
    answer = subprocess.run(
        [sys.executable, "-c", asked], env=screen, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() in {"xcb", "wayland", "windows"}


def test_no_wait_of_the_window_tests_depends_on_the_machine_s_speed() -> None:
    limits = {one.__name__: (one.__kwdefaults__ or {}).get("timeout") for one in WAITS}
    assert set(limits.values()) == {PATIENCE_MS}
    named = {name for name in dir(QtBot) if name.startswith("wait")}
    assert named - {"wait", "waitForWindowShown"} == {*limits}


def test_the_longest_files_are_handed_out_first(request: pytest.FixtureRequest) -> None:
    folders = [item.path.relative_to(TESTS).parts[0] for item in request.session.items]
    assert [one in LONG for one in folders] == sorted(
        (one in LONG for one in folders), reverse=True
    )
    assert not [one for one in LONG if not (TESTS / one).is_dir()]
