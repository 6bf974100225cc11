"""Small words that stand in nearly every text of a language, and in no other's: by them its own page knows a text.

is_plainly_in(["and", "this", "is", "what", "they", "said"], "en")  -> True
"""

from collections.abc import Collection
from typing import Final

# So many of them, and one word in so many: a quotation does not make a text foreign.
_FEWEST: Final = 3
_ONE_IN: Final = 8
_ENGLISH: Final = """
    the and that this with you are not have they what your which would were been their there about from just but because
    when who how don't it's you're can't should could than then these those being she his will can my our all like know
    think people why
"""
_TURKISH: Final = """
    bir ve bu için çok gibi ama değil kadar daha olan ben sen biz siz var yok ne mi mı diye şey nasıl neden sonra bile
    artık böyle
"""
_WORDS: Final = {"en": frozenset(_ENGLISH.split()), "tr": frozenset(_TURKISH.split())}


def is_plainly_in(words: Collection[str], language: str) -> bool:
    """Whether the words of a text, small and each once, leave no doubt. False of languages without a list."""
    own = _WORDS.get(language)
    if own is None:
        return False
    found = sum(word in own for word in words)
    return found >= _FEWEST and found * _ONE_IN >= len(words)
