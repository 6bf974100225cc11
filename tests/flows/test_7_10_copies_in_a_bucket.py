"""7.10 Copies in an object store: each picture once, encrypted if wanted, locked against a stolen server, tried.

The store is moto's server. It keeps locks and versions as S3 does; that it is a real store is not claimed.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from botocore.exceptions import ClientError
from tests.rigs.object_store.server import KEYS, S3Server, s3_server
from tests.rigs.real_paper import RealPaper, environment
from tests.rigs.serve_factory import wait_until

from kawaraban.config.copies.targets.opening import within

pytestmark = pytest.mark.serve
PICTURE = b"a picture of the harbour " * 4_000


def run(paper: RealPaper, *words: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    """One command over the paper, with these in its environment."""
    return paper.kawaraban(*words, hurt=None, **changes)


@pytest.fixture(scope="module")
def store() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture
def bucket(store: S3Server, request: pytest.FixtureRequest) -> str:
    name = f"copies-{abs(hash(request.node.name)) % 10**12}"
    store.make_bucket(name, locked=True)
    return name


@pytest.fixture
def paper(tmp_path: Path) -> RealPaper:
    founded = RealPaper.founded(tmp_path / "paper")
    images = founded.root / "media" / "images"
    images.mkdir(parents=True)
    (images / "dock.png").write_bytes(PICTURE)
    (images / "quay.png").write_bytes(b"a picture of the quay")
    return founded


def test_7_10_a_paper_comes_back_out_of_a_bucket_and_each_picture_is_sent_once(
    paper: RealPaper, store: S3Server, bucket: str, tmp_path: Path
) -> None:
    paper.send(3)
    first = run(paper, "backup", store.address(bucket, "papers"), **KEYS)
    (paper.root / "media" / "images" / "again.png").write_bytes(PICTURE)
    (paper.root / "media" / "images" / "new.png").write_bytes(b"a new picture")
    _next_second()
    second = run(paper, "backup", store.address(bucket, "papers"), **KEYS)
    restored = RealPaper(tmp_path / "restored")

    done = run(restored, "restore", _copies(store, bucket)[-1], "--keys", str(paper.root / "keys"), **KEYS)

    assert (first.returncode, second.returncode, done.returncode) == (0, 0, 0), done.stderr
    assert "Media that were not there yet: 2," in first.stdout
    assert "Media that were not there yet: 1," in second.stdout
    assert len([name for name in store.names(bucket) if name.startswith("papers/media/")]) == 3
    assert _media(restored) == _media(paper)
    assert restored.verify().returncode == 0
    assert restored.query("SELECT count(*) FROM comments_comment") == [(3,)]


def test_7_10_keys_go_to_a_bucket_only_encrypted(paper: RealPaper, store: S3Server, bucket: str) -> None:
    identity = pyrage.x25519.Identity.generate()

    plain = run(paper, "backup", store.address(bucket, "plain"), **KEYS)
    sealed = run(
        paper, "backup", store.address(bucket, "sealed"), "--recipient", str(identity.to_public()), **KEYS
    )

    assert "The keys are not in it" in plain.stdout
    assert "The keys are not in it" not in sealed.stdout
    names = store.names(bucket)
    assert not [name for name in names if name.startswith("plain/") and "/keys/" in name]
    assert [name for name in names if name.startswith("sealed/") and name.endswith("secret.key.age")]


def test_7_10_nothing_of_an_encrypted_copy_can_be_read_without_its_key_and_all_of_it_with_it(
    paper: RealPaper, store: S3Server, bucket: str, tmp_path: Path
) -> None:
    identity, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    (tmp_path / "identity").write_text(f"# of the publisher\n{identity}\n")
    (tmp_path / "other").write_text(f"{other}\n")
    paper.send(1, "A secret word ")

    made = run(
        paper,
        "backup",
        store.address(bucket, "papers"),
        KAWARABAN_BACKUP_RECIPIENT=str(identity.to_public()),
        **KEYS,
    )
    [copy] = _copies(store, bucket)
    bodies = {name: store.body(bucket, name) for name in store.names(bucket)}
    unopened = run(paper, "backup", "verify", copy, **KEYS)
    wrong = run(paper, "backup", "verify", copy, "--identity", str(tmp_path / "other"), **KEYS)
    tried = run(paper, "backup", "verify", copy, "--identity", str(tmp_path / "identity"), **KEYS)

    assert made.returncode == 0, made.stderr
    for name, body in bodies.items():
        assert name.endswith(("manifest.json", ".age"))
        assert b"A secret word" not in body
        assert PICTURE[:200] not in body
    manifest = next(body for name, body in bodies.items() if name.endswith("manifest.json"))
    assert b"dock.png" not in manifest
    assert (unopened.returncode, wrong.returncode) == (1, 1)
    assert "--identity" in unopened.stderr
    assert "cannot be decrypted" in wrong.stderr
    assert "Traceback" not in unopened.stderr + wrong.stderr
    assert tried.returncode == 0, tried.stderr
    assert "comments_comment 1" in tried.stdout
    assert "answers at /desk/sign-in/" in tried.stdout


def test_7_10_a_stolen_server_deletes_and_overwrites_and_the_copy_of_before_comes_back(
    paper: RealPaper, store: S3Server, bucket: str, tmp_path: Path
) -> None:
    address = store.address(bucket, "papers", lock_days="30")
    made = run(paper, "backup", address, **KEYS)
    [copy] = _copies(store, bucket)
    versions = store.client.list_object_versions(Bucket=bucket)["Versions"]
    _next_second()
    stolen_at = datetime.now(UTC)
    _next_second()
    gone_for_good = []
    for version in versions:
        try:
            store.client.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
            gone_for_good.append(version["Key"])
        except ClientError:
            store.client.put_object(Bucket=bucket, Key=version["Key"], Body=b"ransom")
            store.client.delete_object(Bucket=bucket, Key=version["Key"])
    restored = RealPaper(tmp_path / "restored")

    keys = ("--keys", str(paper.root / "keys"))
    now = run(restored, "restore", copy, *keys, **KEYS)
    before = run(restored, "restore", copy, *keys, "--as-of", f"{stolen_at:%Y-%m-%d %H:%M:%S}", **KEYS)

    assert made.returncode == 0, made.stderr
    assert gone_for_good == []
    assert now.returncode == 1
    assert before.returncode == 0, before.stderr
    assert _media(restored) == _media(paper)
    assert restored.verify().returncode == 0


def test_7_10_a_picture_that_later_copies_share_stays_locked_from_each_of_them_on(
    paper: RealPaper, store: S3Server, bucket: str
) -> None:
    run(paper, "backup", store.address(bucket, "papers", lock_days="1"), **KEYS)
    shared = [name for name in store.names(bucket) if name.startswith("papers/media/")]
    before = [_locked_until(store, bucket, name) for name in shared]
    _next_second()

    run(paper, "backup", store.address(bucket, "papers", lock_days="90"), **KEYS)

    after = [_locked_until(store, bucket, name) for name in shared]
    assert len(shared) == 2
    for early, late in zip(before, after, strict=True):
        assert (late - early).days >= 150


def test_7_10_a_copy_that_is_killed_is_none_and_the_next_one_sends_only_what_is_missing(
    paper: RealPaper, store: S3Server, bucket: str
) -> None:
    for number in range(60):
        (paper.root / "media" / "images" / f"{number}.png").write_bytes(f"picture {number}".encode())
    process = subprocess.Popen(
        [sys.executable, "-m", "kawaraban", "backup", store.address(bucket, "papers")],
        env=environment(KAWARABAN_DATA=str(paper.root), **KEYS),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: len(_pool(store, bucket)) >= 5, "some pictures that were sent")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    sent = len(_pool(store, bucket))

    listed = run(paper, "backup", "list", store.address(bucket, "papers"), **KEYS)
    _next_second()
    made = run(paper, "backup", store.address(bucket, "papers"), **KEYS)

    assert 5 <= sent < 62
    assert listed.stdout == ""
    assert made.returncode == 0, made.stderr
    assert f"Media that were not there yet: {62 - sent}," in made.stdout
    assert len(_copies(store, bucket)) == 1


def test_7_10_what_was_changed_in_a_bucket_is_not_taken_for_the_paper(
    paper: RealPaper, store: S3Server, bucket: str, tmp_path: Path
) -> None:
    run(paper, "backup", store.address(bucket, "papers"), **KEYS)
    [copy] = _copies(store, bucket)
    store.client.put_object(Bucket=bucket, Key=_pool(store, bucket)[0], Body=b"another picture")
    restored = RealPaper(tmp_path / "restored")

    refused = run(restored, "restore", copy, "--keys", str(paper.root / "keys"), **KEYS)

    assert refused.returncode == 1
    assert "was changed or damaged: media/images/" in refused.stderr
    assert not restored.root.exists()


def test_7_10_other_keys_than_the_papers_are_refused(
    paper: RealPaper, store: S3Server, bucket: str, tmp_path: Path
) -> None:
    run(paper, "backup", store.address(bucket, "papers"), **KEYS)
    [copy] = _copies(store, bucket)
    restored = RealPaper(tmp_path / "restored")
    others = tmp_path / "others"
    others.mkdir()
    for name in ("secret.key", "ledger.key"):
        (others / name).write_text("0" * 64)

    without = run(restored, "restore", copy, **KEYS)
    wrong = run(restored, "restore", copy, "--keys", str(others), **KEYS)

    assert (without.returncode, wrong.returncode) == (1, 1)
    assert "--keys" in without.stderr
    assert "is not the key of this copy's paper" in wrong.stderr
    assert not restored.root.exists()


@pytest.mark.parametrize(
    ("where", "changes", "sentence"),
    [
        ("s3://no-such-bucket/papers", KEYS, "there is no such bucket"),
        ("s3://copies/papers", {"HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "1"}, "no credentials"),
        ("s3://copies/papers?profile=vault", {"HOME": "/nonexistent"}, "no profile 'vault'"),
        ("s3://key:secret@copies/papers", KEYS, "Keys of an object store do not stand in its address"),
        ("s3://copies/papers?lock=1", KEYS, "says lock"),
    ],
)
def test_7_10_what_a_store_refuses_is_one_sentence(
    paper: RealPaper, store: S3Server, where: str, changes: dict[str, str], sentence: str
) -> None:
    more = "" if "@" in where else f"{'&' if '?' in where else '?'}endpoint={store.endpoint}"

    refused = run(paper, "backup", where + more, **changes)

    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "secret" not in refused.stderr.lower().replace("aws_secret_access_key", "")


def test_7_10_wrong_credentials_are_said(paper: RealPaper) -> None:
    with s3_server(INITIAL_NO_AUTH_ACTION_COUNT="1") as strict:
        strict.make_bucket("copies")

        refused = run(paper, "backup", strict.address("copies", "papers"), **KEYS)

    assert refused.returncode == 1
    assert "does not know the access key" in refused.stderr
    assert "Traceback" not in refused.stderr


def _copies(store: S3Server, bucket: str) -> list[str]:
    """The addresses of whole copies."""
    names = sorted(name for name in store.names(bucket) if name.endswith("/manifest.json"))
    return [within(store.address(bucket, "papers"), name.split("/")[1]) for name in names]


def _pool(store: S3Server, bucket: str) -> list[str]:
    return sorted(name for name in store.names(bucket) if name.startswith("papers/media/"))


def _locked_until(store: S3Server, bucket: str, name: str) -> datetime:
    return store.client.head_object(Bucket=bucket, Key=name)["ObjectLockRetainUntilDate"]


def _media(paper: RealPaper) -> dict[str, bytes]:
    folder = paper.root / "media"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _next_second() -> None:
    """Wait until the clock shows another second: names of copies, and times of a store, know no less."""
    now = int(datetime.now(UTC).timestamp())
    wait_until(lambda: int(datetime.now(UTC).timestamp()) > now, "the next second")


def test_7_10_a_manifest_says_what_was_copied(paper: RealPaper, store: S3Server, bucket: str) -> None:
    paper.send(2)
    run(paper, "backup", store.address(bucket, "papers"), **KEYS)
    [name] = [name for name in store.names(bucket) if name.endswith("/manifest.json")]

    manifest = json.loads(store.body(bucket, name))

    assert manifest["format"] == 2
    assert manifest["counts"]["comments_comment"] == 2
    assert manifest["database"] == "sqlite"
    assert manifest["contents"]["sha256"]
