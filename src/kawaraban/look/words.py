"""Words and numbers of a language: how the paper writes a number, a day, a moment and a script's direction.

    number(12345)            "12,345"
    moment_words(moment)     "23 November 2026, 14:05", in the paper's time zone
    direction_of("ar")       "rtl"

All of them speak the active language. Templates have the same by `{% load kawaraban %}`.
"""

from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent
from django.utils import timezone, translation

# Where Babel's formats of the bare language are not the paper's: 24 hours, day before month.
BABEL_LOCALES = {"en": "en_GB"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"})


def direction_of(language: str) -> str:
    """ "rtl" or "ltr", by the language's own script."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def babel_locale() -> Locale:
    """The active language as Babel knows it; English where Babel does not."""
    language = translation.get_language() or "en"
    try:
        return Locale.parse(BABEL_LOCALES.get(language, translation.to_locale(language)))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def number(value: int) -> str:
    """12345 -> "12,345", in the active language."""
    return str(format_decimal(value, locale=babel_locale()))


def percent(share: float) -> str:
    """.72 -> "72%", in the active language."""
    return str(format_percent(share, locale=babel_locale()))


def day_words(value: date) -> str:
    """The date in full: "23 November 2026". Of a moment it is the date in the paper's time zone."""
    day = timezone.localtime(value) if isinstance(value, datetime) else value
    return str(format_date(day, "long", locale=babel_locale()))


def moment_words(value: datetime) -> str:
    """Date and time in the paper's time zone: "23 November 2026, 14:05"."""
    locale = babel_locale()
    joint = {"ar": "، ", "ja": " ", "tr": " "}.get(locale.language, ", ")
    return f"{day_words(value)}{joint}{format_time(timezone.localtime(value), 'short', locale=locale)}"


def span_words(first: datetime, last: datetime) -> str:
    """Two days in the paper's time zone, and what is the same of them once: "23–25 Nov 2026"."""
    days = (timezone.localtime(first).date(), timezone.localtime(last).date())
    return str(format_interval(*days, skeleton="yMMMd", locale=babel_locale()))


def short_words(value: datetime) -> str:
    """Date and time for lists: "23 Nov 2026 14:05"."""
    locale = babel_locale()
    local = timezone.localtime(value)
    return f"{format_skeleton('yMMMd', local, locale=locale)} {format_time(local, 'short', locale=locale)}"
