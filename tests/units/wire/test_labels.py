"""4.3: an encoding is known by the labels that programs write, and what nobody knows is UTF-8 where it can be."""

import pytest
from tests.makers.wire import read_story

from kawaraban.wire.errors import WireError
from kawaraban.wire.files.encodings import _folded, _folded_labels, _labels, codec_of, text_of
from kawaraban.wire.reading import read_delivery

# As PHP, Java, Python, MySQL and people write them; the codec in which the words are sent.
LABELS = [
    ("UTF8", "utf-8"), ("utf_8", "utf-8"), ("UTF-8;", "utf-8"), ("utf-8 ;", "utf-8"), ("UTF-8//IGNORE", "utf-8"),
    ("utf-8//TRANSLIT//IGNORE", "utf-8"), ("utf 8", "utf-8"), ("utf8mb4", "utf-8"), ("utf-8-sig", "utf-8"),
    ("utf-8, iso-8859-9", "utf-8"), ("utf-8; charset=utf-8", "utf-8"), ("UTF--8", "utf-8"), ("“UTF-8”", "utf-8"),
    ("ISO8859_1", "cp1252"), ("iso_8859_1", "cp1252"), ("latin-1", "cp1252"), ("Latin_1", "cp1252"),
    ("ISO 8859-1", "cp1252"), ("ISO-8859-1//TRANSLIT", "cp1252"), ("Cp1252", "cp1252"), ("cp-1252", "cp1252"),
    ("windows1252", "cp1252"), ("Windows_1252", "cp1252"), ("ISO8859_9", "cp1254"), ("Cp1254", "cp1254"),
    ("windows 1254", "cp1254"), ("ISO8859_15", "iso8859-15"), ("KOI8_R", "koi8-r"), ("Cp1251", "cp1251"),
    ("x-sjis", "cp932"), ("SJIS", "cp932"), ("SJIS-win", "cp932"), ("Shift JIS", "cp932"), ("ShiftJIS", "cp932"),
    ("MS932", "cp932"), ("windows31j", "cp932"), ("EUC_JP", "euc-jp"), ("eucJP-win", "euc-jp"), ("eucJP", "euc-jp"),
    ("ISO2022JP", "iso2022_jp"), ("EUC_CN", "gb2312"), ("GB_18030", "gb18030"), ("MS949", "cp949"),
    ("EUC_KR", "euc-kr"), ("Big5_HKSCS", "big5hkscs"), ("BIG-5", "big5"), ("TIS620", "cp874"),
]  # fmt: skip
WORDS = {
    "utf-8": "ığ€", "cp1252": "café “€”", "cp1254": "ığş", "iso8859-15": "café €", "koi8-r": "Порт", "cp1251": "Порт",
    "cp932": "日本①", "euc-jp": "日本", "iso2022_jp": "日本", "gb2312": "港口", "gb18030": "㐀", "cp949": "똠방",
    "euc-kr": "부산", "big5hkscs": "香港", "big5": "香港", "cp874": "ข่าว",
}  # fmt: skip
FEED = "<rss><channel><item><guid>g</guid><title>%s</title></item></channel></rss>"


def declared(label: str) -> str:
    return f'<?xml version="1.0" encoding="{label}"?>{FEED}'


@pytest.mark.parametrize(("label", "codec"), LABELS)
def test_4_03_a_label_of_a_program_is_known_in_the_declaration(label: str, codec: str) -> None:
    head = (
        declared(label).encode("ascii", "xmlcharrefreplace") if label.isascii() else declared(label).encode()
    )

    assert read_story(head.replace(b"%s", WORDS[codec].encode(codec))).headline == WORDS[codec]


@pytest.mark.parametrize(("label", "codec"), [(label, codec) for label, codec in LABELS if " " not in label])
@pytest.mark.parametrize("form", ["{}", '"{}"', "'{}'", '"{}";', '\\"{}\\"'])
def test_4_03_a_label_of_a_program_is_known_in_the_header(label: str, codec: str, form: str) -> None:
    data = (FEED % WORDS[codec]).encode(codec)

    assert WORDS[codec] in text_of(data, f"text/xml; charset={form.format(label)}")


@pytest.mark.parametrize(
    "head",
    [
        "encoding='windows-1254'",
        "encoding=windows-1254",
        "encoding = \"'windows-1254'\"",
        'encoding=" Cp1254 "',
    ],
)
def test_4_03_a_declaration_is_read_with_any_quotes_and_without(head: str) -> None:
    assert "ığş" in text_of(f"<?xml version='1.0' {head}?><a>ığş</a>".encode("cp1254"))


@pytest.mark.parametrize(
    "label", ["nonsense", "UTF-9", "none", "binary", "utf-32", "", "%ENCODING%", "unicode_escape"]
)
@pytest.mark.parametrize("content_type", ["text/xml", "text/xml; charset=bogus"])
def test_4_03_what_is_utf_8_under_a_label_that_nobody_knows_is_utf_8(label: str, content_type: str) -> None:
    data = declared(label).replace("%s", "ığ€").encode()

    assert "ığ€" in text_of(data, content_type)
    assert read_delivery(data, content_type=content_type).items[0].headline == "ığ€"


def test_4_03_what_is_not_is_refused_with_the_label() -> None:
    with pytest.raises(WireError, match="The encoding nonsense is not one a feed may have"):
        read_delivery(declared("nonsense").replace("%s", "ığş").encode("cp1254"))


@pytest.mark.parametrize("label", ["hz-gb-2312", "ISO-2022-KR", "iso2022kr", "UTF-7", "utf_7//IGNORE"])
def test_4_03_what_only_looks_like_utf_8_is_refused(label: str) -> None:
    data = declared(label).replace("%s", "+AGE-").encode()

    with pytest.raises(WireError, match="not one a feed may have"):
        read_delivery(data)
    with pytest.raises(WireError, match="not one a feed may have"):
        read_delivery((FEED % "+AGE-").encode(), content_type=f"text/xml; charset={label}")


@pytest.mark.parametrize("label", ["ISO8859_9", "Cp1254", "SJIS", "nonsense", "hz", "utf-16"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_4_03_a_byte_order_mark_comes_before_every_label(label: str, codec: str) -> None:
    data = declared(label).replace("%s", "ığ€").encode(codec)

    assert "ığ€" in text_of(data)
    assert "ığ€" in text_of(data, f"text/xml; charset={label}")
    assert read_story(data).headline == "ığ€"


def test_4_03_the_labels_of_the_standard_mean_the_same_when_they_are_folded() -> None:
    assert {label: _folded_labels()[_folded(label)] for label in _labels()} == dict(_labels())


@pytest.mark.parametrize(
    "label", ["zlib", "idna", "unicode_escape", "rot13", "hex", "base64", "punycode", "mbcs", ""]
)
def test_4_03_what_python_calls_a_codec_is_no_label(label: str) -> None:
    assert codec_of(label) == ""
