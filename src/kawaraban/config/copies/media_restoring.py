"""Media of a copy back into a bucket that several machines share: what is there already stays as it is."""

import os

from kawaraban.config.copies.reading import CopyReader, is_medium
from kawaraban.config.copies.streams import pushed
from kawaraban.config.copies.targets.s3 import S3Target
from kawaraban.config.copies.targets.target import MEDIA
from kawaraban.config.env import DataDir, read_knobs
from kawaraban.config.object_store.address import s3_address


def media_lie_elsewhere(data: DataDir) -> bool:
    """Whether the paper's media lie in a bucket."""
    return bool(read_knobs(data, os.environ)["media_url"])


def restore_media(reader: CopyReader, data: DataDir) -> int:
    """Send what the bucket lacks. Returns how many. Raises NoCopy, OSError."""
    bucket = S3Target(s3_address(str(read_knobs(data, os.environ)["media_url"])))
    there = {place: int(facts["Size"]) for place, facts in bucket.listed()}
    sent = 0
    for file in reader.files():
        name = file.path.removeprefix(f"{MEDIA}/")
        if is_medium(file) and there.get(name) != file.size:
            with pushed(lambda out, file=file: reader.write(file, out)) as body:  # type: ignore[misc]
                bucket.put(name, body)
            sent += 1
    return sent
