"""The composition root: settings, store, window or command line are put together here.

The only package that knows the adapters. Qt and every verb's heavy parts are imported late, so that
each verb starts fast. What a verb does is in `verbs.py`, the demo city in `building.py`.
"""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from console.bootstrap.loading import loading
from console.cli import exits
from console.cli.arguments import overrides, parser
from console.cli.talk import Talk
from console.domain.refusal import Refusal
from console.ports.errors import StoreUnavailable
from console.settings import Settings, SettingsError, load_settings
from console.views.refusal_words import sentence
from console.views.wording import Language, Wording


def run_program(argv: Sequence[str]) -> NoReturn:
    """`main` in a process that ends with it, by its answer."""
    code = main(argv)
    # Python seeks garbage once more at its end, among all that is loaded: a tenth of a short life,
    # for memory that goes with the process.
    gc.freeze()
    sys.exit(code)


def main(argv: Sequence[str]) -> int:
    """Run the console or one of its verbs; the answer is the exit code (docs/exit-codes.md)."""
    # Being asked to end (log-out, a service manager) is as good as Ctrl+C: shares are given back,
    # so that the embedded server ends with its last console. While Qt is at work, see
    # `views/asked_to_end.py`.
    before = {one: signal.signal(one, _end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        return _answered(argv)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


class Terminated(KeyboardInterrupt):
    """The system asked to end."""


def _end(number: int, _frame: FrameType | None) -> None:
    """Raise once: while things are given back, asking again must not cut that short."""
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, _asked_already)
    raise Terminated if number == signal.SIGTERM else KeyboardInterrupt


def _asked_already(_number: int, _frame: FrameType | None) -> None:
    """Things are being given back already."""


def _answered(argv: Sequence[str]) -> int:
    """The exit code, and one calm sentence for every known failure."""
    words = [Wording(language, strict=False) for language in Language]
    given = parser(
        lambda code, **facts: " / ".join(one.say(code, **facts) for one in words)
    ).parse_args(argv)
    try:
        settings = load_settings(os.environ, overrides(given))
    except SettingsError as error:
        for one in words:
            sys.stderr.write(one.say(error.code, **error.facts) + "\n")
        return exits.SETTINGS
    wording = Wording(settings.language, strict=False)
    talk = Talk(wording.say)
    try:
        return _run(given.verb, settings, given, talk)
    except (Refusal, StoreUnavailable) as known:
        talk.end_progress()
        sys.stderr.write(sentence(known, wording) + "\n")
        return exits.STORE if isinstance(known, StoreUnavailable) else exits.REFUSED
    except BrokenPipeError:
        # Whoever read our lines (`| head`) has enough; nothing more may be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.DONE
    except KeyboardInterrupt as asked:
        talk.end_progress()
        sys.stderr.write(wording.say("cli.stopped") + "\n")
        return exits.TERMINATED if isinstance(asked, Terminated) else exits.INTERRUPTED
    except Exception:
        # Python's own code for it is 1, and that says that a check found something.
        talk.end_progress()
        sys.excepthook(*sys.exc_info())
        return exits.BUG


def _run(verb: str | None, settings: Settings, given: object, talk: Talk) -> int:
    with loading():
        from console.bootstrap import verbs  # the store's drivers take a third of a second

    return verbs.VERBS[verb or "console"](settings, given, talk)
