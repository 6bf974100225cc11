"""Where a sentence really ends: sentencex proposes, our guard refuses what would cut something in two.

    sentence_ends("It rose to $2.9 billion. Exports fell.", "en")  -> [24, 38]

Refusing is always safe: a lead then takes fewer sentences, or a word cut with "…".
"""

import regex
import sentencex

# A number with its sign, its separators and its counting words: one thing, in every script.
# A space joins groups of digits ("1 000 000", also with a space that does not break).
NUMBER = regex.compile(
    r"(?:\p{Sc}\s?)?"
    r"\p{Nd}(?:\p{Nd}|[十百千万萬億亿兆京만억조천]|[.,:/．，。、٫٬'’·\-–\s](?=\p{Nd})|\p{M}|\p{Cf})*+"
    r"(?:\s?(?:พัน|หมื่น|แสน|ล้าน)+)?"
    r"(?:\s?[\p{Sc}%％‰‱٪円元圓원度])?"
)
# What a text may still hold of its markup: an entity and a tag are never cut.
ENTITY = regex.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
TAG = regex.compile(r"</?[A-Za-z][^<>]{0,500}>")

CLOSERS = regex.compile(r"[\p{Pe}\p{Pf}\"'“”»«＂]*+")
_TERMINATED = regex.compile(r"(?:[\p{STerm}…])[\p{Pe}\p{Pf}\"'“”»«＂\s]*+\Z")
# Languages that end a sentence with a sign that others use inside it.
_OWN_TERMINATOR = {"hy": regex.compile(r":\s*\Z"), "el": regex.compile(r";\s*\Z")}

