"""Shares, spans and languages as the page of triage writes them, in the active language."""

from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kawaraban.doors.desk.figures.assessed import UNNAMED
from kawaraban.doors.desk.triage.measures import Estimate
from kawaraban.law.policy.wording import ground_label
from kawaraban.look.words import babel_locale

# What stands where there are too few to say.
TOO_FEW = "–"


def percent_words(value: float | None) -> str:
    """.834 -> "83%"."""
    return TOO_FEW if value is None else str(format_percent(value, locale=babel_locale()))


def tenths_words(value: float) -> str:
    """12.34 -> "12.3"."""
    return str(format_decimal(value, format="#,##0.0", locale=babel_locale()))


def whole_words(value: float) -> str:
    """-1234.4 -> "-1,234"."""
    return str(format_decimal(round(value), locale=babel_locale()))


def points_words(interval: Estimate) -> str:
    """Of a difference of two shares, in percentage points: "4.2, between −1.0 and 9.4"."""
    return _("%(value)s, between %(low)s and %(high)s") % {
        "value": tenths_words(100 * interval.value),
        "low": tenths_words(100 * interval.low),
        "high": tenths_words(100 * interval.high),
    }


def language_words(code: str) -> str:
    """The language's name; of one that nobody knows its code."""
    if not code:
        return pgettext("language of a comment", "not known")
    return str(babel_locale().languages.get(code, code))


def suspicion_words(code: str) -> str:
    """The ground's name; of a suspicion that no ground explains, that it is so."""
    return pgettext("a ground", "not named") if code == UNNAMED else ground_label(code)
