"""The Member States of the Union, and how Eurostat's glossary calls them."""

# ISO 3166-1.
_MEMBER_STATES = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)
_EUROSTAT = {"GR": "EL"}


def is_member_state(code: str) -> bool:
    """Whether this is one (ISO 3166-1)."""
    return code in _MEMBER_STATES


def eurostat_code(code: str) -> str:
    """What the yearly report calls it (Annex II, part II, 1.2.1, F)."""
    return _EUROSTAT.get(code, code)
