from collections.abc import Callable

from kawaraban.press.printing.waiting import WaitingPages
from kawaraban.press.printing.waiting_line import Wish


def served(waiting: WaitingPages) -> list[str]:
    order = []
    while (next_one := waiting.start_next(now=0.0)) is not None:
        order.append(next_one[0])
        waiting.finish(next_one[0])
    return order


def test_near_and_far_are_served_in_turn_and_the_near_begins() -> None:
    waiting = WaitingPages()
    for number in range(3):
        waiting.add(f"/far-{number}/", Wish(1), near=False)
        waiting.add(f"/near-{number}/", Wish(2), near=True)

    assert served(waiting) == ["/near-0/", "/far-0/", "/near-1/", "/far-1/", "/near-2/", "/far-2/"]


def test_who_waits_already_keeps_its_place_and_is_served_once() -> None:
    waiting = WaitingPages()
    for address in ("/a/", "/b/", "/a/"):
        waiting.add(address, Wish(1), near=True)

    assert served(waiting) == ["/a/", "/b/"]


def test_who_waits_far_away_and_is_wanted_soon_changes_the_line() -> None:
    waiting = WaitingPages()
    waiting.add("/a/", Wish(1), near=False)
    waiting.add("/b/", Wish(1), near=False)
    waiting.add("/b/", Wish(5), near=True)

    assert waiting.start_next(now=0.0) == ("/b/", Wish(1))
    assert served(waiting) == ["/a/"]


def test_who_is_wanted_again_while_it_is_printed_waits_again() -> None:
    waiting = WaitingPages()
    waiting.add("/a/", Wish(1), near=True)
    waiting.start_next(now=0.0)
    waiting.add("/a/", Wish(7), near=True)

    assert waiting.oldest_order() == 1
    waiting.finish("/a/")
    assert waiting.oldest_order() == 7
    assert "/a/" in waiting


def test_that_something_is_taken_away_is_not_forgotten_when_wishes_meet() -> None:
    for first, second in ((True, False), (False, True)):
        for near in (True, False):
            waiting = WaitingPages()
            waiting.add("/a/", Wish(1, takes_away=first), near=near)
            waiting.add("/a/", Wish(2, takes_away=second), near=near)

            assert waiting.start_next(now=0.0) == ("/a/", Wish(1, takes_away=True))


def test_who_has_time_steps_into_the_far_line_when_it_is_over_and_not_before() -> None:
    waiting = WaitingPages()
    waiting.seat("/front/", Wish(1), until=2.0)
    waiting.add("/far/", Wish(1), near=False)

    assert waiting.start_next(now=0.0) == ("/far/", Wish(1))
    waiting.finish("/far/")
    assert waiting.start_next(now=1.9) is None
    assert waiting.oldest_order() == 1
    assert waiting.start_next(now=2.0) == ("/front/", Wish(1))


def test_who_is_wanted_again_while_it_has_time_keeps_its_time() -> None:
    waiting = WaitingPages()
    waiting.seat("/front/", Wish(1), until=2.0)
    waiting.seat("/front/", Wish(5, takes_away=True), until=6.0)

    assert waiting.start_next(now=2.0) == ("/front/", Wish(1, takes_away=True))
    waiting.finish("/front/")
    assert waiting.start_next(now=9.0) is None


def test_who_has_time_and_is_wanted_soon_gives_its_time_up() -> None:
    ways: tuple[Callable[[WaitingPages], object], ...] = (
        lambda waiting: waiting.hasten("/a/"),
        lambda waiting: waiting.add("/a/", Wish(1), near=True),
    )
    for hasten in ways:
        waiting = WaitingPages()
        waiting.seat("/a/", Wish(1), until=2.0)
        hasten(waiting)

        assert waiting.start_next(now=0.0) == ("/a/", Wish(1))
        waiting.finish("/a/")
        assert waiting.start_next(now=9.0) is None


def test_who_stands_in_a_line_does_not_sit_down() -> None:
    waiting = WaitingPages()
    waiting.add("/a/", Wish(1), near=True)
    waiting.seat("/a/", Wish(2), until=2.0)

    assert waiting.start_next(now=0.0) == ("/a/", Wish(1))
    waiting.finish("/a/")
    assert waiting.oldest_order() is None
