"""The keys that the press itself knows; all others are words to it.

`paper` stands on every page: a change of the paper's name, rules or policy prints all again. A key that begins
with `count-` names a number that stands beside something, as "42 comments" beside a headline in a list. What shows
only the number is printed at leisure, once for several changes: nobody waits for it.
"""

PAPER_KEY = "paper"
COUNT_PREFIX = "count-"


def is_count(key: str) -> bool:
    """Whether the key names only a number."""
    return key.startswith(COUNT_PREFIX)
