"""The engine's developer tools for the map page, where this workstation's settings ask for them.

`map_tools = true` opens them in a window of their own for each page. Without it there is no
way in: the engine's remote debugging is taken out of its surroundings (`map_scheme.close_network`).
"""

from __future__ import annotations

from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView

from console.views.map_care import wants_tools


def inspect(page: QWebEnginePage) -> QWebEngineView | None:
    """Open the tools on a page; who asked holds them, and None where nobody asked for them."""
    if not wants_tools():
        return None
    # Their pages are the engine's own and need no address of ours: a profile without our handler.
    profile = QWebEngineProfile()
    view = QWebEngineView()
    tools = QWebEnginePage(profile, view)
    profile.setParent(tools)
    view.setPage(tools)
    page.setDevToolsPage(tools)
    page.destroyed.connect(view.close)
    view.resize(1100, 700)
    view.show()
    return view
