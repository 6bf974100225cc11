"""Text as readers see it: the lead of a story (P2), its plain text, its length in words.

    lead("The company would invest $2.9 billion in two plants. Work starts in May.", 60)
    -> "The company would invest $2.9 billion in two plants."

Nothing here knows Django, and nothing is slower than linear in what it looks at.
"""

from typing import NamedTuple

import regex

from kawaraban.kit.markup import read_tokens
from kawaraban.kit.sentence_ends import ends_in_abbreviation, inseparable, inside, sentence_ends

ELLIPSIS = "…"
# A grapheme is rarely longer than a family of four (11 characters). What is beyond the window is not looked at.
_WINDOW_PER_GRAPHEME = 16
_WINDOW_SPARE = 600

_GRAPHEME = regex.compile(r"\X")
# Scripts that are written without spaces between words.
_SPACELESS = regex.compile(
    r"[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]"
)
_WORDLIKE = regex.compile(r"[\p{L}\p{N}\p{M}]")
# What may not begin the part that is cut away, nor end the part that stays: it belongs to its neighbour.
_CLINGS_BACK = regex.compile(
    r"[ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々ゝゞヽヾ、。，．！？…」』）》〉】\p{M}\p{Pe}\p{Pf}]"
)
_CLINGS_ON = regex.compile(r"[เแโใไເແໂໃໄ]")
_KANJI_NUMERAL = regex.compile(r"[〇零一二三四五六七八九十百千万萬億亿兆]")
_LOOSE_END = regex.compile(r"[\s,;:،؛、，；：\-–—‐/\\&\p{Ps}\p{Pi}\"'“„«»¿¡#]+")
# A cut after any of these would say another sum than the text does, or leave a title without its name.
_OPEN_END = regex.compile(
    r"(?:[\p{N}][\p{M}\p{Cf}]*[.,．，٫٬]?|\p{Sc}[\p{M}\p{Cf}]*|№|\b(?:[Nn]o|[Nn]r)\.?)\Z"
)
_CURRENCY_CODE = regex.compile(r"(?:\A|[^\p{L}])(?:\p{Lu}{3}|Rs|kr|R)\.?\Z")

_BLOCKS = "p br div li h1 h2 h3 h4 h5 h6 blockquote tr td th figcaption dt dd pre table tbody thead"
_BLOCK_TAGS = frozenset(_BLOCKS.split())

_COUNTED = regex.compile(
    r"(?P<character>[\p{Han}\p{Hiragana}\p{Katakana}ー])"
    r"|(?P<word>[\p{L}\p{N}--\p{Han}--\p{Hiragana}--\p{Katakana}][\p{L}\p{N}\p{M}'’.\-_--\p{Han}--\p{Hiragana}--\p{Katakana}]*+)",
    flags=regex.VERSION1,
)


class WordsCount(NamedTuple):
    """How long a text is. Chinese and Japanese are counted in characters, all else in words."""

    words: int
    characters: int


def words_count(text: str) -> WordsCount:
    """Words between spaces, and Han and Kana characters, for the reading time."""
    found = [match.lastgroup for match in _COUNTED.finditer(text)]
    return WordsCount(words=found.count("word"), characters=found.count("character"))


def one_line(text: str) -> str:
    """The text with every run of white space as one space, none at its ends."""
    return " ".join(text.split())


def graphemes_count(text: str) -> int:
    """What a person counts as characters: extended grapheme clusters, of the text as it is."""
    return sum(1 for _ in _GRAPHEME.finditer(text))


def plain_text(markup: str) -> str:
    """The words of an HTML fragment, one block on each line. Entities become their characters; scripts, styles
    and ruby readings are left out. Never raises."""
    pieces = (
        token.words.replace("\n", " ") if token.kind == "text" else "\n" if token.name in _BLOCK_TAGS else ""
        for token in read_tokens(markup)
    )
    return "\n".join(line for line in map(one_line, "".join(pieces).split("\n")) if line)


def lead(text: str, limit: int, language: str = "en") -> str:
    """The beginning of a text for lists, feeds and share cards: at most `limit` graphemes, the "…" included.

    As many whole sentences as fit. When not even one fits: as many words as fit, and "…". It never ends inside
    a number or between a number and what it counts, after a currency sign, inside a word, a grapheme, an HTML
    entity or a tag. Without its "…" it is a prefix of `one_line(text)`. A text whose first word is longer than
    the limit gives "…" alone; a limit below one gives "".
    """
    if limit < 1:
        return ""
    whole = one_line(text)
    window = whole[: limit * _WINDOW_PER_GRAPHEME + _WINDOW_SPARE]
    borders = [0, *(match.end() for match in _GRAPHEME.finditer(window))]
    if len(window) == len(whole) and len(borders) - 1 <= limit:
        return whole
    borders = borders[: limit + 1] if len(borders) - 1 > limit else borders[:-1]
    end = _last_sentence_end(window, borders, language)
    if end:
        return window[:end]
    return _words(window, borders[:limit]) + ELLIPSIS


def _last_sentence_end(window: str, borders: list[int], language: str) -> int:
    """The greatest of the borders at which a sentence ends; 0 when none does."""
    allowed = set(borders)
    return max((end for end in sentence_ends(window, language) if end in allowed), default=0)


def _words(window: str, borders: list[int]) -> str:
    """The longest piece up to one of the borders that ends where a reader expects a pause."""
    inner = inside(inseparable(window), len(window))
    last = len(borders) - 1
    while last > 0:
        border = borders[last]
        if inner[border] or not _may_break(window, border):
            last -= 1
            continue
        last = _tidy(window, borders, last, inner)
        if last and not _misleads(window, borders[last]):
            return window[: borders[last]]
        last -= 1
    return ""


def _may_break(window: str, border: int) -> bool:
    """Whether a word ends here: at a space, or beside a script that has none."""
    before, after = window[border - 1], window[border]
    if before.isspace() or after.isspace():
        return True
    if _CLINGS_BACK.match(after) or _CLINGS_ON.match(before):
        return False
    if _KANJI_NUMERAL.match(before) and _KANJI_NUMERAL.match(after):
        return False
    return bool(_SPACELESS.match(before) or _SPACELESS.match(after))


def _tidy(window: str, borders: list[int], last: int, inner: bytearray) -> int:
    """One border or more back over spaces, commas, dashes and opening signs at the end."""
    while last > 0 and not inner[borders[last - 1]]:
        grapheme = window[borders[last - 1] : borders[last]]
        if not _LOOSE_END.fullmatch(grapheme):
            break
        last -= 1
    return last


def _misleads(window: str, end: int) -> bool:
    """Whether the piece that ends here says less than the text: half a sum, a title without its name."""
    tail, following = window[max(0, end - 24) : end], window[end : end + 4].lstrip()
    if _OPEN_END.search(tail) or ends_in_abbreviation(tail, following[:1]):
        return True
    return bool(_CURRENCY_CODE.search(tail) and regex.match(r"\p{N}", following))
