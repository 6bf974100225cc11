import gzip
from collections.abc import Callable

import brotli
import pytest
import zstandard

from kawaraban.press.store.encodings import best_bodies, quick_bodies


@pytest.mark.parametrize("compress", [quick_bodies, best_bodies])
def test_every_encoding_unpacks_to_the_same_page(compress: Callable[[bytes], dict[str, bytes]]) -> None:
    page = "瓦版 reads the news. ".encode() * 300

    bodies = compress(page)

    assert bodies["identity"] == gzip.decompress(bodies["gzip"]) == brotli.decompress(bodies["br"]) == page
    assert zstandard.ZstdDecompressor().decompress(bodies["zstd"]) == page
    assert bodies == compress(page)
