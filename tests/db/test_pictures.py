"""Pictures of this workstation: sealed under the password, bounded, forgotten, never a caller."""

import inspect
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from console.domain.case import CaseId
from console.domain.organisation import Operator
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.picture import Kept
from console.ports.reading import CaseReading, CityReading, Reading
from console.ports.rows import CaseDetail, QueueFilter
from console.services.lastknown import LastKnown
from db import OpenStore
from db.packing import UnreadableError, packed, unpacked
from db.pictures import FIRST_WAIT, FREE_FAILURES, LONGEST_WAIT, SqlitePictures
from db.sealing import opened
from tests.db.lives import CALLER, MORNING, PLACE, Life
from tests.quick_cost import PRODUCTS

CHEN = Operator(login="chen", name="陈一", posts=("acceptor",), seats=("受理 01席",), shift="甲班")
RIGHT, WRONG = "right-password", "wrong-password"
ASKED = ("units", (), ())


@pytest.fixture
def pictures(tmp_path: Path) -> Iterator[SqlitePictures]:
    made = SqlitePictures(tmp_path)
    yield made
    made.close()


def kept(words: str, question: object = ASKED, **later: float) -> Kept:
    return Kept(question=question, answer=words, at=MORNING + timedelta(**later))


def refused(pictures: SqlitePictures, password: str, **later: float) -> Refusal:
    with pytest.raises(Refusal) as caught:
        pictures.open("chen", password, MORNING + timedelta(**later))
    return caught.value


def test_the_password_opens_what_was_kept(pictures: SqlitePictures) -> None:
    drift = timedelta(seconds=2)
    pictures.begin(CHEN, RIGHT, MORNING).keep([kept("一"), kept("二", minutes=1)], MORNING, drift)
    operator, picture = pictures.open("chen", RIGHT, MORNING)
    known = picture.load()
    assert operator == CHEN
    assert [one.answer for one in known.answers] == ["二"]
    assert (known.as_of, known.drift) == (MORNING, drift)
    assert pictures.operators() == ((CHEN, MORNING),)


def test_a_password_makes_its_key_as_dearly_as_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.pictures.COST", PRODUCTS)
    pictures = SqlitePictures(tmp_path)
    pictures.begin(CHEN, RIGHT, MORNING).keep([kept("一")], MORNING, timedelta())
    pictures.open("chen", RIGHT, MORNING)
    pictures.close()
    with closing(sqlite3.connect(tmp_path / "pictures.sqlite")) as line:
        salt, wrapped = line.execute("SELECT salt, wrapped FROM picture").fetchone()
    key = Scrypt(salt=salt, length=32, n=65_536, r=8, p=1).derive(RIGHT.encode())
    assert opened(AESGCM(key), wrapped, "chen") is not None
    cheap = Scrypt(salt=salt, length=32, n=32_768, r=8, p=1).derive(RIGHT.encode())
    assert opened(AESGCM(cheap), wrapped, "chen") is None


def test_an_older_answer_does_not_replace_a_newer_one(pictures: SqlitePictures) -> None:
    picture = pictures.begin(CHEN, RIGHT, MORNING)
    picture.keep([kept("新", minutes=1)], MORNING, timedelta())
    picture.keep([kept("旧")], MORNING - timedelta(hours=1), timedelta())
    known = picture.load()
    assert [one.answer for one in known.answers] == ["新"]
    assert known.as_of == MORNING


def test_nobody_but_a_known_operator_comes_in(pictures: SqlitePictures) -> None:
    assert refused(pictures, RIGHT).code == "signin.not_known_here"
    picture = pictures.begin(CHEN, RIGHT, MORNING)
    assert pictures.operators() == ()  # nothing was kept yet
    assert refused(pictures, RIGHT).code == "signin.not_known_here"
    picture.keep([kept("一")], MORNING, timedelta())
    assert refused(pictures, WRONG).code == "signin.wrong"


