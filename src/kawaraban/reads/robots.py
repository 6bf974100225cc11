"""Who is a program and who is not: the list of the crawler-user-agents package, and our exceptions to it.

The table is read from top to bottom and the first row that fits decides; when none fits, the list does. Every
row has an example that the list alone would judge the other way, and a test that it is still so: a row that
the list has learnt must go.

The list is loaded for the first name that it decides. The front asks it; who only knows the rule does not pay for it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Exemption:
    """One row: who names itself like `pattern` is a robot or is not, whatever the list says."""

    pattern: str  # searched without regard to case
    is_robot: bool
    why: str
    example: str


_IPHONE: Final = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"

EXEMPTIONS: Final = (
    Exemption(r"^\s*\S{0,9}\s*$", True, "no name, or hardly one: every browser has a longer one", "Mozilla"),
    Exemption(
        r"applewebkit/.* mobile(?: safari)?/\S+ viber\b",
        False,
        "a person who opens a link in the messenger; the list means its preview of links",
        f"{_IPHONE} Viber/24.1",
    ),
    Exemption(
        r"applewebkit/.* mobile(?: safari)?/\S+ (?:newsblur|feedbin|feedly)",
        False,
        "a person who opens a story in a feed reader's own browser; the list means the fetching of the feed",
        f"{_IPHONE} NewsBlur/13.2",
    ),
    Exemption(
        r"\b(?:selenium|puppeteer)\b", True, "steered by a program", "Mozilla/5.0 (compatible; puppeteer)"
    ),
    Exemption(r"^java/", True, "a programming language's own client", "Java/17.0.11"),
    Exemption(r"^ruby\b", True, "the same", "Ruby/3.3 net-http"),
    Exemption(r"^php/", True, "the same", "PHP/8.3.6 streams"),
    Exemption(r"^perl/", True, "the same", "perl/5.38 HTTP::Tiny"),
    Exemption(r"^dart/", True, "the same", "Dart/3.2 (dart:io)"),
    Exemption(r"^(?:node|undici|deno|bun)\b", True, "the same", "undici/6.19.2 fetch"),
)
_ROWS: Final = tuple((re.compile(row.pattern, re.IGNORECASE), row.is_robot) for row in EXEMPTIONS)


@lru_cache(maxsize=4096)
def is_robot(user_agent: str) -> bool:
    """Whether a program sent this, by the name it gives itself. One without a name is one."""
    for pattern, verdict in _ROWS:
        if pattern.search(user_agent):
            return verdict
    from crawleruseragents import is_crawler

    return bool(is_crawler(user_agent))
