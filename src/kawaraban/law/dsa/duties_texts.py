"""The free texts of the duties that readers see, each in their language where the publisher wrote it.

    text_for(duties, "other_means", "tr")     # DutyText("Hafta içi +44 20 7946 0018", "tr"), else the paper's own words

The fields of `Duties` hold the words of the paper's own language; `Duties.translations` those of the others. The codes
are stored: they are frozen.
"""

from dataclasses import dataclass

from django.conf import settings

from kawaraban.law.models import Duties

# By code, in the order of the pages: those of the columns, then those of the words of the report.
COLUMNS = (
    "other_means",
    "languages",
    "postal_address",
    "representative",
    "data_protection",
    "supervisory_authority",
    "server_log",
)
WORDS = ("own_initiative", "automated_means")
TEXTS = (*COLUMNS, *WORDS)


@dataclass(frozen=True, slots=True)
class DutyText:
    """Words and the language in which they are. Without words it is false."""

    words: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.words)


def text_for(duties: Duties, code: str, language: str) -> DutyText:
    """What a reader of this language gets: theirs, else the paper's own."""
    theirs = duties.translations.get(language, {}).get(code, "") if language != settings.LANGUAGE_CODE else ""
    if theirs:
        return DutyText(theirs, language)
    own = getattr(duties, code) if code in COLUMNS else duties.words.get(code, "")
    return DutyText(own, settings.LANGUAGE_CODE)


def texts_for(duties: Duties, language: str) -> dict[str, DutyText]:
    """All of them by code."""
    return {code: text_for(duties, code, language) for code in TEXTS}


def other_languages() -> list[str]:
    """The languages of the paper without its own."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
