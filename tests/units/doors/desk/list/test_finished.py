"""The numbers of finished work: kept for a while, moved by what is decided here, counted while nobody presses a key."""

import pytest
from django.test import Client
from tests.makers.desk import shown_comment, signed_in, waiting_comment

from kawaraban.comments.models import Status, Thread
from kawaraban.doors.desk.list.finished import FINISHED, KEPT_SECONDS, Finished, FinishedWork
from kawaraban.doors.desk.rules.capacity import COUNTED_AT_MOST, Tally, tally_of
from kawaraban.people.models import Role, User

FRAGMENT = {"HX-Request": "true"}


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def work(clock: Clock) -> FinishedWork:
    return FinishedWork(clock=clock)


@pytest.fixture
def everywhere() -> User:
    return User(role=Role.MODERATOR)


@pytest.fixture
def in_sport() -> User:
    return User(role=Role.MODERATOR, sections=["sport"])


def counted(**numbers: int) -> Finished:
    return Finished({code: Tally(number) for code, number in numbers.items()}, pace=9)


def shown(work: FinishedWork, person: User) -> dict[str, int]:
    found = work.find(person)
    assert found is not None
    return {code: tally.number for code, tally in found.numbers.items()}


def test_what_was_counted_is_kept_for_a_minute(work: FinishedWork, clock: Clock, everywhere: User) -> None:
    work.keep(everywhere, counted(approved=3))

    clock.seconds = KEPT_SECONDS - 1
    assert work.find(everywhere) == counted(approved=3)
    assert work.find(everywhere, within=10) is None
    clock.seconds = KEPT_SECONDS
    assert work.find(everywhere) is None


def test_each_scope_has_its_own_numbers(work: FinishedWork, everywhere: User, in_sport: User) -> None:
    work.keep(everywhere, counted(approved=3))

    assert work.find(in_sport) is None


def test_what_is_decided_here_is_in_the_numbers_of_all_who_see_its_section(
    work: FinishedWork, everywhere: User, in_sport: User
) -> None:
    work.keep(everywhere, counted(approved=3, not_published=5, all=9))
    work.keep(in_sport, counted(approved=1, not_published=2, all=4))

    work.moved(before=Status.APPROVED, after=Status.REJECTED, section="city")
    work.moved(before=Status.PENDING, after=Status.APPROVED, section="sport")

    assert shown(work, everywhere) == {"approved": 3, "not_published": 6, "all": 9}
    assert shown(work, in_sport) == {"approved": 2, "not_published": 2, "all": 4}


def test_what_was_not_counted_to_its_end_stays_and_nothing_falls_below_zero(
    work: FinishedWork, everywhere: User
) -> None:
    numbers = {"approved": Tally(9_999, is_capped=True), "returned": Tally(0)}
    work.keep(everywhere, Finished(numbers, pace=None))

    work.moved(before=Status.RETURNED, after=Status.APPROVED, section="")

    assert work.find(everywhere) == Finished(numbers, pace=None)


def test_what_grows_beyond_the_limit_is_told_as_what_was_counted_beyond_it(
    work: FinishedWork, everywhere: User
) -> None:
    work.keep(everywhere, counted(approved=COUNTED_AT_MOST))

    work.moved(before=Status.PENDING, after=Status.APPROVED, section="")

    assert work.find(everywhere) == Finished({"approved": tally_of(COUNTED_AT_MOST + 1)}, pace=9)


@pytest.fixture
def desk(moderator: User) -> Client:
    return signed_in(moderator)


@pytest.mark.django_db
def test_what_happened_elsewhere_is_seen_when_the_desk_looks_for_what_has_come(
    desk: Client, moderator: User, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _third = (waiting_comment(thread, minutes=minutes) for minutes in (9, 6, 3))
    desk.get("/desk/")
    shown_comment(thread, moderator, minutes=20)

    def refuse(public_id: str) -> dict[str, int]:
        answer = desk.post(
            f"/desk/card/{public_id}/reject", {"revision_number": 1, "ground": "spam"}, headers=FRAGMENT
        )
        return {tab.code: tab.tally.number for tab in answer.context["state"].tabs}

    before = refuse(first.public_id)
    monkeypatch.setattr("kawaraban.doors.desk.list.queue.FRESH_SECONDS", 0)
    desk.get("/desk/arrivals/")
    after = refuse(second.public_id)

    assert (before["queue"], before["approved"], before["not_published"]) == (2, 0, 1)
    assert (after["queue"], after["approved"], after["not_published"]) == (1, 1, 2)
    assert FINISHED.find(moderator) is not None
