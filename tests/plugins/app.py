"""What must be settled before the one QApplication of a test process is made.

The map's address scheme has to be known before the application exists, and Chromium refuses to
run as root with its sandbox on. The sandbox is switched off here only, never in the program.
"""

import os
import sys

from console.views import map_scheme

if sys.platform != "win32" and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

map_scheme.register_scheme()
