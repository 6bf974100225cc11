"""What the page of triage shows: figures in words, tables, one chart."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.doors.desk.figures.assessed import assessed_days, assessed_together
from kawaraban.doors.desk.triage.agreement import (
    Agreement,
    agreement_over_time,
    ground_agreements,
    language_agreements,
    whole_agreement,
)
from kawaraban.doors.desk.triage.chart import AgreementChart, agreement_chart
from kawaraban.doors.desk.triage.sample import minutes_saved, sway_of
from kawaraban.doors.desk.triage.sample_words import MinutesWords, SwayWords, minutes_words, sway_words
from kawaraban.doors.desk.triage.words import language_words, percent_words, suspicion_words
from kawaraban.look.words import number

# A period, and in how many days each its agreement is drawn.
PERIODS = {30: 3, 90: 7, 365: 14}
DEFAULT_DAYS = 90


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One line of a table; shares in words."""

    label: str
    decided: str
    hints: str
    right: str
    refused: str
    found: str
    named: str
    order: str


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """How often model and desk said the same, in one period."""

    periods: tuple[tuple[str, str, bool], ...]
    csv_url: str
    scored: int
    unscored: int
    whole: AgreementRow
    chart: AgreementChart
    grounds: tuple[AgreementRow, ...]
    languages: tuple[AgreementRow, ...]
    sway: SwayWords
    minutes: MinutesWords


def agreement_part(*, days: int, today: date) -> AgreementPart:
    """The last days, today among them. Two queries."""
    by_day = assessed_days(today - timedelta(days=days - 1), today)
    assessed = assessed_together(by_day.values())
    return AgreementPart(
        periods=tuple((_days(period), f"?days={period}#agreement", period == days) for period in PERIODS),
        csv_url=f"{reverse('desk:triage_csv')}?days={days}",
        scored=assessed.scored,
        unscored=assessed.unscored,
        whole=_row(whole_agreement(assessed), ""),
        chart=agreement_chart(agreement_over_time(by_day, step_days=PERIODS.get(days, 7))),
        grounds=tuple(_row(each, suspicion_words(each.code)) for each in ground_agreements(assessed)),
        languages=tuple(_row(each, language_words(each.code)) for each in language_agreements(assessed)),
        sway=sway_words(sway_of(assessed)),
        minutes=minutes_words(minutes_saved(assessed)),
    )


def _days(period: int) -> str:
    return ngettext("%(number)s day", "%(number)s days", period) % {"number": number(period)}


def _row(agreement: Agreement, label: str) -> AgreementRow:
    return AgreementRow(
        label=label or _("All"),
        decided=number(agreement.decided),
        hints=number(agreement.hints),
        right=percent_words(agreement.right),
        refused=number(agreement.refused),
        found=percent_words(agreement.found),
        named=percent_words(agreement.named_right),
        order=percent_words(agreement.order),
    )
