"""What this machine keeps of media that lie in a bucket: what was asked for, in media/, as if it were its own.

A picture that was removed is gone from every machine within the hour in which the worker looks.
"""

import contextlib
import os
import sqlite3

from kawaraban.config.copies.disk import files_in
from kawaraban.config.copies.targets.s3 import S3Target
from kawaraban.config.env import BadConfiguration, DataDir, read_knobs
from kawaraban.config.object_store.address import is_s3, s3_address


def media_bucket(data: DataDir) -> S3Target | None:
    """The bucket of the knob `media_url`; None where media lie in the folder. Raises BadConfiguration."""
    url = str(read_knobs(data, os.environ)["media_url"])
    if url and not is_s3(url):
        raise BadConfiguration(
            "media_url must begin with s3://. A shared folder is mounted at media/ instead."
        )
    return S3Target(s3_address(url)) if url else None


def forget_removed(data: DataDir, bucket: S3Target) -> int:
    """Remove from this machine what the bucket has no more. Returns how many files. Raises OSError."""
    forgotten = 0
    # A file of its own that is gone with the connection: a paper may have a million pictures.
    with contextlib.closing(sqlite3.connect("")) as names:
        names.execute("CREATE TABLE there (name TEXT PRIMARY KEY) WITHOUT ROWID")
        names.executemany(
            "INSERT OR IGNORE INTO there VALUES (?)", ((place,) for place, _ in bucket.listed())
        )
        for path in files_in(data.media):
            name = path.relative_to(data.media).as_posix()
            if not names.execute("SELECT 1 FROM there WHERE name = ?", (name,)).fetchone():
                path.unlink(missing_ok=True)
                forgotten += 1
    return forgotten


def bring_media_here(data: DataDir) -> None:
    """Everything that this machine lacks, as a plain website needs it. Django is loaded. Raises NotBrought, OSError."""
    from kawaraban.press.printing.media_here import bring_here

    bucket = media_bucket(data)
    for place, _facts in bucket.listed() if bucket else ():
        bring_here(place)
