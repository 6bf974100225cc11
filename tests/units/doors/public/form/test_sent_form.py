"""The form as it was sent: what it costs is bounded by what a form may hold, not by what somebody sends."""

import random
import sys
from types import FrameType
from typing import Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

import pytest

from kawaraban.doors.public.form.sent_form import BODY_LIMIT, SentForm, read_body

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
# A form of ours, with a long comment, takes a few hundred.
FEW_CALLS = 3_000


def part(name: str, value: bytes = b"", extra: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'.encode() + value + b"\r\n"


OURS = [("thread", b"story-1"), ("name", b"Ada"), ("text", "港はいつ開くのか。".encode() * 200)]
HOSTILE = {
    "parts without number": (MULTIPART, b"".join(part(f"f{n}") for n in range(5_000)) + b"--x--\r\n"),
    "files without number": (
        MULTIPART,
        b"".join(part(f"f{n}", extra='; filename="a"') for n in range(5_000)) + b"--x--\r\n",
    ),
    "parts without a name": (MULTIPART, b"--x\r\n\r\n\r\n" * 20_000 + b"--x--\r\n"),
    "parameters without number": (
        "multipart/form-data; " + "a=b; " * 5_000 + "boundary=x", part("text") + b"--x--\r\n",
    ),
    "fields without number": (URLENCODED, b"&".join(b"f%d=%%41" % n for n in range(20_000))),
    "nothing but escapes": (URLENCODED, b"text=" + b"%41" * 80_000),
    "an escape here and there": (URLENCODED, b"text=" + b"a%41" * 60_000),
    "escapes that are none": (URLENCODED, b"text=" + b"%zz" * 80_000),
    "a name of escapes": (URLENCODED, b"%41" * 80_000 + b"=x"),
}  # fmt: skip


def calls_of(content_type: str, body: bytes) -> tuple[int, SentForm]:
    """How many functions are called while it is read: a measure that no other process disturbs."""
    count = 0

    def note(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal count
        count += 1

    read_body(content_type, body)  # what is looked up for the first time
    sys.setprofile(note)
    try:
        form = read_body(content_type, body)
    finally:
        sys.setprofile(None)
    return count, form


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (URLENCODED, b"&".join(f"{name}={quote_from_bytes(value)}".encode() for name, value in OURS)),
        (MULTIPART, b"".join(part(name, value) for name, value in OURS) + b"--x--\r\n"),
    ],
    ids=["urlencoded", "multipart"],
)
def test_a_form_of_ours_is_read(content_type: str, body: bytes) -> None:
    count, form = calls_of(content_type, body)

    assert count < FEW_CALLS
    assert form.refused is None
    assert {name: form[name].encode() for name, _value in OURS} == dict(OURS)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_form_costs_little(name: str) -> None:
    content_type, body = HOSTILE[name]
    assert len(body) <= BODY_LIMIT + 200_000

    count, _form = calls_of(content_type, body)

    assert count < FEW_CALLS


def test_escapes_are_read_as_urllib_reads_them() -> None:
    chance = random.Random(42)
    bits = [
        b"%",
        b"%4",
        b"%41",
        b"%e3%81%82",
        b"%zz",
        b"%25",
        b"=",
        b"=41",
        b"\n",
        b" ",
        b"_",
        b".",
        b"\xff",
        b"%0a",
    ]

    for _ in range(5_000):
        value = b"".join(chance.choices(bits, k=chance.randrange(1, 12)))
        form = read_body(URLENCODED, b"text=" + value)
        meant = unquote_to_bytes(value)
        try:
            assert form["text"] == meant.decode()
        except UnicodeDecodeError:
            assert form.refused is not None
