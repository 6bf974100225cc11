"""7.10 Copies in a real object store, Ceph's: locks, versions and parts are so there, too, and not only in moto's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from tests.rigs.object_store.ceph import ceph_store, needs_ceph
from tests.rigs.object_store.server import KEYS, S3Server
from tests.rigs.real_paper import RealPaper, environment
from tests.rigs.serve_factory import wait_until

from kawaraban.config.copies.targets.opening import within

pytestmark = [pytest.mark.serve, needs_ceph, pytest.mark.once("works on papers of its own")]
PICTURE = b"a picture of the harbour " * 4_000
# More than one part of what is sent.
LARGE = 70 * 1024 * 1024


@pytest.fixture(scope="module")
def store() -> Iterator[S3Server]:
    with ceph_store() as server:
        yield server


@pytest.fixture
def paper(tmp_path: Path) -> RealPaper:
    founded = RealPaper.founded(tmp_path / "paper")
    images = founded.root / "media" / "images"
    images.mkdir(parents=True)
    (images / "dock.png").write_bytes(PICTURE)
    return founded


def test_7_10_a_real_store_keeps_what_a_stolen_server_deletes_and_overwrites(
    paper: RealPaper, store: S3Server, tmp_path: Path
) -> None:
    store.make_bucket("locked", locked=True)
    address = store.address("locked", "papers", lock_days="30")
    first = paper.kawaraban("backup", address, **KEYS)
    (paper.root / "media" / "images" / "quay.png").write_bytes(b"a picture of the quay")
    _next_second()
    second = paper.kawaraban("backup", address, **KEYS)
    copy = _copies(store, "locked")[-1]
    _next_second()
    stolen_at = datetime.now(UTC)
    _next_second()
    gone_for_good = _stolen(store, "locked")
    restored, keys = RealPaper(tmp_path / "restored"), ("--keys", str(paper.root / "keys"))

    now = restored.kawaraban("restore", copy, *keys, **KEYS)
    before = restored.kawaraban("restore", copy, *keys, "--as-of", f"{stolen_at:%Y-%m-%d %H:%M:%S}", **KEYS)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "Media that were not there yet: 1," in second.stdout
    assert gone_for_good == []
    assert now.returncode == 1
    assert before.returncode == 0, before.stderr
    assert (restored.root / "media" / "images" / "dock.png").read_bytes() == PICTURE
    assert restored.verify().returncode == 0


def test_7_10_what_was_half_sent_to_a_real_store_is_nothing_and_the_next_copy_is_whole(
    paper: RealPaper, store: S3Server, tmp_path: Path
) -> None:
    store.make_bucket("parts")
    address, movie = store.address("parts", "papers"), paper.root / "media" / "images" / "movie.png"
    with movie.open("wb") as file:
        file.truncate(LARGE)
    process = subprocess.Popen(
        [sys.executable, "-m", "kawaraban", "backup", address],
        env=environment(KAWARABAN_DATA=str(paper.root), **KEYS),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: _half_sent(store, "parts") or process.poll() is not None, "a part", seconds=120)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    half_sent, sent = _half_sent(store, "parts"), store.names("parts")

    listed = paper.kawaraban("backup", "list", address, **KEYS)
    _next_second()
    made = paper.kawaraban("backup", address, **KEYS)
    restored = RealPaper(tmp_path / "restored")
    done = restored.kawaraban(
        "restore", _copies(store, "parts")[-1], "--keys", str(paper.root / "keys"), **KEYS
    )

    assert half_sent
    assert not set(half_sent) & set(sent)
    assert (listed.returncode, listed.stdout) == (0, "")
    assert made.returncode == 0, made.stderr
    assert done.returncode == 0, done.stderr
    assert (restored.root / "media" / "images" / "movie.png").stat().st_size == LARGE


def test_7_10_a_real_store_says_who_may_not_in_one_sentence(paper: RealPaper, store: S3Server) -> None:
    store.make_bucket("closed")

    unknown = paper.kawaraban(
        "backup", store.address("closed", "papers"), **KEYS | {"AWS_ACCESS_KEY_ID": "nobody"}
    )
    wrong = paper.kawaraban(
        "backup", store.address("closed", "papers"), **KEYS | {"AWS_SECRET_ACCESS_KEY": "wrong"}
    )
    nowhere = paper.kawaraban("backup", store.address("no-such-bucket", "papers"), **KEYS)
    unlocked = paper.kawaraban("backup", store.address("closed", "papers", lock_days="30"), **KEYS)

    refused = (unknown, wrong, nowhere, unlocked)
    assert [done.returncode for done in refused] == [1] * 4, [done.stderr for done in refused]
    assert [done.stderr for done in refused if "Traceback" in done.stderr] == []
    assert [len(done.stderr.strip().splitlines()) for done in refused] == [1] * 4
    assert "there is no such bucket" in nowhere.stderr


def _stolen(store: S3Server, bucket: str) -> list[str]:
    """Every version is deleted, or else written over and hidden; the keys of those that are gone for good."""
    gone = []
    for version in store.client.list_object_versions(Bucket=bucket)["Versions"]:
        try:
            store.client.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
            gone.append(version["Key"])
        except ClientError:
            store.client.put_object(Bucket=bucket, Key=version["Key"], Body=b"ransom")
            store.client.delete_object(Bucket=bucket, Key=version["Key"])
    return gone


def _half_sent(store: S3Server, bucket: str) -> list[str]:
    found = store.client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    return [upload["Key"] for upload in found]


def _copies(store: S3Server, bucket: str) -> list[str]:
    names = sorted(name for name in store.names(bucket) if name.endswith("/manifest.json"))
    return [within(store.address(bucket, "papers"), name.split("/")[1]) for name in names]


def _next_second() -> None:
    """Names of copies, and times of a store, know no less."""
    now = int(datetime.now(UTC).timestamp())
    wait_until(lambda: int(datetime.now(UTC).timestamp()) > now, "the next second")
