"""Which rows of the weights belong to what: one table, four blocks of hashed pieces.

Words and pairs of words; pieces of words; what was written where the words no longer say it; and whatever holds a
word for a group of people, which the head for attacks on identity alone may see.
"""

from typing import Final

WORDS: Final = 0
PIECES: Final = 1
RAW: Final = 2
IDENTITY: Final = 3
BLOCKS: Final = 4

# Powers of two, so that a mask makes a row of a hash.
SIZES: Final = (1 << 18, 1 << 19, 1 << 17, 1 << 16)
STARTS: Final = (0, 1 << 18, (1 << 18) + (1 << 19), (1 << 18) + (1 << 19) + (1 << 17))
ROWS: Final = sum(SIZES)
