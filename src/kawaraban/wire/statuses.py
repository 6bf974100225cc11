"""What an agency says of an item's standing, in one spelling: a kill must not be lost over a letter or a prefix.

status_of("stat:Cancelled") -> "canceled"
status_of("http://cv.iptc.org/newscodes/pubstatusg2/withheld") -> "withheld"
"""

import regex

CANCELED, WITHHELD = "canceled", "withheld"
WITHDRAWN = (CANCELED, WITHHELD)  # the worse first
_SPELLINGS = {
    "cancelled": CANCELED, "cancel": CANCELED, "kill": CANCELED, "killed": CANCELED, "withdrawn": CANCELED,
    "withdraw": CANCELED, "retracted": CANCELED, "retract": CANCELED, "deleted": CANCELED, "delete": CANCELED,
    "withhold": WITHHELD, "hold": WITHHELD, "held": WITHHELD,
}  # fmt: skip
_BEFORE = regex.compile(r"[:/#]")


def status_of(stated: str) -> str:
    """As the IPTC spells it; a word that nobody knows as it is, in small letters and without its scheme."""
    bare = _BEFORE.split(stated.strip().lower().rstrip("/"))[-1].strip()
    return _SPELLINGS.get(bare, bare)
