"""What this workstation remembers of a seat's looks: the height of rows, each post's layers of the
map. Geometry is the window's.

Nothing of any case is kept here, and nothing of the operator: the next one finds the same rows.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSettings

from console.domain.stage import Post
from console.viewmodels.map_layers import MapLayers
from console.views.queue_bar import QueueBar

RELAXED: Final = "seat/relaxed_rows"


def are_relaxed(memory: QSettings | None) -> bool:
    """Whether rows are 32 px high here."""
    return memory is not None and bool(memory.value(RELAXED, type=bool))


def remember_rows(bar: QueueBar, memory: QSettings | None) -> None:
    """Show rows as they were left, and keep what is chosen from now on."""
    if memory is None:
        return
    bar.density.setChecked(are_relaxed(memory))
    bar.density.toggled.connect(partial(memory.setValue, RELAXED))


def remember_layers(layers: MapLayers, memory: QSettings | None) -> None:
    """Show each post's layers as they were left, and keep what is chosen from now on."""
    if memory is None:
        return
    kept = {post: memory.value(_layers_of(post)) for post in Post}
    layers.take_up({post: text for post, text in kept.items() if isinstance(text, str)})
    layers.kept.connect(partial(_keep_layers, memory))


def _keep_layers(memory: QSettings, post: Post, text: str) -> None:
    memory.setValue(_layers_of(post), text)


def _layers_of(post: Post) -> str:
    return f"layers/{post.value}"
