"""A server that speaks S3, for tests: moto's, in a process of its own. It keeps everything in memory.

with s3_server() as store:
    store.make_bucket("copies", locked=True)
    store.address("copies", "paper")     # s3://copies/paper?endpoint=http://127.0.0.1:...

It is no real store: how one behaves under load, or when a disk of its own is full, is not tested by it.
"""

import contextlib
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from tests.rigs.serve_factory import wait_until

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEYS: dict[str, Any] = {
    "AWS_ACCESS_KEY_ID": "paper",
    "AWS_SECRET_ACCESS_KEY": "a secret",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@dataclass
class S3Server:
    """A server that runs."""

    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def address(self, bucket: str, prefix: str = "", **said: str) -> str:
        """For `backup_to` and `media_url`."""
        more = "".join(f"&{name}={value}" for name, value in said.items())
        return f"s3://{bucket}/{prefix}?endpoint={self.endpoint}{more}"

    @cached_property
    def client(self) -> "S3Client":
        """The owner's."""
        client: S3Client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
            region_name="us-east-1",
        )
        return client

    def make_bucket(self, name: str, *, locked: bool = False) -> None:
        self.client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=locked)

    def names(self, bucket: str) -> dict[str, int]:
        """Every object by its key, with its size."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {found["Key"]: found["Size"] for page in pages for found in page.get("Contents", ())}

    def body(self, bucket: str, key: str) -> bytes:
        return self.client.get_object(Bucket=bucket, Key=key)["Body"].read()


@contextlib.contextmanager
def s3_server(**environment: str) -> Iterator[S3Server]:
    """One that answers; ended whatever happened."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: _answers(port) or (process.poll() is not None), "a server of S3")
        assert process.poll() is None
        yield S3Server(port)
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=1) as answer:
            return bool(answer.status)
    except OSError:
        return False
