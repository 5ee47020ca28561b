"""A real S3 server of this machine (moto's), for a version store that is no folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.request import Request, urlopen

import boto3
from moto.server import ThreadedMotoServer

KEYS = {
    "AWS_ACCESS_KEY_ID": "atlas",
    "AWS_SECRET_ACCESS_KEY": "atlas",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class ObjectStore:
    """`url` makes a bucket of its own each time."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._numbers = count()

    def url(self) -> str:
        name = f"atlas-{next(self._numbers)}"
        boto3.client("s3", endpoint_url=self.address).create_bucket(Bucket=name)
        return f"s3://{name}/store"

    @contextmanager
    def denying(self) -> Iterator[None]:
        """While nobody's keys are known."""
        self._let_in(0)
        try:
            yield
        finally:
            self._let_in(10**12)

    def _let_in(self, actions: int) -> None:
        address = f"{self.address}/moto-api/reset-auth"
        plain = {"Content-Type": "text/plain"}
        asked = Request(address, str(actions).encode(), plain, method="POST")  # noqa: S310
        with urlopen(asked):  # noqa: S310
            pass


@contextmanager
def served() -> Iterator[ObjectStore]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    before = {name: os.environ.get(name) for name in (*KEYS, "AWS_ENDPOINT_URL")}
    os.environ.update(KEYS, AWS_ENDPOINT_URL=address)
    try:
        yield ObjectStore(address)
    finally:
        server.stop()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
