"""The locked page the map lives in: no navigation, no windows, no network, nothing kept on disk.

The defences stand one behind the other (map_qt.md 5): content policy in the page, this interceptor
and these settings, and the engine flags of `map_scheme`.
"""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from console.views.map_scheme import HOME

_log: Final = logging.getLogger(__name__)
_Attribute = QWebEngineSettings.WebAttribute

SWITCHED_OFF: Final = (
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.PluginsEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.LocalStorageEnabled,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.FocusOnNavigationEnabled,
    _Attribute.ErrorPageEnabled,
    _Attribute.FullScreenSupportEnabled,
)


def is_own(url: QUrl) -> bool:
    """Whether an address belongs to the page itself."""
    return url.toString().startswith(HOME)


class OwnAddressesOnly(QWebEngineUrlRequestInterceptor):
    """Blocks every request that is not for the page's own address."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        if not is_own(url) and url.scheme() not in {"data", "blob"}:
            info.block(True)  # noqa: FBT003, Qt's signature


class MapPage(QWebEnginePage):
    """A page that stays where it is."""

    def acceptNavigationRequest(
        self,
        url: QUrl | str,
        type: QWebEnginePage.NavigationType,  # noqa: ARG002, Qt's signature
        isMainFrame: bool,  # noqa: FBT001, Qt's signature
    ) -> bool:
        return isMainFrame and is_own(QUrl(url))

    def createWindow(
        self,
        type: QWebEnginePage.WebWindowType,  # noqa: ARG002, Qt's signature
    ) -> QWebEnginePage:
        return None  # type: ignore[return-value]  # Qt takes null as "no window"; the stub does not

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        lineNumber: int,
        sourceID: str,
    ) -> None:
        """Errors of the page's script are ours: to the log, without the data they were about."""
        serious = level is QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        place = f"{sourceID.rpartition('/')[2]}:{lineNumber}"
        _log.log(logging.ERROR if serious else logging.DEBUG, "map page %s: %s", place, message)


def make_profile() -> QWebEngineProfile:
    """A profile that keeps nothing and reaches nothing but the page's own address."""
    profile = QWebEngineProfile()
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setPersistentCookiesPolicy(
        QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
    )
    profile.setUrlRequestInterceptor(OwnAddressesOnly(profile))
    profile.downloadRequested.connect(_refuse_download)
    settings = profile.settings()
    for attribute in SWITCHED_OFF:
        settings.setAttribute(attribute, False)  # noqa: FBT003, Qt's signature
    settings.setAttribute(_Attribute.WebRTCPublicInterfacesOnly, True)  # noqa: FBT003, as above
    return profile


def _refuse_download(request: object) -> None:
    cancel = getattr(request, "cancel", None)
    if callable(cancel):
        cancel()
