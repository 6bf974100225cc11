import re
from dataclasses import replace
from pathlib import Path

import pytest

from kawaraban.press.front.access_log import AccessLog, LogEntry, loggable_path, shortened_address

ENTRY = LogEntry(
    client="203.0.113.77",
    method="GET",
    target="/a/",
    referrer="https://search.example/?q=private",
    status=200,
    sent=12,
    source="store",
    seconds=0.0004,
)


def write(log: AccessLog, times: int) -> None:
    """As the front does it for each request."""
    for _ in range(times):
        if weight := log.due():
            log.note(ENTRY, weight)


def weights(path: Path) -> list[int]:
    found = [re.search(r" x([0-9]+)$", line) for line in path.read_text().splitlines()]
    return [int(one[1]) if one else 1 for one in found]


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:aaaa:bbbb:cccc::1", "2001:db8:aaaa::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("", "-"),
        ("unix", "-"),
    ],
)
def test_an_address_loses_the_part_that_names_a_household(address: str, logged: str) -> None:
    assert shortened_address(address) == logged


def test_queries_are_left_out_but_for_the_page_number() -> None:
    assert loggable_path("/a/?q=my+name") == "/a/"
    assert loggable_path("/a/?page=2") == "/a/?page=2"


def test_the_link_to_a_comment_one_has_sent_is_not_written() -> None:
    assert loggable_path("/track/Xq3_kd93jf-Ks02ldQ9aZw/withdraw/") == "/track/[token]/withdraw/"
    assert loggable_path("/the-harbour-opens-now/") == "/the-harbour-opens-now/"


def test_a_line_holds_neither_browser_nor_full_address_nor_search_words(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log")

    log.note(replace(ENTRY, target='/a"\n/'), log.due())
    log.flush()

    line = (tmp_path / "access.log").read_text()
    assert line.startswith("203.0.113.0 - - [")
    assert line.endswith('] "GET /a??/ HTTP/1.1" 200 12 "https://search.example" "-" store 0.4ms\n')


def test_a_log_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log")
    write(log, 1)
    log.flush()
    (tmp_path / "access.log").rename(tmp_path / "access.log.1")

    write(log, 1)
    log.flush()

    assert len((tmp_path / "access.log").read_text().splitlines()) == 1


def test_while_the_rate_is_moderate_every_request_is_written(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log", lines_per_second=500)

    for _ in range(3):
        write(log, 499)
        log.flush()

    assert weights(tmp_path / "access.log") == [1] * 3 * 499


def test_beyond_that_a_sample_is_written_whose_weights_add_up(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log", lines_per_second=500)

    for _ in range(4):
        write(log, 40_000)
        log.flush()
    for _ in range(3):
        write(log, 10)
        log.flush()

    found = weights(tmp_path / "access.log")
    assert sum(found) == 4 * 40_000 + 30
    # The first quiet request stands for those that were passed over as well; then each is written.
    assert found[-19:] == [1] * 19
    assert len(found) < 5_000


def test_a_bound_of_none_writes_every_request(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log", lines_per_second=0)

    write(log, 7_000)
    log.flush()

    assert weights(tmp_path / "access.log") == [1] * 7_000


def test_the_links_that_are_mailed_to_staff_are_not_written() -> None:
    reset = "/desk/sign-in/forgotten/key/1-c9abcd-0123456789abcdef0123456789abcdef/"
    decide = "/desk/decide/7/Xk3vAbCdEfGhIjKlMnOpQr/"

    assert loggable_path(reset) == "/desk/sign-in/forgotten/key/[token]/"
    assert loggable_path(decide) == "/desk/decide/7/[token]/"
