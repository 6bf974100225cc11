"""The names in a byline, which agencies write in many ways.

bylines("Von Ada Bo und Cem Dağ") -> ("Ada Bo", "Cem Dağ")
bylines("desk@paper.media (Rae Finn)") -> ("Rae Finn",)
bylines("desk@paper.media") -> ()
"""

import html
import unicodedata
from collections.abc import Iterable, Iterator

import regex

from kawaraban.kit.markup import read_tokens
from kawaraban.kit.names import clean_name

NAME_LIMIT = 120
NAMES_COUNT = 20
STATED_LIMIT = 2000

_ADDRESS = r"(?:mailto:)?[^\s<>()\[\],;:@&]{1,64}@[^\s<>()\[\],;:@&]{1,255}"
_MAIL_WITH_NAME = regex.compile(rf"<?\s*{_ADDRESS}\s*>?\s*\(([^()]*)\)", flags=regex.IGNORECASE)
_MAIL = regex.compile(
    rf"<\s*{_ADDRESS}\s*>|\(\s*{_ADDRESS}\s*\)|\[\s*{_ADDRESS}\s*\]|{_ADDRESS}", flags=regex.IGNORECASE
)
_WEB = regex.compile(r"\(?\bhttps?://[^\s<>()]+\)?|\bwww\.[^\s<>(),;]+", flags=regex.IGNORECASE)
_HAS_TAG = regex.compile(r"</?[a-z][a-z0-9]{0,15}(?:\s[^<>@]*)?/?>", flags=regex.IGNORECASE)

# "By" is never a name. The others are surnames too: "Von Parks", "Di Trevis". They go before a whole name only.
_AUTHOR = (
    "text|texte|texto|testo|tekst|words|authors?|autor|autora|auteur|yazan|yazar|haber|muhabir|reporter|von|par|di|por|de"
    "|автор|текст|συντάκτης"
)
_PICTURE = "photos?|fotos?|foto's|fotograf|fotoğraf\\w*|bilder?|illustration|grafik|video|images?"
_MADE = "photos?|photograph(?:s|y)?|pictures?|images?|video|graphics?|illustrations?|research|additional reporting"
_BY = regex.compile(
    r"\A(?:(?:(?:story|text|words|reported|written|report|reporting|analysis|opinion|interview)\s+)?by|bylines?:)"
    rf"(?:\s+|:\s*)|\A(?:{_AUTHOR}|{_PICTURE})\s*[:：]\s*|\A(?:with\s+)?(?:{_MADE})\s+by\s+"
    r"|\A(?:文|取材|執筆|記者|作者|著者|写真|撮影)\s*[・:：=＝]\s*|\A(?:記者|记者)\s+"
    r"|\A(?:بقلم|كتب|كتبت|إعداد|تقرير|تصوير)(?:\s*:\s*|\s+)",
    flags=regex.IGNORECASE,
)
# Whoever edited it did not write it.
_EDITED = regex.compile(r"\A(?:edited|editing)\s+by\b", flags=regex.IGNORECASE)
_BY_OR_NAME = regex.compile(r"\A(?:von|par|di|da|por|door|af|av|od|de)\s+", flags=regex.IGNORECASE)
_PARTS = "der den dem zu zur vom la las los le les lo el al del della dello da de du di van ten ter"
_NAME_PARTS = frozenset(_PARTS.split())

# Where the name ends and what somebody did begins: "photographs by", "Foto:".
_DONE_BY = regex.compile(
    rf"(?:,|\s)\s*(?=(?:with\s+)?(?:{_MADE})\s+by\s|(?:{_PICTURE})\s*[:：])", flags=regex.IGNORECASE
)
_HANDLE = regex.compile(r"\(\s*@\w{1,30}\s*\)|(?<![\w.])@\w{1,30}\b")
_PRONOUNS = regex.compile(
    r"\(\s*(?:s?he|they|ze|xe|sie|er|elle|il|ella|él)(?:\s*/\s*\p{L}{1,8}){1,3}\s*\)",
    flags=regex.IGNORECASE,
)
_PAIRS = {")": "(", "]": "["}
_LIST_SIGNS = regex.compile(r"\s*[;；|]\s*|\s*(?<!\p{N})/(?!\p{N})\s*|\s+[·•]\s+|\n")
_AND = "and|und|et|ve|och|og|és|și|şi|και|и|та|و|und die"
_AND_WORD = regex.compile(
    rf"\s+(?:{_AND})\s+|\s*[、，]\s*(?:和|及|と)?\s*|(?<=\p{{Han}})\s*(?:及び|和|と)\s*(?=\p{{Han}})"
)
_AND_CAPITALS = regex.compile(rf"\s+(?:{_AND.upper()})\s+")
# Between two whole names these part them; beside a single word they belong to a name.
_PERHAPS_AND = regex.compile(r"(\s+(?:y|e|i|en|&|\+)\s+)")
_PERHAPS_AND_CAPITALS = regex.compile(r"(\s+(?:Y|E|I|EN|&|\+)\s+)")
_COMMA = regex.compile(r"\s*[,،]\s*")
_MIDDLE_DOT = regex.compile(r"\s*[・･]\s*")
_KATAKANA = regex.compile(r"[\p{Katakana}ー＝=\s]+")

