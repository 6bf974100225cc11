"""Many processes print: nothing is lost with one of them, and none is left behind."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.rigs.serve_factory import is_running, wait_until

from kawaraban.press.printing.crew import PORTION, Crew
from kawaraban.press.printing.rendering import Render, RenderOutcome

HELPERS = 3


class Rendering:
    """Prints each address into a file, which holds the number of the process; does what some addresses say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, address: str) -> RenderOutcome:
        if "end" in address:
            os.kill(os.getpid(), signal.SIGKILL)
        if "raise" in address:
            raise ValueError(address)
        if "wait" in address:
            signal.pause()
        with (self.folder / address.strip("/")).open("x") as file:
            file.write(str(os.getpid()))
        stored = "gone" not in address
        return RenderOutcome(status=200 if stored else 404, stored=stored, refused=False)


def crew_in(folder: Path) -> Crew:
    def prepare() -> Render:
        return Rendering(folder)

    return Crew(HELPERS, prepare)


def helpers_of(crew: Crew) -> list[int]:
    return [helper.process.pid or 0 for helper in crew._helpers]


def printed_in(folder: Path) -> set[str]:
    return {f"/{path.name}/" for path in folder.iterdir()}


@pytest.fixture
def run(tmp_path: Path) -> Callable[[list[str]], Crew]:
    def run(addresses: list[str]) -> Crew:
        crew = crew_in(tmp_path)
        *_looks, last = crew.print_all(iter(addresses))
        assert last.done_count + len(crew.left) >= len(addresses)
        assert last.helpers_count == 0
        return crew

    return run


def test_each_address_is_printed_once_and_by_several_processes(
    run: Callable[[list[str]], Crew], tmp_path: Path
) -> None:
    addresses = [f"/{number}/" for number in range(40 * PORTION)]

    crew = run(addresses)

    assert printed_in(tmp_path) == set(addresses)
    assert crew.left == []
    assert len({path.read_text() for path in tmp_path.iterdir()}) > 1


def test_a_helper_that_is_killed_leaves_what_it_was_handed_and_no_more(
    run: Callable[[list[str]], Crew], tmp_path: Path
) -> None:
    addresses = [f"/{number}/" for number in range(10 * PORTION)]
    addresses[PORTION + 3] = "/end/"

    crew = run(addresses)

    assert crew.left == addresses[PORTION : 2 * PORTION]
    assert printed_in(tmp_path) >= {*addresses} - {*crew.left}


def test_where_every_helper_has_ended_all_else_is_left(
    run: Callable[[list[str]], Crew], tmp_path: Path
) -> None:
    addresses = [f"/end-{number}/" for number in range(20 * PORTION)]

    crew = run(addresses)

    assert sorted(crew.left) == sorted(addresses)


def test_what_could_not_be_printed_is_left_and_the_others_go_on(
    run: Callable[[list[str]], Crew], tmp_path: Path
) -> None:
    addresses = [f"/{number}/" for number in range(2 * PORTION)]
    addresses[1:1] = ["/raise/", "/gone/"]

    crew = run(addresses)

    assert crew.left == ["/raise/", "/gone/"]
    assert printed_in(tmp_path) == {*addresses} - {"/raise/"}


def test_addresses_are_taken_as_they_are_needed(tmp_path: Path) -> None:
    taken: list[str] = []

    def addresses() -> Iterator[str]:
        for number in range(10_000):
            taken.append(f"/wait-{number}/")
            yield taken[-1]

    crew = crew_in(tmp_path)
    looks = crew.print_all(addresses())
    next(looks)
    looks.close()

    assert len(taken) == HELPERS * PORTION


def test_who_stops_in_the_middle_leaves_no_helper_behind(tmp_path: Path) -> None:
    crew = crew_in(tmp_path)
    looks = crew.print_all(f"/wait-{number}/" for number in range(100))
    next(looks)
    helpers = helpers_of(crew)

    looks.close()

    assert len(helpers) == HELPERS
    assert not any(is_running(pid) for pid in helpers)


def test_helpers_end_when_who_sent_them_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "helpers"
    places = tmp_path / "pages"
    places.mkdir()
    sender = os.fork()
    if sender == 0:
        crew = crew_in(places)
        for _look in crew.print_all(f"/{number}/" for number in range(100 * PORTION)):
            told.write_text(" ".join(map(str, helpers_of(crew))))
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(sender, 0)

    helpers = [int(pid) for pid in told.read_text().split()]

    assert len(helpers) == HELPERS
    wait_until(lambda: not any(is_running(pid) for pid in helpers), "the end of the helpers")


def test_helpers_end_by_themselves_when_all_is_printed(tmp_path: Path) -> None:
    """None holds open what tells another that nobody sends any more."""
    crew = crew_in(tmp_path)
    looks = crew.print_all(f"/{number}/" for number in range(20 * PORTION))
    next(looks)
    helpers = [helper.process for helper in crew._helpers]

    list(looks)

    assert [helper.exitcode for helper in helpers] == [0] * HELPERS


@pytest.mark.parametrize("count", [0, 1, PORTION + 1])
def test_helpers_for_whom_there_is_nothing_end(
    run: Callable[[list[str]], Crew], tmp_path: Path, count: int
) -> None:
    addresses = [f"/{number}/" for number in range(count)]

    crew = run(addresses)

    assert printed_in(tmp_path) == set(addresses)
    assert crew.left == []