def test_each_further_wrong_password_waits_twice_as_long(pictures: SqlitePictures) -> None:
    pictures.begin(CHEN, RIGHT, MORNING).keep([kept("一")], MORNING, timedelta())
    for _turn in range(FREE_FAILURES):
        assert refused(pictures, WRONG).code == "signin.wrong"
    wait = FIRST_WAIT.total_seconds()
    assert refused(pictures, RIGHT).facts == {"seconds": wait}
    assert refused(pictures, RIGHT, seconds=wait - 1).facts == {"seconds": 1}
    assert refused(pictures, WRONG, seconds=wait).code == "signin.wrong"
    assert refused(pictures, RIGHT, seconds=wait).facts == {"seconds": 2 * wait}
    for turn in range(1, 9):
        assert refused(pictures, WRONG, hours=turn).code == "signin.wrong"
    longest = LONGEST_WAIT.total_seconds()
    assert refused(pictures, RIGHT, hours=8).facts == {"seconds": longest}
    # A clock that was put back does not make anybody wait longer, nor less.
    assert refused(pictures, RIGHT).facts == {"seconds": longest}
    pictures.open("chen", RIGHT, MORNING + timedelta(hours=9))
    assert refused(pictures, WRONG, hours=9).code == "signin.wrong"


def test_another_password_begins_another_picture(pictures: SqlitePictures) -> None:
    pictures.begin(CHEN, WRONG, MORNING).keep([kept("一")], MORNING, timedelta())
    pictures.begin(CHEN, RIGHT, MORNING).keep([kept("二")], MORNING, timedelta())
    _operator, picture = pictures.open("chen", RIGHT, MORNING)
    assert [one.answer for one in picture.load().answers] == ["二"]
    assert refused(pictures, WRONG).code == "signin.wrong"


def test_signing_in_again_keeps_the_picture(pictures: SqlitePictures) -> None:
    pictures.begin(CHEN, RIGHT, MORNING).keep([kept("一")], MORNING, timedelta())
    assert len(pictures.begin(CHEN, RIGHT, MORNING).load().answers) == 1


def test_who_is_wiped_is_not_known_any_more_nor_writes(pictures: SqlitePictures) -> None:
    other = replace(CHEN, login="wang")
    picture = pictures.begin(CHEN, RIGHT, MORNING)
    for one in (picture, pictures.begin(other, RIGHT, MORNING)):
        one.keep([kept("一")], MORNING, timedelta())
    pictures.keep_only({"wang"})
    picture.keep([kept("二")], MORNING, timedelta())
    assert refused(pictures, RIGHT).code == "signin.not_known_here"
    assert picture.load().answers == ()
    assert pictures.operators() == ((other, MORNING),)


def test_a_picture_nobody_renewed_is_forgotten(pictures: SqlitePictures) -> None:
    pictures.begin(CHEN, RIGHT, MORNING).keep([kept("一")], MORNING, timedelta())
    pictures.forget_before(MORNING)
    assert pictures.operators()
    pictures.forget_before(MORNING + timedelta(seconds=1))
    assert refused(pictures, RIGHT).code == "signin.not_known_here"


def test_the_least_needed_goes_when_there_is_too_much(tmp_path: Path) -> None:
    pictures = SqlitePictures(tmp_path, most_bytes=3_000)
    picture = pictures.begin(CHEN, RIGHT, MORNING)
    picture.keep([kept("常用")], MORNING, timedelta())
    for turn in range(20):
        words = packed(list(range(turn, turn + 200))).hex()
        picture.keep([kept(words, ("detail", (turn,), ()), minutes=turn)], MORNING, timedelta())
    questions = [one.question for one in picture.load().answers]
    assert ASKED in questions
    assert ("detail", (19,), ()) in questions
    assert ("detail", (0,), ()) not in questions
    assert picture.load().as_of == MORNING
    pictures.close()


