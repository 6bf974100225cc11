"""5b.4: a page store that was lost is printed anew from what is public now, most read first, and from no old order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.makers.press import make_page
from tests.makers.printer import Clock, order

from kawaraban.press.orders import latest_order_number, order_log
from kawaraban.press.printing.anew import LOOKED_AT_ONCE, PrintingAnew, PublicPages
from kawaraban.press.printing.printer import Printer
from kawaraban.press.printing.rendering import RenderOutcome
from kawaraban.press.store.anew_progress import AnewProgress
from kawaraban.press.store.keeping import settle
from kawaraban.press.store.store import Store

pytestmark = [pytest.mark.django_db, pytest.mark.once("the press does not depend on the profile")]


@dataclass
class Paper:
    """Renders whatever it is asked for, in as many seconds of its clock as it is told."""

    store: Store
    public: list[str]
    clock: Clock = field(default_factory=Clock)
    seconds: float = 0.0
    asked: list[str] = field(default_factory=list)
    is_broken: bool = False

    def __call__(self, address: str) -> RenderOutcome:
        self.asked.append(address)
        self.clock.seconds += self.seconds
        page = make_page(address, keys=("paper", f"story-{address}"), order_number=latest_order_number())
        stored = self.store.put(page)
        return RenderOutcome(status=200, stored=stored, refused=not stored)

    def addresses(self) -> Iterator[str]:
        for address in self.public:
            if self.is_broken:
                raise OSError("the database is away")
            yield address

    def printer(self) -> Printer:
        anew = PrintingAnew(self.store, PublicPages(lambda: len(self.public), self.addresses))
        return Printer(self.store, self, clock=self.clock, anew=anew)


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """One whose store was lost, after many orders that somebody once printed."""
    for number in range(40):
        order(f"story-{number}", addresses=(f"/old/{number}/",))
    store = Store(tmp_path / "store")
    settle(store, order_log())
    return Paper(store, [f"/{number}/" for number in range(7)])


def test_5b_04_a_lost_store_holds_what_is_public_in_its_order_and_nothing_that_was_ordered_before(
    paper: Paper,
) -> None:
    printer = paper.printer()

    while printer.step():
        pass

    assert paper.asked == paper.public
    assert set(paper.store.etags()) == set(paper.public)
    assert paper.store.cursor == latest_order_number()


def test_5b_04_what_is_ordered_meanwhile_comes_first_and_waits_for_one_page(paper: Paper) -> None:
    paper.store.put(make_page("/read/", keys=("story-1",), order_number=latest_order_number()))
    printer = paper.printer()
    while paper.asked != ["/0/", "/1/"]:
        printer.step()
    order("story-1")

    while "/read/" not in paper.asked:
        printer.step()

    assert paper.asked == ["/0/", "/1/", "/read/"]
    assert paper.store.cursor == latest_order_number()


def test_5b_04_after_each_page_the_printer_rests_as_long_as_it_took(paper: Paper) -> None:
    paper.seconds = 0.5
    printer = paper.printer()
    printer.step()
    assert printer.step() is False
    paper.clock.seconds += 0.4
    assert printer.step() is False
    paper.clock.seconds += 0.2
    assert printer.step() is True

    assert paper.asked == ["/0/", "/1/"]


def test_5b_04_what_a_reader_had_printed_meanwhile_is_not_printed_again(paper: Paper) -> None:
    printer = paper.printer()
    while paper.asked != ["/0/"]:
        printer.step()
    paper.store.put(make_page("/3/", order_number=latest_order_number()))

    while printer.step():
        pass

    assert paper.asked == ["/0/", "/1/", "/2/", "/4/", "/5/", "/6/"]


def test_5b_04_another_worker_goes_on_and_progress_is_told_until_the_end(paper: Paper) -> None:
    paper.public = [f"/{number}/" for number in range(2 * LOOKED_AT_ONCE + 20)]
    assert AnewProgress.of(paper.store) == AnewProgress(0, 0)
    first = paper.printer()
    while len(paper.asked) < LOOKED_AT_ONCE + 10:
        first.step()
    told = AnewProgress.of(paper.store)
    assert told is not None
    assert told.pages_count == len(paper.public)
    assert 0 <= len(paper.asked) - told.looked_count <= 10

    second = paper.printer()
    while second.step():
        pass

    assert paper.asked == paper.public
    assert AnewProgress.of(paper.store) is None
    third = paper.printer()
    assert third.step() is False


def test_5b_04_a_question_that_fails_is_asked_again_and_no_page_is_left_out(paper: Paper) -> None:
    paper.is_broken = True
    printer = paper.printer()
    with pytest.raises(OSError, match="away"):
        printer.step()
    paper.is_broken = False

    while printer.step():
        pass

    assert set(paper.store.etags()) == set(paper.public)


def test_5b_04_a_store_that_another_edition_has_printed_is_printed_anew_too(paper: Paper) -> None:
    first = paper.printer()
    while first.step():
        pass
    paper.asked.clear()

    paper.store.begin_edition("the next")
    printer = paper.printer()
    while printer.step():
        pass

    assert paper.asked == paper.public
