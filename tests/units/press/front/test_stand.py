from pathlib import Path

from tests.makers.press import make_page

from kawaraban.press.front.access_log import AccessLog
from kawaraban.press.front.limits import FrontLimits
from kawaraban.press.front.ready import ReadyAnswer
from kawaraban.press.front.shelf import Shelf
from kawaraban.press.front.stand import Stand
from kawaraban.press.store.store import Store
from kawaraban.press.wire_request import networks

MONDAY = [(b"date", b"Mon, 23 Nov 2026 12:00:00 GMT")]
LATER = [(b"date", b"Mon, 23 Nov 2026 12:00:01 GMT")]


def make_stand(folder: Path, *, shelf_bytes: int = 1_000_000) -> Stand:
    store = Store(folder / "store")
    store.put(make_page("/harbour/", text="printed"))
    return Stand(
        Shelf(store, limit_bytes=shelf_bytes),
        AccessLog(None),
        hosts=frozenset({"paper.example", ".papers.example"}),
        trusted=networks(["10.0.0.0/8"]),
        limits=FrontLimits(shelf_bytes=shelf_bytes),
    )


def answer_of(stand: Stand) -> ReadyAnswer:
    answer = stand.shelf.answer(b"/harbour/", None)
    assert answer is not None
    return answer


def test_an_answer_is_put_together_once_for_each_date(tmp_path: Path) -> None:
    stand = make_stand(tmp_path)
    answer = answer_of(stand)
    stand.restamp(MONDAY)

    first = stand.full(answer.full)
    assert stand.full(answer.full) is first
    assert first.startswith(b"HTTP/1.1 200 OK\r\ndate: Mon, 23 Nov 2026 12:00:00 GMT\r\n")

    stand.restamp(LATER)
    assert stand.full(answer.full) == first.replace(b"12:00:00", b"12:00:01")
    assert stand.unchanged(answer.unchanged).startswith(
        b"HTTP/1.1 304 Not Modified\r\ndate: Mon, 23 Nov 2026 12:00:01 GMT\r\n"
    )


def test_what_a_slow_reader_is_being_sent_keeps_its_date(tmp_path: Path) -> None:
    stand = make_stand(tmp_path)
    answer = answer_of(stand)
    stand.restamp(MONDAY)
    under_way = stand.full(answer.full)

    stand.restamp(LATER)
    stand.full(answer.full)

    assert b"12:00:00" in under_way


def test_the_body_is_the_same_under_every_date(tmp_path: Path) -> None:
    stand = make_stand(tmp_path)
    answer = answer_of(stand)
    assert answer.body == b"printed"

    for date in (MONDAY, LATER, [*MONDAY, (b"server", b"a longer opening")]):
        stand.restamp(date)
        stand.full(answer.full)
        assert answer.body == b"printed"


def test_a_name_is_looked_up_once_and_strangers_names_are_not_kept(tmp_path: Path) -> None:
    stand = make_stand(tmp_path)

    for number in range(1_000):
        assert stand.knows(b"tr%d.papers.example:8000" % number)
        assert not stand.knows(b"evil%d.example" % number)
    assert not stand.knows(None)

    assert len(stand.known_hosts) <= 256
    assert all(host.endswith(b".papers.example:8000") for host in stand.known_hosts)


def test_our_proxies_are_known_by_their_address(tmp_path: Path) -> None:
    stand = make_stand(tmp_path)

    assert stand.is_proxy("10.1.2.3")
    assert not stand.is_proxy("192.0.2.7")
    assert not stand.is_proxy("")
