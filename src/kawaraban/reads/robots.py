"""Who is a program and who is not: our own table first, then the list of the crawler-user-agents package.

The table is read from top to bottom and the first row that fits decides; when none fits, the list does, without those
of its patterns that are also the name of a telephone or a browser. Every row has an example that the list alone would
judge the other way, and a test that it is still so: a row that the list has learnt must go.

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
    Exemption(
        r"^\s*(?:\S{0,9}|mozilla/\d\.\d)\s*$",
        True,
        "no name, or hardly one: every browser has a longer one",
        "Mozilla/5.0",
    ),
    Exemption(
        r"applewebkit/.* viber\b",
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
    Exemption(
        r"bots?[/-]|^[^\s(]*bot\b", True, "names itself a bot; telephones by CUBOT do not", "examplebot 2"
    ),
    Exemption(
        r"^(?!mozilla|opera|dalvik).*\bbots?\b",
        True,
        "the same in words; browsers begin otherwise, whatever the telephone is called",
        "My New Bot",
    ),
    Exemption(
        r"[\w.-]@[a-z-]+\.[a-z]{2,}",
        True,
        "leaves an address for mail",
        "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/99.0 (reader@example.org)",
    ),
    Exemption(
        r"robot|crawl|scrap(?:er|ing|y)|spider(?! \d)",
        True,
        "says what it does; a telephone is called Spider 8",
        "ExampleCrawl 1.0 (Linux)",
    ),
    Exemption(
        r"https?://(?!bsalsa\.)",
        True,
        "leaves an address for complaints; an old toolbar does as well",
        "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/99.0 (+https://example.org/about-us)",
    ),
    Exemption(
        r"like gecko; compatible;|safari/\S+ \(compatible;|^mozilla/5\.0 \(compatible; (?!msie|konqueror|u;|\w?browse)",
        True,
        "how programs that render pages name themselves behind a browser's name",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ExampleAI-Index/1.0) Chrome/139 Safari/537.36",
    ),
    Exemption(
        r"headless|synthetic|monitor|prerender|phantomjs|cypress|observatory|validat|archiver|preview",
        True,
        "renders pages for somebody who does not look at them",
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0 Safari/537.36 datadogsynthetics",
    ),
    Exemption(
        r"pinger|health-?check|link-?check|page-?render|rendertron|webdriver|jsdom|htmlunit|wkhtmlto|weasyprint|indexer"
        r"|fetcher",
        True,
        "says that it looks, draws or fetches for somebody else",
        "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/25.0.1",
    ),
    Exemption(
        r"debugbear|speedcurve|webpagetest|pa11y|siteimprove|applitools|browsertrix|novaact|kube-probe|postmanruntime",
        True,
        "a tool that opens pages, by its name",
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0 Safari/537.36 DebugBear",
    ),
    Exemption(
        r"gomez|yottaa|site24x7|dejaclick|mediapartners-google|(?<![a-z_])[a-z]*agent/\d",
        True,
        "the same, by the name of its maker",
        "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0.0.0 Safari/537.36 GomezAgent/3.0",
    ),
    Exemption(
        r"chatgpt-|mistralai|deepseek-?(?:bot|user)|\bxai-|google-?agent|google-gemini",
        True,
        "reads for a machine that answers in our place",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/139.0.0.0 Safari/537.36 ChatGPT-Browser",
    ),
    Exemption(r"^java/", True, "a programming language's own client", "Java/17.0.11"),
    Exemption(r"^ruby\b", True, "the same", "Ruby/3.3 net-http"),
    Exemption(r"^php/", True, "the same", "PHP/8.3.6 streams"),
    Exemption(r"^perl/", True, "the same", "perl/5.38 HTTP::Tiny"),
    Exemption(r"^dart/", True, "the same", "Dart/3.2 (dart:io)"),
    Exemption(r"^(?:node|undici|deno|bun)\b", True, "the same", "undici/6.19.2 fetch"),
)
# Patterns of the list that are also the name of a telephone, of its system or of a browser; each with a name of the
# program that is meant where the rows above do not know it by themselves.
TOO_WIDE: Final = {
    r"AP3A\.240617\.008": None,  # a build of Android 15 on telephones of many makers
    "MetaIAB Facebook": None,  # the browser inside the Facebook app
    "Sogou": None,  # a browser for telephones, too
    "Sonic": r"\bSonic/\d",  # ViewSonic, Cherry Sonic, a Slack for Windows
    "Fever": r"^Fever/",  # Fever Plus, a tablet
    "Butterfly": r"\bButterfly/\d",  # HTC Butterfly
    "Expanse": r"^Expanse, ",  # a telephone
    "Fluid": None,  # turns a site into a program of its own, for a person
    r"Fetch\/": r"\bFetch/",  # MozacFetch: Firefox on Android
    r"008\/": r"\b008/",  # the end of many a model's number
    r"Code\/1\.": None,  # an editor with a browser in it
    r"Trae\/": None,  # the same
}
_CHUNK: Final = 25
_ROWS: Final = tuple((re.compile(row.pattern, re.IGNORECASE), row.is_robot) for row in EXEMPTIONS)


@lru_cache(maxsize=4096)
def is_robot(user_agent: str) -> bool:
    """Whether a program sent this, by the name it gives itself. One without a name is one."""
    for pattern, verdict in _ROWS:
        if pattern.search(user_agent):
            return verdict
    return any(pattern.search(user_agent) for pattern in _listed())


@lru_cache(maxsize=1)
def _listed() -> tuple[re.Pattern[str], ...]:
    """The patterns of the list, some in one, as far as they mean programs alone. They look at case."""
    from crawleruseragents import CRAWLER_USER_AGENTS_DATA

    known = (TOO_WIDE.get(entry["pattern"], entry["pattern"]) for entry in CRAWLER_USER_AGENTS_DATA)
    patterns = [pattern for pattern in known if pattern]
    return tuple(
        re.compile("|".join(patterns[place : place + _CHUNK])) for place in range(0, len(patterns), _CHUNK)
    )
