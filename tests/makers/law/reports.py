"""Figures of a year that nobody had to live through: what the tests of the report start from."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime

from kawaraban.law.basis import Automation
from kawaraban.law.dsa.report_files import Identity
from kawaraban.law.dsa.year_counts import Appeals, Group, Measures, Notices, YearFigures
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Party

IDENTITY = Identity(
    service="The Harbour",
    provider="Harbour Press Ltd",
    published_on=date(2027, 2, 1),
    previous_on=None,
    words=["One.", "Two.", "Three.", "Four.", "Five.", "Six."],
)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def year(groups: list[Group], notices: Notices | None = None) -> YearFigures:
    illegal, terms = Measures(), Measures()
    for group in groups:
        (illegal if group.ground == Ground.ILLEGAL else terms).take(group)
    count = sum(group.count for group in groups)
    return YearFigures(
        year=2026,
        starts_at=datetime(2026, 1, 1, tzinfo=UTC),
        ends_at=datetime(2027, 1, 1, tzinfo=UTC),
        is_over=True,
        illegal=illegal,
        terms=terms,
        notices=notices or Notices(),
        appeals={party: Appeals() for party in Party},
        suspension_appeals=Appeals(),
        suspended_for_illegal=0,
        newly_restricted=0,
        all_measures=count,
        marked=0,
        by_automation=Counter({Automation.NONE.value: count}),
        own_by_automation=Counter({Automation.NONE.value: count}),
    )
