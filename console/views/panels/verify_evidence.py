"""What a verifier looks at: both photos, their capture facts, all photos, this round, the map."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.ports.map_rows import MapBadge, MapScene
from console.viewmodels.evidence import FAR_METRES, Shot
from console.viewmodels.verify_draft import VerifyDraft, round_start
from console.views.card.step_words import step_rows
from console.views.fmt import Formats
from console.views.panels.inset import Ground, InsetMap
from console.views.panels.photo_strip import PhotoStrip, place_words, shot_caption, shot_name
from console.views.theme import Theme, set_look
from console.views.widgets.photo_loader import PhotoLoader
from console.views.widgets.photos import Photo, PhotoPair
from console.views.widgets.timeline import Timeline

FOOT_HEIGHT = 232
MAP_WIDTH = 372
LABEL_WIDTH = 74


class CaptureFacts(QFrame):
    """Taken, place and check of the two photos shown, side by side."""

    ROWS = ("taken", "place", "check")

    def __init__(
        self, formats: Formats, names: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._formats, self._names = formats, names
        set_look(self, role="card")
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 5, 12, 5)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._cells: dict[tuple[str, int], QLabel] = {}
        for at, row in enumerate(self.ROWS):
            label = QLabel(formats.wording.say(f"verify.{row}"), self)
            set_look(label, role="hint")
            grid.addWidget(label, at, 0)
            for side in (0, 1):
                cell = QLabel(self)
                cell.setTextFormat(Qt.TextFormat.PlainText)
                grid.addWidget(cell, at, 1 + side)
                self._cells[row, side] = cell

    def show_pair(self, pair: tuple[Shot | None, Shot | None]) -> None:
        """The facts of these two."""
        for side, shot in enumerate(pair):
            texts = self._texts(shot) if shot else ("—", "—", "—")
            for row, text in zip(self.ROWS, texts, strict=True):
                self._cells[row, side].setText(text)

    def _texts(self, shot: Shot) -> tuple[str, str, str]:
        formats, say = self._formats, self._formats.wording.say
        taken = formats.moment(shot.taken_at, shot.taken_at) if shot.taken_at else "—"
        who = self._names.get(shot.by, shot.by)
        by = f"{say(f'verify.origin.{shot.origin}')} {who}".strip()
        place = place_words(shot, formats) or say("verify.no_place")
        check = say("verify.same" if shot.path is not None else f"photo.{shot.state}")
        return (f"{taken}　{by}", place, check)


class VerifyEvidence(QWidget):
    """The left side of the verification panel; `pair` takes the keys 1 2 3 Z A O."""

    def __init__(
        self,
        draft: VerifyDraft,
        formats: Formats,
        theme: Theme,
        ground: Ground | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        detail, evidence = draft.detail, draft.evidence
        self._draft, self._formats = draft, formats
        self._detail, self._evidence = detail, evidence
        self._loader = PhotoLoader(draft.desk.outside.media, self)
        self.pair = PhotoPair(theme, formats.wording, self._loader, self)
        self.pair.setMinimumHeight(260)
        self.pair.annotated.connect(self._on_annotated)
        self._shown: tuple[Shot | None, Shot | None] = (None, None)
        self.facts = CaptureFacts(formats, detail.names, self)
        self.strip = PhotoStrip(theme, formats, self._loader, self)
        self.strip.picked.connect(self._on_picked)
        self._map: InsetMap | None = None
        if ground is not None:
            self._map = InsetMap(theme, formats.wording, ground, layers=(), parent=self)
        self._distances = QLabel(self)
        set_look(self._distances, role="hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.pair, 1)
        column.addWidget(self.facts)
        column.addWidget(self.strip)
        column.addWidget(self._made_foot(theme))
        evidence.changed.connect(self._on_found)
        self._show(evidence.pair())

    def take_key(self, event: QKeyEvent) -> None:
        """A photo key pressed elsewhere in the panel."""
        self.pair.keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._loader.stop()
        super().hideEvent(event)

    def _made_foot(self, theme: Theme) -> QWidget:
        say = self._formats.wording.say
        foot = QWidget(self)
        foot.setFixedHeight(FOOT_HEIGHT)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        start = round_start(self._detail)
        rows = step_rows(self._detail, self._formats.wording)
        card, inner = _card(say("verify.round"), self._round_hint(), foot)
        self.process = Timeline(theme, self._formats, card)
        set_look(self.process, role="oncard")
        self.process.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.process.show_steps([row for row in rows if row.key >= start])
        inner.addWidget(self.process, 1)
        row.addWidget(card, 1)
        if self._map is not None:
            box, around = _card(say("verify.positions"), "", foot)
            box.setFixedWidth(MAP_WIDTH)
            around.addWidget(self._map, 1)
            around.addWidget(self._distances)
            row.addWidget(box)
        return foot

    def _round_hint(self) -> str:
        case = self._detail.case
        number = max(1, case.dispatches)
        return self._formats.wording.say("verify.round_of", number=number, count=case.rework)

    def _on_found(self) -> None:
        shots = self._evidence.shots
        self.strip.show_shots(shots)
        self.strip.setVisible(bool(shots))
        self._show(self._evidence.pair())
        self._show_scene(shots)

    def _on_picked(self, shot: Shot) -> None:
        before, after = self._shown
        self._show((before, shot) if shot.after else (shot, after))

    def _show(self, pair: tuple[Shot | None, Shot | None]) -> None:
        self._shown = pair
        before, after = (self._photo(shot) for shot in pair)
        self.pair.show_pair(before, after)
        after_shot = pair[1]
        if after_shot is not None:
            kept = self._draft.drawn_on(after_shot.digest)
            self.pair.annotate(tuple(QRectF(*one) for one in kept))
        self.facts.show_pair(pair)
        self.strip.mark(pair)

    def _on_annotated(self, marks: tuple[QRectF, ...]) -> None:
        shot = self._shown[1]
        if shot is not None:
            parts = tuple((one.x(), one.y(), one.width(), one.height()) for one in marks)
            self._draft.draw(shot.digest, parts)

    def show_drawn(self) -> None:
        """The rectangles of the draft, after it was taken up again."""
        self._show(self._shown)

    def _photo(self, shot: Shot | None) -> Photo | None:
        if shot is None:
            return None
        label = f"{shot_name(shot, self._formats)}・{shot_caption(shot, self._formats)}"
        return Photo(key=shot.digest, path=shot.path, label=label, state=shot.state)

    def _show_scene(self, shots: tuple[Shot, ...]) -> None:
        point, say = self._detail.case.place.point, self._formats.wording.say
        if self._map is None or point is None:
            return
        newest = {shot.origin: shot for shot in shots if shot.point is not None}
        badges = tuple(
            MapBadge(
                text=say(f"verify.origin.{origin}"),
                lon=shot.point.lon,
                lat=shot.point.lat,
                plain=True,
            )
            for origin, shot in newest.items()
            if shot.point is not None
        )
        self._map.show_scene(
            MapScene(
                lon=point.lon,
                lat=point.lat,
                radius_m=FAR_METRES,
                radius_text=self._formats.distance(FAR_METRES),
                badges=badges,
            )
        )
        self._distances.setText(
            "　".join(
                f"{say(f'verify.origin.{origin}')} {self._formats.distance(shot.metres or 0)}"
                for origin, shot in newest.items()
            )
        )


def _card(title: str, hint: str, parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    set_look(card, role="card")
    heading, aside = QLabel(title, card), QLabel(hint, card)
    set_look(heading, role="strong")
    set_look(aside, role="hint")
    head = QHBoxLayout()
    head.addWidget(heading)
    head.addStretch(1)
    head.addWidget(aside)
    inner = QVBoxLayout(card)
    inner.setContentsMargins(12, 8, 12, 8)
    inner.setSpacing(4)
    inner.addLayout(head)
    return card, inner
