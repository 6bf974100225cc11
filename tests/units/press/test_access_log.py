from dataclasses import replace
from pathlib import Path

import pytest

from kawaraban.press.access_log import AccessLog, loggable_path, shortened_address
from kawaraban.press.wire_request import WireRequest

REQUEST = WireRequest(
    method="GET",
    path="/a/",
    raw_path="/a/",
    query="",
    headers={"referer": "https://search.example/?q=private", "user-agent": "Mozilla/5.0"},
    raw_headers=(),
    client="203.0.113.77",
    scheme="http",
    host="paper.example",
)


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
    assert loggable_path(replace(REQUEST, query="q=my+name")) == "/a/"
    assert loggable_path(replace(REQUEST, query="page=2")) == "/a/?page=2"


def test_the_link_to_a_comment_one_has_sent_is_not_written() -> None:
    secret = "/track/Xq3_kd93jf-Ks02ldQ9aZw/withdraw/"

    assert loggable_path(replace(REQUEST, raw_path=secret)) == "/track/[token]/withdraw/"
    assert loggable_path(replace(REQUEST, raw_path="/the-harbour-opens-now/")) == "/the-harbour-opens-now/"


def test_a_line_holds_neither_browser_nor_full_address_nor_search_words(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log")

    log.write(replace(REQUEST, raw_path='/a"\n/'), status=200, sent=12, source="store", seconds=0.0004)
    log.flush()

    line = (tmp_path / "access.log").read_text()
    assert line.startswith("203.0.113.0 - - [")
    assert line.endswith('] "GET /a??/ HTTP/1.1" 200 12 "https://search.example" "-" store 0.4ms\n')


def test_a_log_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log")
    log.write(REQUEST, status=200, sent=1, source="app", seconds=0)
    log.flush()
    (tmp_path / "access.log").rename(tmp_path / "access.log.1")

    log.write(REQUEST, status=200, sent=1, source="app", seconds=0)
    log.flush()

    assert len((tmp_path / "access.log").read_text().splitlines()) == 1


def test_the_links_that_are_mailed_to_staff_are_not_written() -> None:
    reset = "/desk/sign-in/forgotten/key/1-c9abcd-0123456789abcdef0123456789abcdef/"
    decide = "/desk/decide/7/Xk3vAbCdEfGhIjKlMnOpQr/"

    assert loggable_path(replace(REQUEST, raw_path=reset)) == "/desk/sign-in/forgotten/key/[token]/"
    assert loggable_path(replace(REQUEST, raw_path=decide)) == "/desk/decide/7/[token]/"
