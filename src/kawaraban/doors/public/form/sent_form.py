"""The form as it was sent: bytes to fields, strictly UTF-8, and nothing lost when they are not.

    sent = read_form(request)
    if sent.refused: ...            # the fields hold what could be read, so the page can give it back

Django's own parsing replaces what it cannot decode; a comment would be stored with holes. So fields are taken apart
as bytes and decoded here.
"""

import re
from binascii import a2b_qp
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.http import parse_header_parameters

from kawaraban.comments.submission import Reason, Refused

BODY_LIMIT = 256 * 1024
# A body up to here is refused too, but read, so that the page can give the text back.
READABLE_LIMIT = 1024 * 1024

FIELDS = ("thread", "parent", "name", "text", "email", "language", "website", "confirm", "nonce", "asked")
_URLENCODED: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
# Our form has ten. More fields make work, and no comment.
_MOST_FIELDS: Final = 64
_LONGEST_NAME: Final = 64
_LONGEST_KIND: Final = 300
_NO_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_NAMES: Final = {name.encode(): name for name in FIELDS}
# What an old program most likely meant in this language when its bytes are not UTF-8.
_OLD_ENCODINGS = {"tr": "cp1254", "ja": "cp932", "ar": "cp1256"}


class WrongKind(Exception):
    """The body is neither of the two kinds that HTML forms send."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """Fields that were not sent are empty. `refused`: why the form cannot be taken, whatever it says."""

    fields: Mapping[str, str] = field(default_factory=dict)
    refused: Refused | None = None

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


def read_form(request: HttpRequest) -> SentForm:
    """The fields of FIELDS. Raises WrongKind; everything else that is wrong stands in `refused`."""
    _check_kind(request.META.get("CONTENT_TYPE", ""))
    if int(request.META.get("CONTENT_LENGTH") or 0) > READABLE_LIMIT:
        return SentForm(refused=_too_large())
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError):
        return SentForm(refused=_too_large())
    return read_body(request.META.get("CONTENT_TYPE", ""), body)


def read_body(content_type: str, body: bytes) -> SentForm:
    """The same of a body that is there, with the Content-Type that it was sent under."""
    kind = _check_kind(content_type)
    if len(body) > READABLE_LIMIT:
        return SentForm(refused=_too_large())
    if kind == _MULTIPART:
        raw = _parts(content_type, body)
    elif b"\0" in body:
        raw = _pairs(body.decode(_wide_encoding(body), "replace").encode())
        return SentForm(fields=_readable(raw), refused=Refused(Reason.NOT_UTF8))
    else:
        raw = _pairs(body)
    try:
        fields = {name: value.decode("utf-8") for name, value in raw.items()}
    except UnicodeDecodeError:
        return SentForm(fields=_readable(raw), refused=Refused(Reason.NOT_UTF8))
    return SentForm(fields=fields, refused=_too_large() if len(body) > BODY_LIMIT else None)


def _check_kind(content_type: str) -> str:
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in {_URLENCODED, _MULTIPART}:
        raise WrongKind(kind)
    return kind


def _too_large() -> Refused:
    return Refused(Reason.BODY_TOO_LARGE, kilobytes=BODY_LIMIT // 1024)


def _wide_encoding(body: bytes) -> str:
    """Which UTF-16 a body with zero bytes is in: an urlencoded one of UTF-8 has none."""
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    return "utf-16-be" if body[:1] == b"\0" else "utf-16-le"


def _pairs(body: bytes) -> dict[str, bytes]:
    """The first value of each known field of an urlencoded body, as bytes. A crowded one gives none."""
    if body.count(b"&") >= _MOST_FIELDS:
        return {}
    raw: dict[str, bytes] = {}
    for pair in body.split(b"&"):
        name, _, value = pair.partition(b"=")
        if len(name) > _LONGEST_NAME:
            continue
        field_name = _NAMES.get(name) or _unquoted(name).decode("latin-1")
        if field_name in FIELDS and field_name not in raw:
            raw[field_name] = _unquoted(value) if value else b""
    return raw


def _unquoted(value: bytes) -> bytes:
    """The bytes that are meant. Of a text in Japanese every byte is escaped, and a hostile form is nothing else."""
    plain = value.replace(b"+", b" ")
    if b"%" not in plain:
        return plain
    # As urllib's unquote_to_bytes, but in C: the escapes of quoted-printable are those of a form with another sign.
    escaped = _NO_ESCAPE.sub(b"%25", plain)
    return a2b_qp(escaped.replace(b"=", b"=3D").replace(b"%", b"="))


def _parts(content_type: str, body: bytes) -> dict[str, bytes]:
    """The same of a multipart body. A broken or crowded one gives none.

    Django's parser replaces what it cannot decode; so every byte is read as one Latin-1 character, which loses
    nothing.
    """
    if len(content_type) > _LONGEST_KIND:
        return {}
    _kind, parameters = parse_header_parameters(content_type)
    boundary = parameters.get("boundary", "").encode("latin-1", "replace")
    if body.count(b"--" + boundary) > _MOST_FIELDS + 1:
        return {}
    said = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}
    try:
        data, _files = MultiPartParser(said, BytesIO(body), [], encoding="latin-1").parse()
    except (MultiPartParserError, SuspiciousOperation):
        return {}
    return {name: data.getlist(name)[0].encode("latin-1") for name in FIELDS if name in data}


def _readable(raw: Mapping[str, bytes]) -> dict[str, str]:
    """The best guess at fields that are not UTF-8: for showing them to their sender, never for storing them."""
    language = raw.get("language", b"").decode("ascii", "ignore") or settings.LANGUAGE_CODE
    return {name: _guess(value, _OLD_ENCODINGS.get(language, "cp1252")) for name, value in raw.items()}


def _guess(value: bytes, old_encoding: str) -> str:
    if value[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return value.decode("utf-16", "replace")
    for encoding in ("utf-8", old_encoding):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode("utf-8", "replace")
