from datetime import UTC, datetime

import pytest

from kawaraban.press.front.beacons.beacon import Beacon, BeaconVerdict
from kawaraban.reads.rule import DAY_SECONDS, FLOOD_SECONDS, ReadRule, one_way

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
HOUR = 3600.0


def beacon(
    story: str = "story-1",
    *,
    address: str = "192.0.2.7",
    user_agent: str = FIREFOX,
    purpose: str = "",
    is_staff: bool = False,
    seen: float = 10.0,
    scrolled: bool = False,
    ours: bool = True,
) -> Beacon:
    return Beacon(story, address, user_agent, purpose, is_staff, seen, scrolled, ours)


def verdict(rule: ReadRule, sent: Beacon, *, at: float = 0.0) -> BeaconVerdict:
    return rule(sent, at=at).verdict


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (beacon(), BeaconVerdict.READ),
        (beacon(seen=0.0, scrolled=True), BeaconVerdict.READ),
        (beacon(seen=9.9), BeaconVerdict.TOO_EARLY),
        (beacon(seen=0.0), BeaconVerdict.TOO_EARLY),
        (beacon(ours=False), BeaconVerdict.FOREIGN),
        (beacon(is_staff=True), BeaconVerdict.STAFF),
        (beacon(purpose="prefetch"), BeaconVerdict.PREFETCH),
        (beacon(purpose="prefetch;prerender"), BeaconVerdict.PREFETCH),
        (beacon(purpose="preview"), BeaconVerdict.PREFETCH),
        (beacon(user_agent="curl/8.5.0"), BeaconVerdict.ROBOT),
        # The first reason that fits is the one that is told.
        (beacon(ours=False, is_staff=True, user_agent="curl/8.5.0"), BeaconVerdict.FOREIGN),
        (beacon(user_agent="curl/8.5.0", seen=0.0), BeaconVerdict.ROBOT),
    ],
)
def test_each_beacon_gets_the_first_reason_that_fits(sent: Beacon, expected: BeaconVerdict) -> None:
    rule = ReadRule()

    assert verdict(rule, sent) is expected
    if expected is not BeaconVerdict.READ:
        assert verdict(rule, beacon()) is BeaconVerdict.READ  # it was not remembered


def test_the_seconds_of_a_read_are_set_by_the_knob() -> None:
    assert verdict(ReadRule(seconds=3), beacon(seen=3.0)) is BeaconVerdict.READ
    assert verdict(ReadRule(seconds=30), beacon(seen=29.0)) is BeaconVerdict.TOO_EARLY


def test_a_reader_counts_once_for_a_story_in_a_day() -> None:
    rule = ReadRule()

    assert verdict(rule, beacon(), at=0.0) is BeaconVerdict.READ
    assert verdict(rule, beacon(), at=DAY_SECONDS - 1.0) is BeaconVerdict.REPEAT
    assert verdict(rule, beacon(), at=DAY_SECONDS + 1.0) is BeaconVerdict.READ


def test_the_day_holds_over_the_change_of_the_key() -> None:
    rule = ReadRule()
    rule(beacon("story-9"), at=0.0)
    rule(beacon(), at=DAY_SECONDS - 60.0)

    assert verdict(rule, beacon(), at=DAY_SECONDS + 60.0) is BeaconVerdict.REPEAT


def test_another_reader_and_another_story_count() -> None:
    rule = ReadRule()
    rule(beacon(), at=0.0)

    assert verdict(rule, beacon("story-2"), at=1.0) is BeaconVerdict.READ
    assert verdict(rule, beacon(address="192.0.2.8"), at=1.0) is BeaconVerdict.READ
    assert verdict(rule, beacon(user_agent=FIREFOX.replace("140", "141")), at=1.0) is BeaconVerdict.READ


def test_an_ipv6_household_is_one_reader() -> None:
    rule = ReadRule()
    rule(beacon(address="2001:db8:1:2:aaaa::1"), at=0.0)

    assert verdict(rule, beacon(address="2001:db8:1:2:bbbb::2"), at=1.0) is BeaconVerdict.REPEAT
    assert verdict(rule, beacon(address="2001:db8:1:3::1"), at=1.0) is BeaconVerdict.READ


def test_an_address_in_the_clothes_of_the_newer_kind_is_the_same_network() -> None:
    rule = ReadRule()
    rule(beacon(address="192.0.2.7"), at=0.0)

    assert verdict(rule, beacon(address="::ffff:192.0.2.7")) is BeaconVerdict.REPEAT
    assert verdict(rule, beacon(address="::ffff:192.0.2.8")) is BeaconVerdict.READ