def test_nothing_of_it_can_be_read_in_the_files(pictures: SqlitePictures, tmp_path: Path) -> None:
    picture = pictures.begin(CHEN, RIGHT, MORNING)
    words = "围墙下堆放生活垃圾"
    picture.keep([kept(words, ("detail", (words,), ()))], MORNING, timedelta())
    secrets = [one.encode() for one in (words, RIGHT, CHEN.name)]
    for file in tmp_path.iterdir():
        assert not [one for one in secrets if one in file.read_bytes()], file
        assert not file.stat().st_mode & 0o077


def asked(reading: Reading, case: CaseId) -> None:
    """Every question there is, once."""
    place = reading.detail(case, "chen").case.place
    calls: dict[str, tuple[object, ...]] = {
        "catalogue": (MORNING,),
        "counts": (Post.ACCEPTOR, "chen", MORNING),
        "order": (QueueFilter(queue="accept"), "chen", MORNING),
        "any_waits": ((case,), "accept"),
        "rows": ((case,), "chen"),
        "likely_units": ((case,),),
        "suspensions_over": (MORNING,),
        "open_rows": ("chen",),
        "open_pins": ("chen",),
        "detail": (case, "chen"),
        "find_number": ("2026",),
        "search": (CALLER.phone,),
        "unit_records": (("GS01",), MORNING),
        "precedents": (case,),
        "reveals": (MORNING,),
        "places": ("建设路",),
        "locate": (PLACE,),
        "components_near": (PLACE, 50.0),
        "phrases": ("dispatch",),
    }
    for name in dir(CaseReading) + dir(CityReading):
        if name == "head":
            reading.head(QueueFilter(queue="accept"), "chen", MORNING, limit=1)
        elif name == "similar":
            reading.similar(place, "component", "0101", CALLER.phone, MORNING, metres=300.0, days=7)
        elif not name.startswith("_") and inspect.isfunction(getattr(Reading, name)):
            getattr(reading, name)(*calls.get(name, ()))


def test_every_answer_of_the_store_comes_back_as_it_was_and_no_caller_is_in_it(
    store: OpenStore, pictures: SqlitePictures
) -> None:
    case = Life(store.store).report(caller=CALLER)
    known = LastKnown(lambda: MORNING)
    asked(known.listening(store.reading), case)
    fresh = known.fresh()
    picture = pictures.begin(CHEN, RIGHT, MORNING)
    picture.keep(fresh, MORNING, timedelta())
    again = picture.load()
    assert len(again.answers) == len(fresh)
    assert {repr(one.question) for one in again.answers} == {repr(one.question) for one in fresh}
    found = {one.question: one.answer for one in again.answers}
    assert all(found[one.question] == one.answer for one in fresh if one.question[0] != "rules")  # type: ignore[index]  # all of them are of readings
    said = repr(again)
    details = [one for one in found.values() if isinstance(one, CaseDetail)]
    assert [one.phone for one in details[0].callers] == ["138****5678"]
    assert not [one for one in (CALLER.name, CALLER.phone, CALLER.address) if one in said]
    assert not {"search", "similar", "places", "reveals"} & {one[0] for one in found}  # type: ignore[index]  # all of them are of readings
    later = LastKnown(lambda: MORNING)
    later.take_up(again)
    assert later.remembered.rules().quiet_seconds == store.reading.rules().quiet_seconds


def test_bytes_of_something_else_make_nothing() -> None:
    with pytest.raises(UnreadableError):
        unpacked(b"nothing")
    with pytest.raises(UnreadableError):
        unpacked(packed(kept("一"))[:-4])


def test_only_shapes_of_ours_are_made_again() -> None:
    with pytest.raises(UnreadableError):
        unpacked(packed(Path("anywhere")))
    with pytest.raises(UnreadableError):
        unpacked(packed(packed))
    with pytest.raises(TypeError):
        packed(lambda: None)
