"""Of which pieces an FTS5 table is made: read from its own record of them.

    pieces = pieces_in(record)      # what FTS5 keeps under the number 10 beside its table
    pieces.count                    # 7

The record: four bytes, then numbers of FTS5's own kind (seven bits a byte, the first byte first): levels, pieces,
pages written; for each level how many of its pieces are being merged, how many there are, and of each its number, its
first and its last page. From SQLite 3.43 on it may begin with a mark; then each piece has five numbers more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

_MARK: Final = b"\xff\x00\x00\x01"
_OF_A_PIECE, _OF_A_MARKED_PIECE = 3, 8
_LONGEST_NUMBER: Final = 9
# So many pieces of one level are merged into one of the next: FTS5's own default ("usermerge").
MERGED_FROM: Final = 4


@dataclass(frozen=True, slots=True)
class IndexPieces:
    """`levels` are (how many are being merged, how many there are), the smallest pieces first."""

    levels: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _merging, count in self.levels)

    @property
    def are_few(self) -> bool:
        """Nothing is being merged, and no level has enough for a merge."""
        return all(not merging and count < MERGED_FROM for merging, count in self.levels)


def pieces_in(record: bytes) -> IndexPieces:
    """The pieces that a record names."""
    is_marked = record[4:8] == _MARK
    numbers = _numbers(record[8 if is_marked else 4 :])
    levels_count, _pieces_count, _pages_written = islice(numbers, 3)
    levels = []
    for _level in range(levels_count):
        merging, count = islice(numbers, 2)
        levels.append((merging, count))
        for _number in islice(numbers, count * (_OF_A_MARKED_PIECE if is_marked else _OF_A_PIECE)):
            pass
    return IndexPieces(tuple(levels))


def _numbers(data: bytes) -> Iterator[int]:
    value = length = 0
    for byte in data:
        length += 1
        if length == _LONGEST_NUMBER:
            yield value << 8 | byte
        elif byte & 0x80:
            value = value << 7 | byte & 0x7F
            continue
        else:
            yield value << 7 | byte
        value = length = 0
