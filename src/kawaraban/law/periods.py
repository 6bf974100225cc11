"""Periods of the law, in days; without Django, so that the knobs are held against them."""

from typing import Final

# Six months, counted so that nobody loses a day by the length of a month (as Art. 20(1) DSA has it for platforms).
APPEAL_DAYS: Final = 184
