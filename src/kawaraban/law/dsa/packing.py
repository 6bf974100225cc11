"""The files of a report as one zip: the same files on the same day have the same bytes."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date


class Damaged(Exception):
    """These bytes are no report any more."""


def zipped(files: Mapping[str, str], *, at: date) -> bytes:
    """One file to download."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, date_time=(at.year, at.month, at.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return packed.getvalue()


def unzipped(packed: bytes) -> dict[str, str]:
    """The files by name. Raises Damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError) as broken:
        raise Damaged from broken
