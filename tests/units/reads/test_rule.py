import pytest

from kawaraban.press.beacons import Beacon, Verdict
from kawaraban.reads.rule import DAY_SECONDS, ReadRule, is_robot

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def beacon(
    story: str = "story-1",
    *,
    address: str = "192.0.2.7",
    user_agent: str = FIREFOX,
    purpose: str = "",
    is_staff: bool = False,
) -> Beacon:
    return Beacon(story, address, user_agent, purpose, is_staff)


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


def test_a_reader_counts_once_for_a_story_in_a_day() -> None:
    rule = ReadRule()

    assert rule(beacon(), at=0.0) is Verdict.READ
    assert rule(beacon(), at=DAY_SECONDS - 1.0) is Verdict.REPEAT
    assert rule(beacon(), at=DAY_SECONDS + 1.0) is Verdict.READ


def test_the_day_holds_over_the_change_of_the_key() -> None:
    rule = ReadRule()
    rule(beacon("story-9"), at=0.0)
    rule(beacon(), at=DAY_SECONDS - 60.0)

    assert rule(beacon(), at=DAY_SECONDS + 60.0) is Verdict.REPEAT


def test_another_reader_and_another_story_count() -> None:
    rule = ReadRule()
    rule(beacon(), at=0.0)

    assert rule(beacon("story-2"), at=1.0) is Verdict.READ
    assert rule(beacon(address="192.0.2.8"), at=1.0) is Verdict.READ
    assert rule(beacon(user_agent=FIREFOX.replace("140", "141")), at=1.0) is Verdict.READ


def test_an_ipv6_household_is_one_reader() -> None:
    rule = ReadRule()
    rule(beacon(address="2001:db8:1:2:aaaa::1"), at=0.0)

    assert rule(beacon(address="2001:db8:1:2:bbbb::2"), at=1.0) is Verdict.REPEAT
    assert rule(beacon(address="2001:db8:1:3::1"), at=1.0) is Verdict.READ


def test_staff_and_what_was_fetched_in_advance_do_not_count_and_are_not_remembered() -> None:
    rule = ReadRule()

    assert rule(beacon(is_staff=True), at=0.0) is Verdict.STAFF
    assert rule(beacon(purpose="prefetch;prerender"), at=0.0) is Verdict.ROBOT
    assert rule(beacon(), at=0.0) is Verdict.READ


def test_the_memory_of_readers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kawaraban.reads.rule.MOST_READERS", 10)
    rule = ReadRule()

    for number in range(100):
        rule(beacon(f"story-{number}"), at=0.0)

    assert sum(len(generation.seen) for generation in rule._generations) <= 10
