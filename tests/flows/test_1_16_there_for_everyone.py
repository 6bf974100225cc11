"""1.16: what was decided is on the page within a second, and a crash between the two loses nothing."""

import signal
import time

import pytest
from tests.rigs.serve_factory import Served, wait_until

pytestmark = pytest.mark.serve


def test_1_16_the_new_page_is_there_within_a_second(served: Served) -> None:
    served.ask("/test/story/1/")

    # Once in so many times: other work on the machine is not what is tested.
    assert any(seconds_until_shown(served, reads) < 1.0 for reads in range(1, 21))


def seconds_until_shown(served: Served, reads: int) -> float:
    served.change_story(1, reads=reads)
    began = time.monotonic()
    wait_until(lambda: f": {reads} reads".encode() in served.ask("/test/story/1/").body)
    return time.monotonic() - began


def test_1_16_the_new_page_comes_from_the_store_and_has_another_entity_tag(served: Served) -> None:
    old = served.ask("/test/story/2/", accept_encoding="br")
    old = served.ask("/test/story/2/", accept_encoding="br")
    order = served.change_story(2, reads=9)
    wait_until(lambda: served.store.cursor >= order)

    new = served.ask("/test/story/2/", accept_encoding="br", if_none_match=old.headers["etag"])

    assert new.status == 200
    assert new.headers["etag"] != old.headers["etag"]


def test_1_16_a_worker_that_is_killed_between_decision_and_print_prints_after_its_restart(
    served: Served,
) -> None:
    served.ask("/test/story/3/")
    served.hold_worker()
    order = served.change_story(3, reads=7)
    assert b": 0 reads" in served.ask("/test/story/3/").body

    served.signal("worker", signal.SIGKILL)

    wait_until(lambda: served.store.cursor >= order, "the printing of the order")
    assert b": 7 reads" in served.ask("/test/story/3/").body


def test_1_16_what_is_gone_is_gone_for_everyone(served: Served) -> None:
    served.ask("/test/story/5/")

    order = served.change_story(5, reads=404)

    wait_until(lambda: served.store.cursor >= order)
    assert served.ask("/test/story/5/").status == 404
