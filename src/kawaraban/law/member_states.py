"""The Member States of the Union, as ISO 3166-1 names them everywhere, and as the yearly report does."""

from typing import Final

MEMBER_STATES: Final = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)
_EUROSTAT: Final = {"GR": "EL"}


def eurostat_code(code: str) -> str:
    """As Eurostat's glossary has it (Annex II to Regulation (EU) 2024/2835, part II, 1.2.1, F)."""
    return _EUROSTAT.get(code, code)
