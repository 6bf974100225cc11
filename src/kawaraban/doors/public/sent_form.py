"""The form as it was sent: bytes to fields, strictly UTF-8, and nothing lost when they are not.

    sent = read_form(request)
    if sent.refused: ...            # the fields hold what could be read, so the page can give it back

Django's own parsing replaces what it cannot decode; a comment would be stored with holes. So every byte is
first read as one Latin-1 character, which loses nothing, and then decoded here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.request import UnreadablePostError

from kawaraban.comments.submission import Reason, Refused

BODY_LIMIT = 256 * 1024
# A body up to here is refused too, but read, so that the page can give the text back.
READABLE_LIMIT = 1024 * 1024

FIELDS = ("thread", "parent", "name", "text", "email", "language", "website", "confirm")
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
    if request.content_type not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        raise WrongKind(request.content_type)
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    too_large = Refused(Reason.BODY_TOO_LARGE, kilobytes=BODY_LIMIT // 1024)
    if size > READABLE_LIMIT:
        return SentForm(refused=too_large)
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError):
        return SentForm(refused=too_large)
    if b"\0" in body and request.content_type != "multipart/form-data":
        raw = _raw_fields(request, body.decode(_wide_encoding(body), "replace").encode())
        return SentForm(fields=_readable(raw), refused=Refused(Reason.NOT_UTF8))
    raw = _raw_fields(request, body)
    try:
        fields = {name: value.decode("utf-8") for name, value in raw.items()}
    except UnicodeDecodeError:
        return SentForm(fields=_readable(raw), refused=Refused(Reason.NOT_UTF8))
    return SentForm(fields=fields, refused=too_large if len(body) > BODY_LIMIT else None)


def _wide_encoding(body: bytes) -> str:
    """Which UTF-16 a body with zero bytes is in: an urlencoded one of UTF-8 has none."""
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    return "utf-16-be" if body[:1] == b"\0" else "utf-16-le"


def _raw_fields(request: HttpRequest, body: bytes) -> dict[str, bytes]:
    """The first value of each known field, as bytes. A broken or crowded body gives none."""
    try:
        if request.content_type == "multipart/form-data":
            parser = MultiPartParser(request.META, BytesIO(body), [], encoding="latin-1")
            data, _files = parser.parse()
        else:
            data = QueryDict(body, encoding="latin-1")
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