_PAIRS = dict(zip("([{「『《〈【（", ")]}」』》〉】）", strict=True))
_PAIRS |= {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‹": "›"}
_PAIRS |= {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}  # bidi isolates
_PAIRS |= {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}  # bidi embeddings
_PAIRING = regex.compile(f"[{regex.escape(''.join(sorted({*_PAIRS, *''.join(_PAIRS.values())})))}]")
_OPENS_AFTER = regex.compile(r"[\s\p{Ps}\p{Pi}\p{Pd}]")
_EITHER_SIDE = '"“»'

# After these a dot is no full stop. Compared without case. Ambiguous ones ("Inc.") count as abbreviations.
_SHORT_FORMS = """
    mr mrs ms mx dr prof st sr jr gen gov sen rep lt col cpl capt cmdr sgt maj adm rev hon pres pvt supt
    num vs ed eds cf ca approx est dept al etc eg ie
    inc ltd co corp llc plc bros mt ft ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec
    bn mn mio mrd mia tsd mlr mln mrd tl
    doç yrd uzm op av arş gör öğr ecz müh mim alb org korg tümg tuğg yzb ütğm tğm bnb asb bşk bld müd sn hz
    bkz örn vb vd vs yy cad sok mah apt şti çev haz sf bl
    hr hrn fr frl dipl ing mag bzw usw evtl ggf inkl exkl max min str abs ziff zb ua uä geb gest
    mm mme mlle mgr bd av éd env
    sra srta sres dña uds avda núm pág págs dpto
    sig sigg dott avv geom pag
    dhr mevr drs ir mw blz
    г гг ул др проф акад см стр руб млн млрд тыс им
    د أ م
"""
_ABBREVIATIONS = frozenset(_SHORT_FORMS.split())
# These are ordinary words too ("She said no."): short forms only before a number ("No. 5").
_NUMBERED_THINGS = "no nos nr n° nº vol ch sec sect fig figs art arts par para pp p pg"
_BEFORE_NUMBERS = frozenset(_NUMBERED_THINGS.split())
_LAST_WORD = regex.compile(r"([\p{L}\p{M}ªº°]+)\p{Cf}*\.\p{Cf}*\Z")
_DOTTED = regex.compile(r"(?:^|[^\p{L}])(?:\p{L}{1,3}\.\s?)+\p{L}{1,3}\.\Z")
_ORDINAL = regex.compile(r"(?:^|[^\p{Nd}.,])(\p{Nd}{1,4})\.\Z")
_ROMAN = regex.compile(r"(?:^|[^\p{L}])[IVXLC]{1,6}\.\Z")


def inseparable(text: str) -> list[tuple[int, int]]:
    """The spans that nothing may cut: numbers, entities, tags, bidi runs. Start and end, in order of start."""
    return sorted(_unbroken(text, paired(text)))


def _unbroken(text: str, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    spans = [match.span() for form in (NUMBER, ENTITY, TAG) for match in form.finditer(text)]
    return spans + [span for span in pairs if text[span[0]] in "\u2066\u2067\u2068\u202a\u202b\u202d\u202e"]


def paired(text: str) -> list[tuple[int, int]]:
    """The spans of quotes and brackets that are opened and closed in the text."""
    spans: list[tuple[int, int]] = []
    waiting: list[int] = []
    for match in _PAIRING.finditer(text):
        place, sign = match.start(), match[0]
        closed = next((n for n in range(1, min(4, len(waiting)) + 1) if sign in _PAIRS[text[waiting[-n]]]), 0)
        if closed:
            spans.append((waiting[-closed], place + 1))
            del waiting[-closed:]
        elif sign in _PAIRS and (sign not in _EITHER_SIDE or _opens(text, place)):
            waiting.append(place)
    return spans


def _opens(text: str, place: int) -> bool:
    return place == 0 or _OPENS_AFTER.match(text[place - 1]) is not None


def sentence_ends(text: str, language: str) -> list[int]:
    """Where the sentences of a one-line text end, closing signs included. Ends inside a number, a quotation,
    a bracket, an entity or after an abbreviation are left out. Linear in the text's length."""
    spoken = language.replace("_", "-").split("-")[0].lower()
    pairs = paired(text)
    inner = inside(_unbroken(text, pairs) + pairs, len(text))
    ends = []
    for boundary in sentencex.get_sentence_boundaries(spoken, text):
        end: int = boundary["end_index"]
        while end and text[end - 1].isspace():
            end -= 1
        closed = CLOSERS.match(text, end)
        end = closed.end() if closed else end
        if not inner[end] and _is_end(text, end, spoken):
            ends.append(end)
    return ends


def inside(spans: list[tuple[int, int]], length: int) -> bytearray:
    """1 at every place that is strictly inside a span."""
    if not spans:
        return bytearray(length + 1)
    steps = [0] * (length + 2)
    for start, end in spans:
        if end - start > 1:
            steps[start + 1] += 1
            steps[end] -= 1
    inner, depth = bytearray(length + 1), 0
    for place in range(length + 1):
        depth += steps[place]
        inner[place] = depth > 0
    return inner


def _is_end(text: str, end: int, language: str) -> bool:
    before, after = text[max(0, end - 40) : end], text[end : end + 8]
    own = _OWN_TERMINATOR.get(language)
    if not (_TERMINATED.search(before) or (own and own.search(before))):
        return False
    if after and not after[0].isspace() and regex.search(r"[.,!?:;]\W*\Z", before):
        return False  # "example.Com": a dot of the Latin kind needs a space after it
    follows = after.lstrip()[:1]
    if regex.match(r"[\p{Ll}\p{Pd}]", follows):
        return False
    if regex.search(r"\p{N}\W*\Z", before) and regex.match(r"\p{N}", follows):
        return False
    return not ends_in_abbreviation(before, follows, language)


def ends_in_abbreviation(text: str, follows: str, language: str = "") -> bool:
    """Whether the dot at the end belongs to a title, an initial, an ordinal or another short form.

    `follows` is the first character that is no space after the text.
    """
    word = _LAST_WORD.search(text)
    if word and (len(word[1]) == 1 or word[1].casefold() in _ABBREVIATIONS):
        return True
    if word and word[1].casefold() in _BEFORE_NUMBERS and regex.match(r"\p{N}", follows):
        return True
    ordinal = _ORDINAL.search(text)
    if ordinal and not (language == "en" and len(ordinal[1]) == 4):
        return True
    return bool(_DOTTED.search(text) or (language != "en" and _ROMAN.search(text)))
