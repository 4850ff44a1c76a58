"""Whether Qt, the map's web engine and a Chinese font are usable here; for `main.py doctor`.

Makes an application object of its own without a screen; never called from a running console.
"""

import importlib
import os
import sys

from PySide6.QtGui import QFontDatabase, QGuiApplication


def qt_failure() -> str:
    """Why the map's web engine cannot be loaded; "" when it can."""
    try:
        importlib.import_module("PySide6.QtWebEngineWidgets")
    except ImportError as error:
        return str(error)
    return ""


def has_chinese_font() -> bool:
    """Whether any installed font can show Chinese."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication(sys.argv[:1])
    found = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    del app
    return bool(found)
