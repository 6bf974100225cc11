"""Bytes to text as browsers read them: by byte order mark, HTTP header, declaration, in this order (RFC 7303, 3).

A label means what the Encoding Standard of the WHATWG says (encoding.spec.whatwg.org, 4.2), which is often more than
its letters say: Shift_JIS is what Windows writes under that name, ISO-8859-1 is windows-1252. A label that is none
there is compared by its letters and digits alone, as Java, PHP and Python spell them: ISO8859_1, Cp1252, EUC_JP,
UTF-8//IGNORE. Under a label that nobody knows a file that is UTF-8 is UTF-8.
"""

import codecs
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import regex
from django.utils.translation import gettext as _

from kawaraban.wire.errors import WireError

# So many places may hold other bytes: more is another encoding.
BAD_PLACES_LIMIT = 20
REPLACEMENT = "\ufffd"

# The codec of Python that reads it, its name for people, its labels: the standard's, then those of programs.
_TABLE = """
utf-8 UTF-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 utf8mb4 utf8mb3
+ utf-8-sig utf-8-bom utf-8-mac utf-8n cp65001
cp866 IBM866 866 cp866 csibm866 ibm866
iso8859-2 ISO-8859-2 csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso8859-3 ISO-8859-3 csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso8859-4 ISO-8859-4 csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso8859-5 ISO-8859-5 csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso8859-6 ISO-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e
+ iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso8859-7 ISO-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597
+ iso_8859-7 iso_8859-7:1987 sun_eu_greek
iso8859-8 ISO-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598
+ iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
iso8859-10 ISO-8859-10 csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso8859-13 ISO-8859-13 iso-8859-13 iso8859-13 iso885913
iso8859-14 ISO-8859-14 iso-8859-14 iso8859-14 iso885914
iso8859-15 ISO-8859-15 csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
iso8859-16 ISO-8859-16 iso-8859-16
koi8-r KOI8-R cskoi8r koi koi8 koi8-r koi8_r
koi8-u KOI8-U koi8-ru koi8-u
mac-roman macintosh csmacintosh mac macintosh x-mac-roman
cp874 windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 cp874 ms874 x-windows-874
cp1250 windows-1250 cp1250 windows-1250 x-cp1250
cp1251 windows-1251 cp1251 windows-1251 x-cp1251
cp1252 windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591
+ iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 ansi
cp1253 windows-1253 cp1253 windows-1253 x-cp1253
cp1254 windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5
+ windows-1254 x-cp1254
cp1255 windows-1255 cp1255 windows-1255 x-cp1255
cp1256 windows-1256 cp1256 windows-1256 x-cp1256
cp1257 windows-1257 cp1257 windows-1257 x-cp1257
cp1258 windows-1258 cp1258 windows-1258 x-cp1258
mac-cyrillic x-mac-cyrillic x-mac-cyrillic x-mac-ukrainian
gb18030 GB18030 chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030 cp936 ms936
+ windows-936 x-mswin-936 euc-cn x-euc-cn
big5hkscs Big5 big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 windows-950 ms950
+ x-windows-950
euc-jp EUC-JP cseucpkdfmtjapanese euc-jp x-euc-jp cp51932 eucjp-ms eucjp-win ujis
iso2022_jp_ext ISO-2022-JP csiso2022jp iso-2022-jp iso-2022-jp-ms jis
cp932 Shift_JIS csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis cp932 sjis-win
+ x-windows-31j
cp949 EUC-KR cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601
+ windows-949 cp949 ms949 x-windows-949 uhc
utf-16-be UTF-16 unicodefffe utf-16be
utf-16-le UTF-16 csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le
"""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How XML, HTML and JSON begin in UTF-16 and UTF-32 without a mark.
_BEGINS = (
    (regex.compile(rb"[<{\[]\x00\x00\x00"), "utf-32-le"),
    (regex.compile(rb"\x00\x00\x00[<{\[]"), "utf-32-be"),
    (regex.compile(rb"\s*[<{\[]\x00[^\x00]\x00"), "utf-16-le"),
    (regex.compile(rb"\x00[<{\[]\x00[^\x00]"), "utf-16-be"),
)
_DECLARED = regex.compile(
    rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*(?|\"([^\"<>]{0,80})\"|'([^'<>]{0,80})'|([^\s\"'<>?]{1,80}))"
)
_CHARSET = regex.compile(r"charset\s*+=[\"'\\\s]*+([^\s\"'\\;,]{1,80})", flags=regex.IGNORECASE)
_WRAPPING = " \t\r\n\"'\\;,"
_NO_LETTER = regex.compile(r"[^a-z0-9]")
# What programs put behind a label: how to convert, or other labels.
_TAIL = regex.compile(r"//|[;,]")
# Seven bits each, so that what is written in them passes for UTF-8 and is not: no browser reads them either.
_NEVER_READ = frozenset({"hzgb2312", "hz", "iso2022kr", "csiso2022kr", "iso2022cn", "iso2022cnext", "utf7"})
# What the handler below puts where bytes could not be read: no character, so that no text holds it otherwise.
_BAD = "\ufdd0"


def text_of(data: bytes, content_type: str = "") -> str:
    """The text of a file or an answer, without its byte order mark.

    A few places that hold other bytes become U+FFFD, as in browsers. Raises WireError, with the line, where there are
    more than `BAD_PLACES_LIMIT` of them, and for a declared encoding that nobody knows where the file is not UTF-8.
    """
    mark, codec = _stated(data, content_type)
    text = data[len(mark) :].decode(codec, errors="kawaraban.wire")
    if text.count(_BAD) > BAD_PLACES_LIMIT:
        words = {"name": shown_name(codec), "line": text.count("\n", 0, text.index(_BAD)) + 1}
        raise WireError(_("The file is not %(name)s in line %(line)d.") % words)
    return text.replace(_BAD, REPLACEMENT).lstrip("\ufeff")


def codec_of(label: str) -> str:
    """Python's codec for a label as the standard or a program spells it; "" of what is none."""
    bare = label.lower().strip(_WRAPPING)
    return (
        _labels().get(bare) or _folded_labels().get(_folded(bare)) or _folded_labels().get(_first(bare), "")
    )


def shown_name(codec: str) -> str:
    """The name of an encoding as people know it."""
    return next((row.name for row in _rows() if row.codec == codec), codec.upper())


def _stated(data: bytes, content_type: str) -> tuple[bytes, str]:
    """The byte order mark, and the codec."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return mark, codec
    begun = next((codec for begin, codec in _BEGINS if begin.match(data)), "")
    charset = _CHARSET.search(content_type)
    in_header = codec_of(charset[1]) if charset else ""
    # Nothing that can be read as single bytes is in UTF-16, whatever header or declaration say.
    if begun or (in_header and not in_header.startswith("utf-16")):
        return b"", begun or in_header
    declared = _DECLARED.match(data)
    label = declared[1].decode("ascii", "replace").strip() if declared else ""
    unread = next((one for one in (charset[1] if charset else "", label) if _first(one) in _NEVER_READ), "")
    if unread or (label and not codec_of(label) and not _is_utf_8(data)):
        raise WireError(_("The encoding %(name)s is not one a feed may have.") % {"name": unread or label})
    codec = codec_of(label)
    return b"", codec if codec and not codec.startswith("utf-16") else "utf-8"


def _is_utf_8(data: bytes) -> bool:
    """Whether it can be read as such to its end, which may be in the middle of a sign: it may be a beginning."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _folded(label: str) -> str:
    """Its letters and digits."""
    return _NO_LETTER.sub("", label.lower())


def _first(label: str) -> str:
    """The same without what stands behind it."""
    return _folded(_TAIL.split(label.strip(_WRAPPING), maxsplit=1)[0])


class _Row(NamedTuple):
    codec: str
    name: str
    labels: tuple[str, ...]


@cache
def _rows() -> tuple[_Row, ...]:
    lines = (line.split() for line in _TABLE.replace("\n+", "").strip().split("\n"))
    return tuple(_Row(codec, name, tuple(labels)) for codec, name, *labels in lines)


@cache
def _labels() -> Mapping[str, str]:
    return {label: row.codec for row in _rows() for label in row.labels}


@cache
def _folded_labels() -> Mapping[str, str]:
    return {_folded(label): codec for label, codec in _labels().items()}


def _mended(fault: UnicodeError) -> tuple[str | bytes, int]:
    """What the standard reads where Python's codec reads nothing."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    place, codec = fault.start, fault.encoding.replace("-", "_")
    first = fault.object[place]
    if codec in {"euc_jp", "iso2022_jp_ext"} and (sign := _windows_sign(fault.object[place : place + 2])):
        return sign, place + 2
    if codec == "gb18030" and first == 0x80:
        return "€", place + 1
    if codec == "big5hkscs" and fault.object[place : place + 2] == b"\xa3\xe1":
        return "€", place + 2
    if 0x80 <= first < 0xA0 and codec in {"charmap", "cp874"}:
        return chr(first), place + 1
    return _BAD, max(fault.end, place + 1)


def _windows_sign(pair: bytes) -> str:
    """The sign of NEC or IBM that stands at this place of the Japanese table; "" of none."""
    if len(pair) < 2:
        return ""
    row, cell = (pair[0] | 0x80) - 0xA0, (pair[1] | 0x80) - 0xA0
    if not (1 <= row <= 94 and 1 <= cell <= 94):
        return ""
    lead = (row - 1) // 2 + (0x81 if row <= 62 else 0xC1)
    trail = cell + 0x9E if row % 2 == 0 else cell + (0x3F if cell < 64 else 0x40)
    return bytes([lead, trail]).decode("cp932", errors="ignore")


codecs.register_error("kawaraban.wire", _mended)
