"""How the console's verbs end; `docs/exit-codes.md` tells people the same."""

from typing import Final

DONE: Final = 0
FOUND: Final = 1
"""A check found something: a broken trail, a problem of the installation."""

USAGE: Final = 2
"""Words that are no command; argparse's own code."""

SETTINGS: Final = 3
STORE: Final = 4
"""The database cannot do its work now, for a known reason."""

REFUSED: Final = 5
"""A file or a wish was refused with a sentence."""

NO_SCREEN: Final = 6
"""There is no screen to show a window on."""

BUG: Final = 70
"""Something nobody foresaw; never to be taken for what a check found."""

SIGNALLED: Final = 128
"""With a signal's number added: asked to end by the keyboard, or by the system (SIGTERM)."""

INTERRUPTED: Final = SIGNALLED + 2
TERMINATED: Final = SIGNALLED + 15
