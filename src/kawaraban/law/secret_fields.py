"""Columns that are of no use to whoever reads the database: they are written under a key of the data directory.

    token = SecretTokenField(unique=True, default=new_token)     # Notice.objects.get(token="Xk3v...") finds its row
    body = SecretTextField()                                     # reads and writes like any text

Code sees the clear text; the table holds none. A token can be looked up as a whole and in no other way; a text not at
all. To migrations they are a CharField and a TextField: what is in the table is no matter of its shape.
"""

from typing import Any

from django.conf import settings
from django.db import models

from kawaraban.kit.enciphering import decipher, encipher, opened, sealed
from kawaraban.kit.signing import derived_key

# Every text of Fernet begins so, and no mail does.
_ENCIPHERED = "gAAAAA"
# What the look-up of text that is no token compares with. No row is kept under it.
_NO_TOKEN = "-"  # noqa: S105


def sealed_token(token: str) -> str:
    """As the table keeps it; for statements that are written by hand."""
    return sealed(token, _key("token")) or _NO_TOKEN


def opened_token(seal: str) -> str:
    """The token of a row that such a statement has read."""
    return opened(seal, _key("token"))


def sealed_text(text: str) -> str:
    """A text as the table keeps it. None is none."""
    return encipher(text, _key("text")) if text else ""


def opened_text(kept: str) -> str:
    """The text again; of a row of before, as it is."""
    return decipher(kept, _key("text")) if kept.startswith(_ENCIPHERED) else kept


class SecretTokenField(models.CharField):  # type: ignore[type-arg]
    """A token of `kit.ids.new_token`. Another text raises ValueError when it is to be kept, and finds nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 32, "editable": False, **options})

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def from_db_value(self, value: str | None, *_more: Any) -> str | None:
        return value if value is None else opened_token(value)

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else sealed_token(str(value))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        kept = super().get_db_prep_save(value, connection)
        if kept == _NO_TOKEN:
            raise ValueError("only a token of new_token can be kept")
        return kept


class SecretTextField(models.TextField):  # type: ignore[type-arg]
    """Any text. Only "" can be asked for."""

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options

    def from_db_value(self, value: str | None, *_more: Any) -> str | None:
        return value if value is None else opened_text(value)

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else sealed_text(str(value))


def _key(purpose: str) -> bytes:
    return derived_key(settings.SECRET_KEY, f"kept {purpose}")
