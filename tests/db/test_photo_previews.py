"""What a photo shows is kept beside it: by the file's digest, for whoever may see the case."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import URL, Engine

from console.domain.case import CaseId
from console.domain.filekind import SUFFIXES
from console.domain.place import Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Source
from console.domain.trail import said
from console.ports.work import Photo
from console.services.intake import TakeReport
from console.services.noting import AddPhotos
from console.services.registry import Command
from console.services.runner import run
from console.services.seat import Seat
from db import OpenStore
from tests.db.crew import Crew, at_work, operator
from tests.db.lives import MORNING, Life, actor

HERE, THERE = "410402", "410403"
SMALL = b"\xff\xd8\xff\xe0small"
PHOTO = Photo(
    digest="ab" * 32,
    role="before",
    mime="image/jpeg",
    size=1_000,
    taken_at=datetime(2026, 11, 23, 2, 42, 5, tzinfo=UTC),
    point=Point(113.3, 33.74),
    by="lin",
    width=4_000,
    height=3_000,
    preview=SMALL,
)


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    areas = (operator(name, [Post.DISPATCHER], [area]) for name, area in ZONES.items())
    with at_work(owner, database_url, tmp_path, *areas) as made:
        yield made


ZONES = {"dan": HERE, "eve": THERE}


def do(crew: Crew, command: Command, login: str = "lin", post: Post = Post.DISPATCHER) -> CaseId:
    """Carry a gesture out at somebody's own seat."""
    seat = Seat(
        actor=actor(post, login), now=lambda: MORNING, store=crew, new_command=lambda: "unused"
    )
    return run(command, seat, str(uuid4())).cases[0]


def test_a_photo_comes_back_with_what_it_shows_and_its_digest_in_the_step(
    crew: Crew, store: OpenStore
) -> None:
    case = Life(store.store).report()
    sound = replace(PHOTO, digest="cd" * 32, mime="audio/amr", seconds=12.5, preview=b"")
    sound = replace(sound, width=0, height=0)
    do(crew, AddPhotos(case=case, photos=(PHOTO, sound)))
    detail = crew.of("lin").reading.detail(case, "s1")
    assert [photo for _seq, photo in detail.photos] == [PHOTO, sound]
    assert said(detail.steps[-1])["photos"] == [PHOTO.digest, sound.digest]
    assert detail.case.before_photos == 2


def test_a_report_s_photos_stand_in_its_first_step(crew: Crew) -> None:
    place = Place(address="中兴路 12 号", point=Point(113.3, 33.74))
    report = TakeReport(source=Source.HOTLINE, place=place, description="井盖", photos=(PHOTO,))
    case = do(crew, report, "chen", Post.ACCEPTOR)
    (first,) = crew.of("chen").reading.detail(case, "s1").steps
    assert said(first)["photos"] == [PHOTO.digest]


def test_the_first_who_adds_a_file_says_what_it_shows(crew: Crew, store: OpenStore) -> None:
    life = Life(store.store)
    one, two = life.report(), life.report()
    do(crew, AddPhotos(case=one, photos=(PHOTO,)))
    do(crew, AddPhotos(case=two, photos=(replace(PHOTO, preview=SMALL + b"!", width=1),)))
    ((_seq, photo),) = crew.of("lin").reading.detail(two, "s1").photos
    assert (photo.preview, photo.width) == (SMALL, 4_000)


def test_a_preview_is_seen_where_its_case_is(crew: Crew, store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report()
    place = Place(address="中兴路 12 号", district=HERE, management_area=HERE)
    life.act(case, Move.AMEND, Post.ACCEPTOR, place=place)
    do(crew, AddPhotos(case=case, photos=(PHOTO,)))
    seen = {}
    for login in ZONES:
        with crew.line(login) as line:
            row = line.execute("SELECT count(*) FROM photo_preview").fetchone()
            assert row is not None
            seen[login] = row[0]
    assert seen == {"dan": 1, "eve": 0}


@pytest.mark.parametrize("mime", SUFFIXES)
def test_the_server_knows_every_kind_a_case_takes(crew: Crew, store: OpenStore, mime: str) -> None:
    case = Life(store.store).report()
    do(crew, AddPhotos(case=case, photos=(replace(PHOTO, mime=mime),)))


def test_the_server_takes_no_other_kind(crew: Crew, store: OpenStore) -> None:
    case = Life(store.store).report()
    with pytest.raises(Refusal) as refused:
        do(crew, AddPhotos(case=case, photos=(replace(PHOTO, mime="text/html"),)))
    assert refused.value.code == "judge.row"


def test_even_the_owner_keeps_no_large_preview(database_url: URL) -> None:
    plain = database_url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as line, pytest.raises(psycopg.errors.CheckViolation):
        line.execute("INSERT INTO photo_preview VALUES ('x', 1, 1, 0, %s)", [bytes(20_481)])
