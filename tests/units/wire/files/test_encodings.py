"""Bytes as browsers read them: labels, their order, and bytes that do not fit."""

import gzip

import pytest
from tests.makers.wire import read_story

from kawaraban.wire.errors import WireError
from kawaraban.wire.files.encodings import codec_of, text_of
from kawaraban.wire.files.unpacking import unpacked
from kawaraban.wire.reading import SIZE_LIMIT, read_delivery


def declared(label: str, body: bytes) -> bytes:
    return b'<?xml version="1.0" encoding="%s"?><rss><channel><title>W</title><item><guid>g</guid><title>' % (
        label.encode()
    ) + b"%s</title><description>%s</description></item></channel></rss>" % (body, body)


@pytest.mark.parametrize(
    ("label", "codec", "words"),
    [
        ("Shift_JIS", "cp932", "髙島 ① 第Ⅲ回～"), ("Windows-31J", "cp932", "日本語"), ("x-sjis", "cp932", "日本語"),
        ("gb2312", "gbk", "朱镕基"), ("GBK", "gb18030", "㐀"), ("x-gbk", "gbk", "朱镕基"), ("euc-kr", "cp949", "똠방"),
        ("ks_c_5601-1987", "cp949", "똠방"), ("us-ascii", "cp1252", "café “x”"), ("iso-8859-1", "cp1252", "café “x” €"),
        ("latin1", "cp1252", "café"), ("iso-8859-9", "cp1254", "Şişli “ığ”"), ("windows-874", "cp874", "ข่าว"),
        ("tis-620", "cp874", "ข่าว"), ("Big5-HKSCS", "big5hkscs", "香港喺"), ("Big5", "big5hkscs", "喺"),
        ("iso-8859-8-i", "iso8859-8", "שלום"), ("ibm866", "cp866", "Привет"),
        ("x-mac-cyrillic", "mac-cyrillic", "Привет"),
        ("koi8-u", "koi8-u", "Їжак"), ("windows-1256", "cp1256", "مرفأ"), ("macintosh", "mac-roman", "é"),
        ("UTF8", "utf-8", "ığ"), ("utf-16", "utf-8", "ığ"),
    ],
)  # fmt: skip
def test_a_label_means_what_browsers_read(label: str, codec: str, words: str) -> None:
    story = read_story(declared(label, words.encode(codec)))

    assert story.headline == words


def test_the_signs_of_windows_are_read_in_japanese_mail_and_unix_encodings() -> None:
    assert read_story(declared("euc-jp", b"\xad\xa1\xfc\xe2\xc5\xec")).headline == "①髙東"
    assert read_story(declared("iso-2022-jp", b"\x1b$B-!El\x1b(B")).headline == "①東"
    assert read_story(declared("big5", b"\xa3\xe1")).headline == "€"
    assert read_story(declared("gbk", b"\x80")).headline == "€"


@pytest.mark.parametrize(
    "codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "utf-32-le", "utf-32-be", "utf-32"]
)
def test_utf_16_is_known_without_a_mark_and_every_mark_is_known(codec: str) -> None:
    feed = "<rss><channel><item><guid>g</guid><title>Şişli</title></item></channel></rss>"
    text = f'<?xml version="1.0" encoding="utf-16"?>{feed}'

    assert read_story(text.encode(codec)).headline == "Şişli"


@pytest.mark.parametrize(
    ("data", "content_type", "words"),
    [
        ("ığ".encode("cp1254"), 'text/xml; charset="Windows-1254"', "ığ"),
        (declared("ISO-8859-9", "ığş".encode()), "text/xml; charset=utf-8", "ığş"),
        ("ığ".encode("utf-8-sig"), "text/xml; charset=iso-8859-1", "ığ"),
        ("ığ".encode(), "text/xml; charset=nonsense", "ığ"),
        ("ığ".encode(), "text/xml; charset=utf-16", "ığ"),
        ("ığ".encode(), "text/xml", "ığ"),
    ],
)
def test_the_mark_comes_before_the_header_and_the_header_before_the_declaration(
    data: bytes, content_type: str, words: str
) -> None:
    assert words in text_of(data, content_type)


def test_a_few_strange_bytes_become_one_sign_and_the_editor_is_told() -> None:
    story = read_story(declared("utf-8", b"caf\xe9 noir"))

    assert story.headline == "caf\ufffd noir"
    assert "A character could not be read: look for “\ufffd”" in story.notes


@pytest.mark.parametrize(("label", "name"), [("utf-8", "UTF-8"), ("sjis", "Shift_JIS"), ("euc-kr", "EUC-KR")])
def test_many_of_them_are_another_encoding_and_the_line_is_named_without_a_codec(
    label: str, name: str
) -> None:
    with pytest.raises(WireError) as refusal:
        read_delivery(declared(label, b"\n" + b"\x81 " * 30))

    assert str(refusal.value) == f"The file is not {name} in line 2."


def test_one_control_character_does_not_cost_the_file() -> None:
    assert read_story(declared("utf-8", b"A\x0bB&#11;C&#x1F;D")).headline == "ABCD"


def test_labels_are_read_in_any_case_and_what_is_none_is_none() -> None:
    assert (codec_of(" GB2312 "), codec_of("zlib"), codec_of("idna"), codec_of("unicode_escape")) == (
        "gb18030", "", "", "",
    )  # fmt: skip


def test_a_packed_file_is_unpacked_and_a_bomb_is_not() -> None:
    assert read_story(gzip.compress(declared("utf-8", b"x"))).headline == "x"
    assert read_story(gzip.compress(declared("utf-8", b"x")) + b"\x00" * 9).headline == "x"
    with pytest.raises(WireError, match="larger than 10 MB"):
        read_delivery(gzip.compress(b"<rss>" + b" " * (20 * SIZE_LIMIT)))
    with pytest.raises(WireError, match="cannot be unpacked"):
        read_delivery(gzip.compress(declared("utf-8", b"x"))[:-9])


def test_unpacking_stops_at_the_limit() -> None:
    assert len(unpacked(gzip.compress(b"x" * 1_000_000), 1000)) == 1001
    assert len(unpacked(gzip.compress(b"") * 100_000 + gzip.compress(b"x"), 1000)) == 0
