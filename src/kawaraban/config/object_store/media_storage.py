"""Media in a bucket that all machines of a paper share. Their addresses stay the paper's own: /media/…

The bucket is private. A page names a picture without knowing where it lies, and a content policy of `self` holds;
whoever wants a network of caches puts it in front of the paper.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class MediaStorage(S3Storage):
    """Nothing is written over: a name that is taken gets another one, as in a folder."""

    def delete(self, name: str) -> None:
        """Also what this machine has kept of it; the others let go of theirs within the hour."""
        super().delete(name)
        (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)

    def url(self, name: str, *_unused: Any, **_also: Any) -> str:
        """The address at the paper."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"
