"""The languages a page of the paper can be written in."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.utils import translation


def language_choices() -> list[tuple[str, str]]:
    """Code and own name of each: "tr", "Türkçe". A callable, so that a language more is no migration."""
    return [(code, translation.get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


def known_language(code: str) -> str:
    """The code when the paper speaks it, else the paper's own language."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def narrowed(choices: Iterable[tuple[str, str]], *, to: Collection[str]) -> list[tuple[str, str]]:
    """The choices whose code is among these, in their own order. The empty choice always stays."""
    return [(code, name) for code, name in choices if not code or code in to]