def test_the_memory_of_readers_is_bounded() -> None:
    rule = ReadRule(most_of_network=0, most_readers=30)

    for number in range(200):
        rule(beacon(f"story-{number}"), at=0.0)
        rule(beacon(address=f"192.0.2.{number}"), at=0.0)

    assert sum(len(generation.seen) for generation in rule._generations) <= 30
    assert sum(len(generation.readers) for generation in rule._generations) <= 30


def test_a_flood_from_one_network_is_told_apart_until_the_ten_minutes_are_over() -> None:
    rule = ReadRule(most_of_network=3)
    sent = [verdict(rule, beacon(user_agent=f"{FIREFOX} {number}")) for number in range(5)]

    assert sent == [BeaconVerdict.READ] * 3 + [BeaconVerdict.FLOOD] * 2
    assert verdict(rule, beacon(address="192.0.2.8")) is BeaconVerdict.READ
    assert verdict(rule, beacon(user_agent=f"{FIREFOX} 9"), at=FLOOD_SECONDS) is BeaconVerdict.READ


def test_devices_of_one_ipv6_network_are_one_flood() -> None:
    rule = ReadRule(most_of_network=1)

    assert verdict(rule, beacon(address="2001:db8::1")) is BeaconVerdict.READ
    assert verdict(rule, beacon("story-2", address="2001:db8::2")) is BeaconVerdict.FLOOD


def test_without_a_bound_there_is_no_flood() -> None:
    rule = ReadRule(most_of_network=0)

    assert {verdict(rule, beacon(f"story-{number}")) for number in range(500)} == {BeaconVerdict.READ}


def test_a_reader_has_one_mark_for_each_story_and_one_for_the_paper_each_given_once_a_day() -> None:
    rule = ReadRule()
    at = MIDNIGHT + 12 * HOUR

    first, second, again = (
        rule(beacon("story-1"), at=at),
        rule(beacon("story-2"), at=at),
        rule(beacon("story-1"), at=at + HOUR),
    )

    assert None not in (first.story_mark, first.paper_mark, second.story_mark)
    assert len({first.story_mark, first.paper_mark, second.story_mark}) == 3
    assert second.paper_mark is None
    assert (again.verdict, again.story_mark, again.paper_mark) == (BeaconVerdict.REPEAT, None, None)


def test_who_comes_back_after_midnight_is_no_read_and_yet_a_reader_of_the_new_day_under_another_mark() -> (
    None
):
    rule = ReadRule()
    evening = rule(beacon(), at=MIDNIGHT - HOUR)

    morning = rule(beacon(), at=MIDNIGHT + HOUR)
    noon = rule(beacon(), at=MIDNIGHT + 12 * HOUR)
    night = rule(beacon(), at=MIDNIGHT + 23.5 * HOUR)

    assert morning.verdict is BeaconVerdict.REPEAT
    assert morning.story_mark not in {None, evening.story_mark}
    assert morning.paper_mark not in {None, evening.paper_mark}
    assert (noon.verdict, noon.story_mark) == (BeaconVerdict.REPEAT, None)
    assert (night.verdict, night.story_mark) == (
        BeaconVerdict.READ,
        None,
    )  # 24 hours are over, the day is not


def test_the_day_ends_at_the_midnight_of_the_paper() -> None:
    rule = ReadRule(zone_name=lambda: "Asia/Tokyo")  # nine hours ahead
    before = rule(beacon(), at=MIDNIGHT - 10 * HOUR)

    assert rule(beacon(), at=MIDNIGHT - 9.5 * HOUR).story_mark is None
    assert rule(beacon(), at=MIDNIGHT - 8.5 * HOUR).story_mark not in {None, before.story_mark}


@pytest.mark.parametrize("name", ["", "No/Where", "../etc/passwd"])
def test_a_zone_that_nobody_knows_is_utc(name: str) -> None:
    rule = ReadRule(zone_name=lambda: name)
    rule(beacon(), at=MIDNIGHT - 60)

    assert rule(beacon(), at=MIDNIGHT - 30).story_mark is None
    assert rule(beacon(), at=MIDNIGHT + 30).story_mark is not None


def test_two_rules_know_nothing_of_each_other() -> None:
    assert ReadRule()(beacon(), at=0.0).story_mark != ReadRule()(beacon(), at=0.0).story_mark


@pytest.mark.parametrize("built_with", [("siphash13", 64), ("siphash24", 64), ("fnv", 64), ("siphash13", 32)])
def test_a_mark_has_64_bits_and_another_key_makes_another_whatever_python_was_built_with(
    built_with: tuple[str, int],
) -> None:
    hashed = one_way(*built_with)

    marks = {hashed(f"{key}reader\0story-1") for key in ("a" * 64, "b" * 64)}

    assert len(marks) == 2
    assert all(-(2**63) <= mark < 2**63 for mark in marks)
    assert hashed("a" * 64) == hashed("a" * 64)
    assert (hashed is hash) == (built_with[0].startswith("siphash") and built_with[1] == 64)
