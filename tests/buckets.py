"""An S3 server on loopback for tests: moto's, in a process of its own that ends with its input."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import boto3

KEY: Final = "console"
SECRET: Final = "a-secret-nobody-may-read"
NAME: Final = "photos"
_PROGRAM: Final = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
print(f"http://{host}:{port}", flush=True)
sys.stdin.read()
server.stop()
"""


@contextmanager
def bucket_server() -> Iterator[str]:
    """The address of a server that holds the empty bucket `NAME`."""
    command = [sys.executable, "-W", "ignore", "-c", _PROGRAM]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as server:  # type: ignore[call-overload]
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            client_of(address).create_bucket(Bucket=NAME)
            yield f"{address}/{NAME}"
        finally:
            server.stdin.close()
            server.wait(30)


def client_of(address: str) -> Any:
    """A plain client, for what the console itself never does."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=address,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )
