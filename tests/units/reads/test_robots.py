import re

import pytest
from crawleruseragents import is_crawler

from kawaraban.reads.robots import EXEMPTIONS, Exemption, is_robot

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize("row", EXEMPTIONS, ids=lambda row: row.example[-24:])
def test_each_row_of_the_exceptions_is_needed_and_decides_its_example(row: Exemption) -> None:
    assert bool(is_crawler(row.example)) is not row.is_robot, "the list has learnt it: the row can go"
    assert is_robot(row.example) is row.is_robot
    assert next(one for one in EXEMPTIONS if re.search(one.pattern, row.example, re.IGNORECASE)) is row
    assert row.why


@pytest.mark.parametrize(
    "user_agent",
    [
        "",
        "-",
        "Mozilla",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Perplexity-User/1.0)",
        "Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36",
        "curl/8.5.0",
        "python-requests/2.32",
        "Go-http-client/2.0",
    ],
)
def test_programs_are_robots(user_agent: str) -> None:
    assert is_robot(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [
        FIREFOX,
        "Mozilla/5.0 (Linux; Android 10; CUBOT P40) AppleWebKit/537.36 Chrome/86.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X19 Build/PPR1) AppleWebKit/537.36 Chrome/80.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 12; HMSCore 6.1) AppleWebKit/537.36 Chrome/99.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 YaBrowser/24.10 Safari/537.36",
    ],
)
def test_browsers_and_telephones_are_not(user_agent: str) -> None:
    assert not is_robot(user_agent)
