import re

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA, is_crawler

from kawaraban.reads.robots import EXEMPTIONS, TOO_WIDE, Exemption, is_robot

WEBVIEW = (
    "Mozilla/5.0 (Linux; Android 15; {}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    " Chrome/142.0.7444.142 Mobile Safari/537.36"
)
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
        "Mozilla/5.0",
        "My New Bot",
        "ExampleFetcher/1.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36 Google-PageRenderer",
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0.0.0 Safari/537.36 Rendertron",
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0.0.0 Safari/537.36 SpeedCurve",
        "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) wkhtmltopdf Safari/538.1",
        "Mozilla/5.0 (Windows; U) seen by desk@example.org",
        "python-requests/2.32",
        "Go-http-client/2.0",
        "googlebot/2.1 (+http://www.google.com/bot.html)",
        "mediapartners-google",
        "Mozilla/5.0 (compatible; MyNewBot/1.0; +https://example.org/bot)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Bravebot/1.0; +https://search.brave.com/help)",
        f"{WEBVIEW.format('Nexus 5X Build/MMB29P')} (compatible; ExampleOther)",
        "KimiBot/1.0",
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0 Safari/537.36 Prerender (+https://github.com/prerender)",
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0 Safari/537.36 CloudflareObservatory/1.0",
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0 Safari/537.36 Splunk Synthetics",
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0 Safari/537.36 Cypress/13.6",
        "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/99.0 YottaaMonitor",
        "Fever/1.38 (Feed Parser; http://feedafever.com; Allow like Gecko)",
        "008/0.83 (http://www.advancedwebranking.com)",
        "Mozilla/5.0 (compatible; Sonic/1.0; http://crawler.example/info.html)",
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
        f"{WEBVIEW.format('CPH2655 Build/AP3A.240617.008')} Instagram 406.0.0.58.159 Android",
        f"{WEBVIEW.format('Pixel 10 Build/CP1A.260305.018')} MetaIAB Facebook",
        f"{WEBVIEW.format('TLA001 Build/QP1A.190711.020')} SogouMSE,SogouMobileBrowser/6.1.5",
        WEBVIEW.format("ViewSonic V500 Build/KVT49L"),
        WEBVIEW.format("O+ Sonic"),
        WEBVIEW.format("Fever_Plus Build/O11019"),
        WEBVIEW.format("HTC Butterfly Build/JDQ39"),
        WEBVIEW.format("Expanse"),
        WEBVIEW.format("Spider 8"),
        WEBVIEW.format("M bot 60 Build/MRA58K"),
        WEBVIEW.format("DESAY TS1008/1.0"),
        f"{WEBVIEW.format('G011A Build/N2G48H').replace('Mobile ', '')} Viber/11.9.5.8",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_4) AppleWebKit/537.36 QtWebEngine/5.6 Safari/537.36 Viber",
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Electron/39.8 Safari/537.36 Code/1.115.0",
    ],
)
def test_browsers_and_telephones_are_not(user_agent: str) -> None:
    assert not is_robot(user_agent)


def test_what_is_left_out_of_the_list_is_in_it() -> None:
    patterns = {entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA}

    assert set(TOO_WIDE) <= patterns, "the list has mended it: the row can go"
