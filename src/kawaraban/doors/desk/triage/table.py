"""Agreement with the desk as a file: for each day, language and ground, how often which said what."""

import csv
import io
from collections.abc import Mapping
from datetime import date

from kawaraban.doors.desk.figures.assessed import Assessed
from kawaraban.doors.desk.triage.agreement import ground_agreements, of_language

# The names stand in spreadsheets that people keep: they are frozen.
COLUMNS = (
    "day",
    "language",
    "ground",
    "suspected",
    "suspected_and_not_published",
    "not_published",
    "not_published_and_suspected",
    "not_published_and_suspected_of_it",
)


def agreement_csv(days: Mapping[date, Assessed]) -> str:
    """The first day first. A ground is a code of the policy, "*" where none is named."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for day, assessed in sorted(days.items()):
        for language in sorted({key[0] for key in assessed.pairs}):
            for each in ground_agreements(of_language(assessed, language)):
                counts = (each.hints, each.refused_hints, each.refused, each.foreseen, each.named)
                writer.writerow([day.isoformat(), language, each.code, *counts])
    return lines.getvalue()
