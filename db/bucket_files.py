"""`ports.files` in a bucket of an S3-compatible store, with what was fetched kept on this machine.

Objects are named by their digest, so that a second writer writes the same. What comes back is
compared with its name before anybody sees it. The key's secret is in no repr, log or message.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError

from console.domain.refusal import Refusal
from console.ports.files import FileState, Found
from db.bucket import Bucket
from db.files import FolderFiles, digest_of, put_whole

WAIT_S: Final = 5
"""Seconds a connection, or a pause within an answer, may take; asked twice at most."""

_REGION: Final = "us-east-1"  # what stores that know no regions expect in a signature
_MISSING: Final = frozenset({"404", "NoSuchKey", "NotFound"})
_FULL: Final = frozenset({"507", "QuotaExceeded", "InsufficientCapacity", "XMinioStorageFull"})
_DENIED: Final = frozenset(
    {"401", "403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket"}
)
_ALONE: Final = Lock()


class BucketFiles:
    """Content-addressed objects of one bucket.

    Args:
        bucket: Where it is and how it is opened.
        beside: Folder for what was fetched; it may be emptied at any time.
    """

    def __init__(self, bucket: Bucket, beside: Path) -> None:
        self._bucket = bucket
        parts = urlsplit(bucket.address)
        self._name, _slash, prefix = parts.path.strip("/").partition("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self._beside = FolderFiles(beside)
        self._folder = beside
        self._client: Any = None

    def keep(self, content: bytes, mime: str) -> str:
        """Store the bytes. Raises `Refusal` as `ports.files.Files.keep`."""
        digest = digest_of(content, mime)
        try:
            # Whether it is there already is not asked: what is there may have been altered.
            self._opened().put_object(
                Bucket=self._name, Key=self._key(digest), Body=content, ContentType=mime
            )
        except (BotoCoreError, ClientError) as error:
            raise Refusal(_code(error)) from None
        return digest

    def find(self, digest: str) -> Found:
        """The object on this machine, fetched if need be, and whether it is what it was."""
        here = self._beside.find(digest)
        if here.state is FileState.READY:
            return here
        state, content = self._fetched(digest)
        if state is not FileState.READY:
            return Found(state)
        try:
            put_whole(self._folder / digest[:2] / digest, content)
        except OSError:  # no room here: the store has it all the same
            return Found(FileState.AWAY)
        return self._beside.find(digest)

    def compare(self, digest: str) -> FileState:
        """What became of the object in its bucket, whatever this machine keeps of it."""
        return self._fetched(digest)[0]

    def _fetched(self, digest: str) -> tuple[FileState, bytes]:
        try:
            answer = self._opened().get_object(Bucket=self._name, Key=self._key(digest))
            content: bytes = answer["Body"].read()
        except ClientError as error:
            return (FileState.MISSING if _said(error) in _MISSING else FileState.AWAY), b""
        except (BotoCoreError, OSError, Refusal):
            return FileState.AWAY, b""
        good = sha256(content).hexdigest() == digest
        return (FileState.READY if good else FileState.ALTERED), content

    def _key(self, digest: str) -> str:
        return f"{self._prefix}{digest[:2]}/{digest}"

    def _opened(self) -> Any:
        """The client, made when it is first needed: a console starts without the store."""
        if self._client is None:
            self._client = _client_of(self._bucket)
        return self._client


def _client_of(bucket: Bucket) -> Any:
    parts = urlsplit(bucket.address)
    told = parse_qs(parts.query)
    name, colon, secret = bucket.secret().strip().partition(":")
    if not colon:
        raise Refusal("files.key")
    with _ALONE:
        return _session().client(
            "s3",
            aws_access_key_id=name,
            aws_secret_access_key=secret,
            region_name=told.get("region", [_REGION])[0],
            endpoint_url=f"{parts.scheme}://{parts.netloc}",
            verify=str(bucket.authority) if bucket.authority else None,
            config=Config(
                connect_timeout=WAIT_S,
                read_timeout=WAIT_S,
                retries={"total_max_attempts": 2, "mode": "standard"},
                s3={"addressing_style": told.get("style", ["path"])[0]},
                # Many stores know no other checksums than the signature's; ours is the name.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )


@lru_cache(maxsize=1)
def _session() -> boto3.session.Session:
    """Our own, for the default one belongs to whoever uses it first; made once, for it reads
    megabytes of JSON about its services. To be used under `_ALONE`: it is no thread's friend."""
    return boto3.session.Session()


def _said(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _code(error: BotoCoreError | ClientError) -> str:
    """The known sentence for what a store answered."""
    if not isinstance(error, ClientError):
        return "files.away"
    said, status = _said(error), error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if said in _FULL or status == 507:
        return "files.full"
    return "files.denied" if said in _DENIED or status in {401, 403} else "files.away"