_AFTER_NAME = regex.compile(
    r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|esq|mba|frs|obe|cbe|mbe|qc|kc)\.?", flags=regex.IGNORECASE
)
# A desk, a post or a house behind a name: "Christian Hollmann, dpa". It stays with the name.
_POST = regex.compile(
    r"\b(?:editor|correspondent|reporter|writer|journalist|columnist|staff|bureau|chief|agency|press|news|times|post|herald"
    r"|guardian|tribune|journal|gazette|desk|service|contributor|critic|analyst|professor|university|institute|redaktion"
    r"|redakteur\w*|korrespondent\w*|korrespondenz|muhabiri?|ajansı|gazetesi|editör\w*|temsilcisi|corresponsal|redactor\w*"
    r"|correspondant\w*|rédact\w*|journaliste|inviat[oa]|redazione|agenzia|agencia|agence|agentur|zeitung|media|radio|tv)\b",
    flags=regex.IGNORECASE,
)
_HOUSES = (
    "afp ap apa dpa dpa-afx aa aap ani ansa anp belga bbc bta cna cnn ctk čtk dha dts dw efe epd fena gna iha i̇ha ians "
    "irna itar-tass jiji keystone-sda kna kyodo lusa mti ntb npr pa pap pti reuters rfi ria ritzau sana sda sid sita "
    "spa stt tass tt ukrinform upi xinhua yonhap 共同 時事 新华社 新華社 وام"
)
_AGENCIES = frozenset(_HOUSES.split())
_NO_NAMES = (
    "by|unknown|unknown author|n/a|none|null|undefined|anonymous|admin|administrator|root|nobody|noreply|no-reply"
    "|agencies|and agencies|others|more|et al|et al.|staff|agenturen|ajanslar"
)
_NOBODY = frozenset(_NO_NAMES.split("|"))
_AROUND = ' \t<>,.:;-–—/()[]"“”„«»【】'
_TWO_I = str.maketrans(
    {"İ": "i", "ı": "i", "I": "i", "’": "'", "ʼ": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-"}
)


def all_bylines(stated: Iterable[str]) -> tuple[str, ...]:
    """Each name once, of all the fields in which an agency states them."""
    found: dict[str, str] = {}
    for words in stated:
        for name in bylines(words):
            found.setdefault(name_key(name), name)
        if len(found) >= NAMES_COUNT:
            break
    return tuple(found.values())[:NAMES_COUNT]


def bylines(stated: str) -> tuple[str, ...]:
    """Each name once. Mail and web addresses are nobody; a comma may part a name from its desk, or last from first."""
    found: dict[str, str] = {}
    for line in _LIST_SIGNS.split(_words(stated[:STATED_LIMIT])):
        for name in _names(line.strip()):
            tidy = _bare(name)
            tidy = tidy + "." if name.strip().endswith(f"{tidy}.") and _AFTER_NAME.search(tidy[-4:]) else tidy
            if regex.search(r"\p{L}", tidy) and tidy.casefold() not in _NOBODY:
                found.setdefault(name_key(tidy), tidy[:NAME_LIMIT])
    return tuple(found.values())[:NAMES_COUNT]


def _bare(name: str) -> str:
    """The name without the signs around it; a bracket stays with its other half: "Rae Finn (dpa)"."""
    bare = name.strip(_AROUND)
    for closing, opening in _PAIRS.items():
        if name[name.rfind(bare) + len(bare) :].startswith(closing) and bare.count(opening) > bare.count(
            closing
        ):
            bare += closing
    return bare


def name_key(name: str) -> str:
    """What one name has in common in small letters and capitals, in every language: ÇİĞDEM IŞIK is Çiğdem Işık."""
    composed = unicodedata.normalize("NFC", clean_name(name)).translate(_TWO_I)
    return unicodedata.normalize("NFC", composed.casefold().replace("\u0307", ""))


def _words(stated: str) -> str:
    """The line without entities, tags, mail and web addresses. What was escaped twice is read twice."""
    words = stated
    for _turn in range(3):
        words = _MAIL_WITH_NAME.sub(r"\1", words)
        words = _MAIL.sub(" ", words)
        if _HAS_TAG.search(words):
            words = "".join(_said(words))
        unescaped = html.unescape(words)
        if unescaped == words:
            break
        words = unescaped
    words = _PRONOUNS.sub(" ", _HANDLE.sub(" ", _WEB.sub(" ", words)))
    # "Finn, Rae" in quotation marks, as mail programs write it.
    words = regex.sub(r'\A\s*"([^"]*)"\s*\Z', r"\1", words)
    return "\n".join(clean_name(line) for line in _DONE_BY.sub("\n", words).split("\n"))


def _said(markup: str) -> Iterator[str]:
    for token in read_tokens(markup):
        if token.kind == "text":
            yield html.escape(token.words, quote=False)
        elif token.name in {"br", "p", "li", "div"}:
            yield "\n"


def _names(line: str) -> Iterator[str]:
    line = _without_by(line)
    if not line or line.casefold() in _NOBODY or _EDITED.match(line):
        return
    line = regex.sub(
        r"(?:,|\s)\s*et al\.?\Z|\s*(?:,|\band\b|\bund\b|\bve\b)\s*(?:other )?agenc(?:y|ies)\Z", "", line
    )
    is_capital = line == line.upper() and line != line.lower()
    parts = _AND_WORD.split(line)
    if is_capital:
        parts = [name for part in parts for name in _AND_CAPITALS.split(part)]
    is_list = len(parts) > 1 and not all(len(_COMMA.split(part)) == 2 for part in parts)
    for part in parts:
        for whole in _perhaps_parted(part, _PERHAPS_AND_CAPITALS if is_capital else _PERHAPS_AND):
            for name in _by_commas(whole, is_list=is_list or whole != part):
                yield from _by_dots(name)


def _without_by(line: str) -> str:
    """The line without the word "by", where it is that word and not somebody's name."""
    shorter = _BY.sub("", line)
    if shorter != line:
        return shorter
    rest = _BY_OR_NAME.sub("", line)
    words = rest.split()
    if rest == line or not words or words[0].casefold() in _NAME_PARTS:
        return line
    is_agency = len(words) == 1 and (words[0].casefold() in _AGENCIES or words[0].isupper())
    return (
        rest if is_agency or (len(words) > 1 and words[1] not in {",", "&"} and "," not in words[0]) else line
    )


def _perhaps_parted(part: str, sign: regex.Pattern[str]) -> list[str]:
    """By "y", "e", "&" and their like, where a whole name stands on both sides."""
    pieces = sign.split(part)
    names = [pieces[0]]
    for joint, following in zip(pieces[1::2], pieces[2::2], strict=True):
        if _is_whole(names[-1]) and _is_whole(following):
            names.append(following)
        else:
            names[-1] += joint + following
    return names


def _is_whole(name: str) -> bool:
    """Whether it is more than a part of a name."""
    last = _COMMA.split(name.strip())[-1]
    return len(last.split()) > 1 or last.casefold() in _AGENCIES


def _by_commas(words: str, *, is_list: bool) -> list[str]:
    """The names between commas; "Last, First" turned round; what is no name stays with the one before it."""
    parts = [part for part in _COMMA.split(words) if part]
    if len(parts) < 2:
        return parts
    if len(parts) == 2 and not is_list and _is_turned(*parts):
        return [f"{parts[1]} {parts[0]}"]
    are_short = all(len(part.split()) == 1 for part in parts)
    names: list[str] = []
    for part in parts:
        if names and not _is_name(part, is_among_short=are_short):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names


def _is_turned(last: str, first: str) -> bool:
    """Whether it is a last name before a first name: "Finn, Rae", "van der Berg, Jan"."""
    family, given = last.split(), first.split()
    is_single = len(family) == 1 or all(
        word.casefold() in {*_NAME_PARTS, "von", "van"} for word in family[:-1]
    )
    if not is_single or not 1 <= len(given) <= 2 or _AFTER_NAME.fullmatch(first) or _POST.search(first):
        return False
    if {last.casefold(), first.casefold()} & _AGENCIES:
        return False
    is_initials = bool(regex.fullmatch(r"(?:\p{Lu}\.?\s?-?){1,3}", first))
    return (
        last[:1].isalpha()
        and given[0][:1].isupper()
        and (is_initials or not (len(first) > 1 and first.isupper() and not last.isupper()))
    )


def _is_name(part: str, *, is_among_short: bool) -> bool:
    """Whether this part of a list names somebody, and is not the post or the house of the one before."""
    if _AFTER_NAME.fullmatch(part) or _POST.search(part):
        return False
    if is_among_short:
        return True
    words = part.split()
    return len(words) > 1 and (words[0][:1].isupper() or not words[0][:1].islower())


def _by_dots(name: str) -> list[str]:
    """Japanese lists; between Katakana the dot stands inside a foreign name."""
    parts = [part for part in _MIDDLE_DOT.split(name) if part]
    return [name] if any(_KATAKANA.fullmatch(part) for part in parts) else parts
