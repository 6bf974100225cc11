"""7.11 An export names files inside it, holds no links, and says of which tables it is; else it is none."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kawaraban.moving.exported.manifest import FORMAT, NoExport, check_files, read_manifest, refuse_links

pytestmark = pytest.mark.once("nothing here depends on the profile")
TABLE = {"label": "a.b", "name": "a_b", "key": "id", "parent": "", "columns": {"id": "integer"}}
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
FILE = {"path": "tables/a.jsonl", "lines": 0, "sha256": EMPTY, "personal": [], "tables": [TABLE]}
SAID = {
    "format": FORMAT,
    "made_at": "2026-11-30T06:19:37+00:00",
    "version": "7",
    "profile": "newspaper",
    "newest_entry": 0,
    "has_secrets": False,
    "knobs": {},
    "files": [FILE],
    "counters": {},
    "migrations": [["a", "0001_initial"]],
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    (folder / "tables").mkdir(parents=True)
    (folder / "media" / "images").mkdir(parents=True)
    (folder / "tables" / "a.jsonl").touch()
    (folder / "media" / "images" / "dock.png").write_bytes(b"a dock")
    write(folder, SAID)
    return folder


def write(folder: Path, said: object) -> None:
    (folder / "export.json").write_text(json.dumps(said), encoding="utf-8")


def test_7_11_a_whole_export_is_taken(export: Path) -> None:
    refuse_links(export)
    manifest = read_manifest(export)
    check_files(export, manifest)

    assert [file.path for file in manifest.files] == ["tables/a.jsonl"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": FORMAT + 1}, "has the format 2; this version reads 1"),
        ({"format": 0}, "has the format 0; this version reads 1"),
        ({"files": [FILE | {"path": "../../etc/passwd"}]}, "outside the export"),
        ({"files": [FILE | {"path": "/etc/passwd"}]}, "outside the export"),
        ({"files": [FILE | {"tables": []}]}, "of no table"),
        ({"files": [FILE | {"tables": [TABLE | {"key": "none"}]}]}, "of no key"),
        ({"files": [FILE | {"tables": [TABLE | {"columns": {"id": "pickle"}}]}]}, "cannot be read"),
        ({"files": 7}, "cannot be read"),
        ({"counters": []}, "cannot be read"),
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_7_11_what_an_export_says_of_itself_is_not_believed(
    export: Path, changes: dict[str, object], sentence: str
) -> None:
    write(export, SAID | changes)

    with pytest.raises(NoExport, match=sentence):
        read_manifest(export)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000])
def test_7_11_a_manifest_that_is_none_is_refused(export: Path, text: str) -> None:
    (export / "export.json").write_text(text, encoding="utf-8")

    with pytest.raises(NoExport):
        read_manifest(export)


def test_7_11_half_a_file_and_none_are_refused(export: Path) -> None:
    manifest = read_manifest(export)
    file = export / "tables" / "a.jsonl"
    file.write_text("{}")

    with pytest.raises(NoExport, match="was changed or damaged"):
        check_files(export, manifest)
    file.unlink()
    with pytest.raises(NoExport, match="lacks a file"):
        check_files(export, manifest)


@pytest.mark.parametrize(
    "lay",
    [
        lambda folder: (folder / "media" / "images" / "shadow.png").symlink_to("/etc/passwd"),
        lambda folder: (folder / "media" / "more").symlink_to("/etc"),
        lambda folder: (folder / "keys").symlink_to("/etc"),
        lambda folder: (folder / "ledger.heads").symlink_to("/etc/passwd"),
        lambda folder: (folder / "tables" / "b.jsonl").symlink_to("/dev/zero"),
        lambda folder: os.mkfifo(folder / "media" / "images" / "pipe.png"),
    ],
    ids=["a picture", "a folder of media", "keys", "heads", "a table", "a pipe"],
)
def test_7_11_links_and_pipes_are_not_followed(export: Path, lay: Callable[[Path], object]) -> None:
    lay(export)

    with pytest.raises(NoExport, match="is no file"):
        refuse_links(export)
