"""7.6 Media in a bucket: all machines show the same pictures at the same addresses, and a removed one goes from all.

The store is moto's server.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rigs.object_store.server import KEYS, S3Server, s3_server
from tests.rigs.real_paper import RealPaper

pytestmark = pytest.mark.serve
PICTURE = bytes(range(256)) * 2_000
HASHED = "images/dock.width-640.0123456789abcdef.webp"
_UPLOADS = """
import io
from PIL import Image
from django.core.files.images import ImageFile
from kawaraban.stories.models import PaperImage
drawn = io.BytesIO()
Image.new("RGB", (1600, 900), "navy").save(drawn, "PNG")
image = PaperImage.objects.create(title="Dock", file=ImageFile(io.BytesIO(drawn.getvalue()), name="dock.png"))
rendition = image.get_rendition("width-640|format-webp")
print(rendition.url)
"""
_REMOVES = """
from kawaraban.stories.models import PaperImage
PaperImage.objects.get().delete()
"""
_FORGETS = """
from kawaraban.config.env import data_dir
from kawaraban.config.object_store.media_here import forget_removed, media_bucket
print(forget_removed(data_dir(), media_bucket(data_dir())))
"""


@pytest.fixture
def store() -> Iterator[S3Server]:
    with s3_server() as server:
        server.make_bucket("media")
        yield server


@pytest.fixture
def knobs(store: S3Server, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    # The paper's programs get the environment without what begins with KAWARABAN.
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    return {"KAWARABAN_MEDIA_URL": store.address("media", "paper")}


@pytest.fixture
def paper(tmp_path: Path, knobs: dict[str, str]) -> RealPaper:
    founded = RealPaper.founded(tmp_path / "paper")
    toml = founded.root / "kawaraban.toml"
    toml.write_text(toml.read_text() + f'\nmedia_url = "{knobs["KAWARABAN_MEDIA_URL"]}"\n')
    return founded


def test_7_6_what_one_machine_makes_every_machine_shows_at_the_same_address(
    paper: RealPaper, store: S3Server, tmp_path: Path
) -> None:
    address = paper.run(_UPLOADS)
    other = _another_machine(paper, tmp_path / "other")

    with other.served() as served:
        first, second = served.ask(address), served.ask(address)
        part = served.ask(address, range="bytes=0-3")
        same = served.ask(address, if_none_match=first.headers["etag"])

    assert address.startswith("/media/images/dock")
    assert (first.status, second.status, part.status, same.status) == (200, 200, 206, 304)
    assert first.body == second.body
    assert first.body[:4] == b"RIFF" == part.body
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["content-type"] == "image/webp"
    assert len(store.names("media")) == 2
    assert not list((paper.root / "media").rglob("*.png"))


def test_7_6_two_machines_give_one_file_the_same_validator(
    paper: RealPaper, store: S3Server, tmp_path: Path
) -> None:
    store.client.put_object(Bucket="media", Key=f"paper/{HASHED}", Body=PICTURE)
    other = _another_machine(paper, tmp_path / "other")

    with paper.served() as one, other.served() as two:
        answers = [served.ask(f"/media/{HASHED}") for served in (one, two)]

    assert [answer.body == PICTURE for answer in answers] == [True, True]
    assert len({answer.headers["etag"] for answer in answers}) == 1


def test_7_6_documents_and_hidden_names_are_not_given_out_of_a_bucket_either(
    paper: RealPaper, store: S3Server
) -> None:
    for name in ("documents/contract.pdf", "Documents/contract.pdf", "images/.hidden.png"):
        store.client.put_object(Bucket="media", Key=f"paper/{name}", Body=b"SECRET")

    with paper.served() as served:
        asked = [
            served.ask(f"/media/{name}")
            for name in (
                "documents/contract.pdf",
                "Documents/contract.pdf",
                "images/.hidden.png",
                "images/../documents/contract.pdf",
                "images/none.png",
            )
        ]

    assert [answer.status for answer in asked] == [404] * 5
    assert not [path for path in (paper.root / "media").rglob("*") if path.is_file()]


def test_7_6_a_removed_picture_goes_from_every_machine(
    paper: RealPaper, store: S3Server, tmp_path: Path
) -> None:
    address = paper.run(_UPLOADS)
    other = _another_machine(paper, tmp_path / "other")
    with other.served() as served:
        served.ask(address)
    kept = other.root / address.lstrip("/")
    was_kept = kept.exists()

    paper.run(_REMOVES)
    forgotten = other.run(_FORGETS)

    assert was_kept
    assert store.names("media") == {}
    assert forgotten == "1"
    assert not kept.exists()


def test_7_6_a_store_that_does_not_answer_is_no_missing_picture(paper: RealPaper) -> None:
    away = {"KAWARABAN_MEDIA_URL": "s3://media/paper?endpoint=http://127.0.0.1:9"}

    with paper.served(**away) as served:
        answer = served.ask(f"/media/{HASHED}")
        page = served.ask("/")

    assert answer.status == 503
    assert answer.headers["cache-control"] == "no-store"
    assert page.status == 200


def test_7_6_a_copy_of_such_a_paper_holds_its_media_and_gives_them_back_to_a_bucket(
    paper: RealPaper, store: S3Server, tmp_path: Path
) -> None:
    paper.run(_UPLOADS)
    before = {name: store.body("media", name) for name in store.names("media")}
    made = paper.kawaraban("backup", str(tmp_path / "copy"))
    store.client.delete_object(Bucket="media", Key=next(iter(before)))

    done = paper.kawaraban("restore", str(tmp_path / "copy"), "--over")

    assert made.returncode == 0, made.stderr
    assert done.returncode == 0, done.stderr
    assert {name: store.body("media", name) for name in store.names("media")} == before


def test_7_6_an_address_that_is_none_is_refused_in_a_sentence(paper: RealPaper) -> None:
    refused = paper.kawaraban("check", KAWARABAN_MEDIA_URL="/mnt/share")

    assert refused.returncode == 1
    assert "media_url must begin with s3://" in refused.stderr
    assert "Traceback" not in refused.stderr


def _another_machine(paper: RealPaper, root: Path) -> RealPaper:
    """One with the same database and knobs as they are now, and a media folder of its own."""
    made = paper.kawaraban("backup", str(root.with_name("moved")))
    assert made.returncode == 0, made.stderr
    other = RealPaper(root)
    done = other.kawaraban("restore", str(root.with_name("moved")))
    assert done.returncode == 0, done.stderr
    return other
