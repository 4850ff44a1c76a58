"""Photos in an S3 bucket: kept, fetched, compared with their digest, and calm when it is away."""

import logging
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from console.domain.refusal import Refusal
from console.ports.files import OUT_OF_REACH, FileState, Found
from db.bucket import Bucket, secret_from
from db.bucket_files import BucketFiles
from tests.buckets import KEY, NAME, SECRET, bucket_server, client_of

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 100


def key() -> str:
    """The key as the environment gives it."""
    return f"{KEY}:{SECRET}"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A bucket for this module's tests; each writes another picture."""
    with bucket_server() as found:
        yield found


def files_at(address: str, beside: Path, secret: str | None = None) -> BucketFiles:
    return BucketFiles(
        Bucket(address=address, secret=key if secret is None else lambda: secret), beside
    )


def test_a_photo_is_kept_and_another_seat_fetches_it(address: str, tmp_path: Path) -> None:
    digest = files_at(address, tmp_path / "here").keep(JPEG, "image/jpeg")
    there = files_at(address, tmp_path / "there")
    found = there.find(digest)
    assert found.state is FileState.READY
    assert found.path is not None
    assert found.path.read_bytes() == JPEG
    assert there.keep(JPEG, "image/jpeg") == digest


def test_what_was_fetched_is_found_without_the_store(address: str, tmp_path: Path) -> None:
    digest = files_at(address, tmp_path).keep(JPEG, "image/jpeg")
    assert files_at(address, tmp_path).find(digest).state is FileState.READY
    assert files_at(nowhere(), tmp_path).find(digest).state is FileState.READY


def test_a_folder_of_the_bucket_is_kept_apart(address: str, tmp_path: Path) -> None:
    picture = JPEG + b"apart"
    digest = files_at(f"{address}/district-1", tmp_path / "one").keep(picture, "image/jpeg")
    assert (
        files_at(f"{address}/district-2", tmp_path / "two").find(digest).state is FileState.MISSING
    )


def test_what_this_machine_keeps_proves_nothing_of_the_bucket(address: str, tmp_path: Path) -> None:
    picture = JPEG + b"gone"
    files = files_at(address, tmp_path)
    digest = files.keep(picture, "image/jpeg")
    assert files.find(digest).state is FileState.READY
    assert files.compare(digest) is FileState.READY
    root = address.removesuffix(f"/{NAME}")
    client_of(root).delete_object(Bucket=NAME, Key=f"{digest[:2]}/{digest}")
    assert files.find(digest).state is FileState.READY
    assert files.compare(digest) is FileState.MISSING


def test_a_missing_object_is_missing(address: str, tmp_path: Path) -> None:
    assert files_at(address, tmp_path).find("0" * 64) == Found(FileState.MISSING)


def test_an_altered_object_is_shown_to_nobody_and_can_be_put_right(
    address: str, tmp_path: Path
) -> None:
    picture = JPEG + b"altered"
    digest = files_at(address, tmp_path / "a").keep(picture, "image/jpeg")
    root = address.removesuffix(f"/{NAME}")
    name = f"{digest[:2]}/{digest}"
    client_of(root).put_object(Bucket=NAME, Key=name, Body=picture[:-1] + b"!")
    reader = files_at(address, tmp_path / "b")
    assert reader.find(digest) == Found(FileState.ALTERED)
    assert not [one for one in (tmp_path / "b").rglob("*") if one.is_file()]
    reader.keep(picture, "image/jpeg")
    assert reader.find(digest).state is FileState.READY


def test_a_copy_altered_on_this_machine_is_fetched_anew(address: str, tmp_path: Path) -> None:
    files = files_at(address, tmp_path)
    digest = files.keep(JPEG + b"copy", "image/jpeg")
    here = files.find(digest).path
    assert here is not None
    here.write_bytes(JPEG)
    assert files.find(digest) == Found(FileState.READY, here)
    assert here.read_bytes() == JPEG + b"copy"


def test_another_kind_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"file\.kind"):
        files_at(nowhere(), tmp_path).keep(b"<html>", "image/jpeg")


def test_a_store_that_is_away_is_said_calmly(tmp_path: Path) -> None:
    files = files_at(nowhere(), tmp_path)
    with pytest.raises(Refusal) as refused:
        files.keep(JPEG, "image/jpeg")
    assert refused.value.code == "files.away"
    assert files.find("0" * 64) == Found(FileState.AWAY)


@pytest.mark.parametrize(
    ("status", "said", "code"),
    [
        (403, "SignatureDoesNotMatch", "files.denied"),
        (403, "AccessDenied", "files.denied"),
        (404, "NoSuchBucket", "files.denied"),
        (507, "XMinioStorageFull", "files.full"),
        (503, "SlowDown", "files.away"),
    ],
)
def test_what_the_store_answers_has_its_sentence(
    tmp_path: Path, status: int, said: str, code: str
) -> None:
    with answering(status, said) as address:
        files = files_at(address, tmp_path)
        with pytest.raises(Refusal) as refused:
            files.keep(JPEG, "image/jpeg")
        assert refused.value.code == code
        assert code in OUT_OF_REACH
        assert files.find("0" * 64) == Found(FileState.AWAY)


@pytest.mark.parametrize("secret", ["", "no colon"])
def test_a_missing_key_is_said_before_anything_is_sent(tmp_path: Path, secret: str) -> None:
    files = files_at(nowhere(), tmp_path, secret)
    with pytest.raises(Refusal, match=r"files\.key"):
        files.keep(JPEG, "image/jpeg")
    assert files.find("0" * 64) == Found(FileState.AWAY)


def test_the_key_comes_from_the_environment_or_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "key"
    file.write_text("from:file\n")
    monkeypatch.delenv("WANMI_FILES_KEY", raising=False)
    assert secret_from("WANMI_FILES_KEY", file) == "from:file\n"
    assert secret_from("WANMI_FILES_KEY", tmp_path / "none") == ""
    assert secret_from("WANMI_FILES_KEY", None) == ""
    monkeypatch.setenv("WANMI_FILES_KEY", "from:environment")
    assert secret_from("WANMI_FILES_KEY", file) == "from:environment"


def test_no_log_and_no_repr_holds_the_secret(
    address: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bucket = Bucket(address=address, secret=key)
    with caplog.at_level(logging.DEBUG):
        files = BucketFiles(bucket, tmp_path)
        files.find(files.keep(JPEG + b"quiet", "image/jpeg"))
    assert "put_object" in caplog.text.lower() or "PutObject" in caplog.text
    assert SECRET not in caplog.text + repr(bucket) + repr(files) + repr(vars(files))


def nowhere() -> str:
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/{NAME}"


class answering:  # noqa: N801 - used as a statement
    """A store that answers everything with one error."""

    def __init__(self, status: int, said: str) -> None:
        body = f"<Error><Code>{said}</Code><Message>no</Message></Error>".encode()

        class Answer(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing on the terminal."""

        self._server = HTTPServer(("127.0.0.1", 0), Answer)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}/{NAME}"

    def __exit__(self, *_failure: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
