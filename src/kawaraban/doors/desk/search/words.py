"""Words as they are looked for: without case, accents and widths; Chinese and Japanese in pairs of characters.

    indexed("İSTANBUL'da çok güzel")  ->  "istanbul da cok guzel"
    indexed("地震です")                ->  "地震 震で です す"
    search_terms("istan 地震")               ->  '"istan"* AND "地震"*'

What is asked is folded like what is indexed, so a Turkish ı is found by i and the other way round. Words are found by
their beginning; Chinese and Japanese, which know no spaces, anywhere.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Han, Hiragana, Katakana with its long mark, half-width forms having become full ones before.
_UNSPACED = r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|[^\W_{_UNSPACED}]+")
# Voiced marks make another letter of a kana; everything else that combines is an accent or a vowel sign.
_KEPT_MARKS = frozenset("\u3099\u309a")


def folded(text: str) -> str:
    """The text for comparing; never for showing."""
    if text.isascii():
        return text.lower()
    wide = unicodedata.normalize("NFKC", text).casefold().replace("ı", "i")
    bare = "".join(
        mark
        for mark in unicodedata.normalize("NFD", wide)
        if mark in _KEPT_MARKS or not unicodedata.combining(mark)
    )
    return unicodedata.normalize("NFC", bare)


def words_of(text: str) -> Iterator[str]:
    """The single words of a text, folded; of Chinese and Japanese every two characters and the last one."""
    for token in _TOKEN.finditer(folded(text)):
        word = token.group()
        if not token.group("unspaced"):
            yield word
            continue
        for place in range(len(word)):
            yield word[place : place + 2]


def indexed(text: str) -> str:
    """What the index keeps of a text."""
    return " ".join(words_of(text))


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a search. Several `words` stand side by side; `is_beginning`: the word found may go on."""

    words: tuple[str, ...]
    is_beginning: bool


def terms_of(query: str) -> Iterator[Term]:
    """What a search asks for: every term must be there."""
    for token in _TOKEN.finditer(folded(query)):
        word = token.group()
        if token.group("unspaced") and len(word) > 1:
            yield Term(tuple(word[place : place + 2] for place in range(len(word) - 1)), is_beginning=False)
        else:
            yield Term((word,), is_beginning=True)


def search_terms(query: str) -> str:
    """A search in the language of FTS5: every word must be there. "" when the query holds no word."""
    return " AND ".join(
        f'"{" ".join(term.words)}"{"*" if term.is_beginning else ""}' for term in terms_of(query)
    )
