"""Compressing a page: at once when it is printed, as well as possible when nothing else waits."""

import gzip

import brotli
import zstandard

from kawaraban.press.store.page import IDENTITY


def quick_bodies(body: bytes) -> dict[str, bytes]:
    """Compressed well enough to be sent at once: about 2 ms for a long story."""
    return _bodies(body, brotli_quality=5, gzip_level=6, zstd_level=6)


def best_bodies(body: bytes) -> dict[str, bytes]:
    """Compressed as well as possible: about 200 ms, for when nothing else waits."""
    return _bodies(body, brotli_quality=11, gzip_level=9, zstd_level=19)


def _bodies(body: bytes, *, brotli_quality: int, gzip_level: int, zstd_level: int) -> dict[str, bytes]:
    return {
        IDENTITY: body,
        # mtime=0: the same page gives the same bytes and so the same entity tag.
        "gzip": gzip.compress(body, compresslevel=gzip_level, mtime=0),
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=brotli_quality),
        # The length of the page is in the frame, so a browser that asks for zstd can reserve it at once.
        "zstd": zstandard.ZstdCompressor(level=zstd_level).compress(body),
    }
