"""The door of a workstation whose server may be gone: knocked at once, wiped when turned away."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from console.domain.refusal import Refusal
from console.ports.errors import StoreUnavailable
from console.ports.picture import Kept
from console.ports.signin import TURNED_AWAY, Admission, SignIn
from db.files import FolderFiles
from db.local_door import KEPT_FOR, LocalDoor, Workstation
from db.pictures import SqlitePictures
from tests.doors import FakeDoor
from tests.rows import NOW
from tests.screens import an_operator

LOGIN = an_operator().login
GONE = StoreUnavailable("store.lost")


@dataclass
class Door(FakeDoor):
    """A door of typed passwords whose server may be gone."""

    demo: bool = False
    gone: StoreUnavailable | None = None

    def operators(self):  # type: ignore[no-untyped-def]  # as `FakeDoor`
        if self.gone is not None:
            raise self.gone
        return super().operators()

    def sign_in(self, login: str, password: str) -> Admission:
        if self.gone is not None:
            self.asked.append((login, password))
            raise self.gone
        return super().sign_in(login, password)


@dataclass
class Place:
    """A workstation whose operator has worked there before."""

    pictures: SqlitePictures
    door: Door = field(default_factory=Door)
    passed: timedelta = timedelta()

    def __post_init__(self) -> None:
        here = Workstation(pictures=self.pictures, files=FolderFiles(Path("nowhere")), demo={})
        self.way: SignIn = LocalDoor(self.door, here, lambda: NOW + self.passed)
        picture = self.way.sign_in(LOGIN, "right").picture
        assert picture is not None
        picture.keep([Kept(question=("units", (), ()), answer=(), at=NOW)], NOW, timedelta())
        self.door.asked.clear()

    def leave(self, code: str = "store.lost") -> None:
        """The server goes."""
        self.door.gone = StoreUnavailable(code)

    def come_back(self) -> None:
        """The server is there again."""
        self.door.gone = None


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    pictures = SqlitePictures(tmp_path)
    yield Place(pictures)
    pictures.close()


@pytest.mark.parametrize("code", ["store.lost", "store.starting", "store.stopping"])
def test_without_the_server_those_are_listed_who_worked_here(place: Place, code: str) -> None:
    place.leave(code)
    (listed,) = place.way.operators()
    assert (listed.operator, listed.known_at, listed.demo) == (an_operator(), NOW, False)


def test_a_server_that_answers_with_a_refusal_is_not_gone(place: Place) -> None:
    place.leave("store.not_let_in")
    with pytest.raises(StoreUnavailable, match=r"store\.not_let_in"):
        place.way.operators()
    with pytest.raises(StoreUnavailable, match=r"store\.not_let_in"):
        place.way.sign_in(LOGIN, "right")


def test_where_nobody_worked_it_is_said_so(place: Place) -> None:
    place.pictures.wipe(LOGIN)
    place.leave()
    with pytest.raises(StoreUnavailable, match=r"store\.no_picture"):
        place.way.operators()


def test_the_seat_signs_in_by_itself_when_the_server_is_back(place: Place) -> None:
    place.leave()
    admission = place.way.sign_in(LOGIN, "right")
    assert admission.local
    assert admission.revive is not None
    with pytest.raises(StoreUnavailable):
        admission.reading.units()
    with pytest.raises(StoreUnavailable):
        admission.revive()
    place.come_back()
    admission.revive()
    assert admission.reading.units()
    asked = len(place.door.asked)
    admission.revive()
    assert len(place.door.asked) == asked


def test_who_is_turned_away_is_told_once_and_nobody_knocks_again(place: Place) -> None:
    place.leave()
    admission = place.way.sign_in(LOGIN, "right")
    assert admission.revive is not None
    place.come_back()
    place.door.failure = Refusal("signin.wrong")
    with pytest.raises(Refusal) as caught:
        admission.revive()
    assert caught.value.code == TURNED_AWAY
    asked = len(place.door.asked)
    with pytest.raises(StoreUnavailable):
        admission.revive()
    assert len(place.door.asked) == asked
    assert place.pictures.operators() == ()


def test_who_is_turned_away_for_a_while_keeps_his_picture(place: Place) -> None:
    place.leave()
    admission = place.way.sign_in(LOGIN, "right")
    assert admission.revive is not None
    place.come_back()
    place.door.failure = Refusal("signin.locked")
    with pytest.raises(Refusal, match=TURNED_AWAY):
        admission.revive()
    assert place.pictures.operators()


def test_a_typing_error_costs_no_picture_a_closed_account_does(place: Place) -> None:
    with pytest.raises(Refusal, match=r"signin\.wrong"):
        place.way.sign_in(LOGIN, "typo")
    assert place.pictures.operators()
    place.door.failure = Refusal("signin.closed")
    with pytest.raises(Refusal, match=r"signin\.closed"):
        place.way.sign_in(LOGIN, "right")
    assert place.pictures.operators() == ()


def test_who_is_listed_no_more_is_forgotten(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place.way.operators()
    assert place.pictures.operators()
    monkeypatch.setattr(Door, "operators", lambda _door: ())
    assert not place.way.operators()
    assert place.pictures.operators() == ()


def test_a_picture_of_long_ago_is_forgotten_at_the_start(place: Place) -> None:
    here = Workstation(pictures=place.pictures, files=FolderFiles(Path("nowhere")), demo={})
    LocalDoor(place.door, here, lambda: NOW + KEPT_FOR)
    assert place.pictures.operators()
    LocalDoor(place.door, here, lambda: NOW + KEPT_FOR + timedelta(seconds=1))
    assert place.pictures.operators() == ()


def test_passwords_are_in_no_message(place: Place) -> None:
    here = Workstation(
        pictures=place.pictures, files=FolderFiles(Path("nowhere")), demo={LOGIN: "secret"}
    )
    assert "secret" not in repr(here)
