"""The program behind a picture, on a screen of the picture's size."""

import json
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication


def application_of(size: tuple[int, int]) -> QApplication:
    """A program on one screen of the picture's size: pages that name the screen name this one."""
    screen = {"name": "shot", "x": 0, "y": 0, "width": size[0], "height": size[1]}
    with tempfile.TemporaryDirectory() as folder:
        described = Path(folder, "screens.json")
        described.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described}"
        app = QApplication(sys.argv[:1])
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return app
