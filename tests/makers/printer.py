"""A printer at work: orders for it, a site that renders by a rule, a clock that passes when told to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from tests.conftest import NOON
from tests.makers.press import make_page

from kawaraban.press.orders import latest_order_number, order_reprint
from kawaraban.press.printing.printer import Printer
from kawaraban.press.printing.rendering import RenderOutcome
from kawaraban.press.store.store import Store
from kawaraban.reads.models import HourTally


def order(*keys: str, addresses: tuple[str, ...] = (), takes_away: bool = False) -> int:
    with transaction.atomic():
        made = order_reprint(keys=keys, reason="test", now=NOON, addresses=addresses, takes_away=takes_away)
    return int(made.pk)


def set_figure(story: str, reads: int) -> None:
    HourTally.objects.update_or_create(story_key=story, hour_at=NOON, defaults={"reads_count": reads})


def run_until_idle(printer: Printer) -> None:
    while printer.step() or printer.heavy_step() or printer.improve_step():
        pass


def reasons(store: Store) -> dict[str, str]:
    return {failure.address: failure.reason for failure in store.failed()}


def body(store: Store, address: str) -> bytes:
    page = store.page(address)
    return b"" if page is None else page.bodies["identity"]


@dataclass
class Clock:
    """Seconds that pass when they are told to."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Renderer:
    """Stands for the site: renders by the rule given, and remembers in which order it was asked."""

    store: Store
    rule: Callable[[str], RenderOutcome | None] = lambda address: None
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[str], None] = lambda address: None

    def __call__(self, address: str) -> RenderOutcome:
        self.asked.append(address)
        self.meanwhile(address)
        special = self.rule(address)
        if special is not None:
            return special
        old = self.store.page(address)
        assert old is not None
        stored = self.store.put(
            make_page(address, keys=tuple(old.keys), order_number=latest_order_number(), text="printed anew")
        )
        return RenderOutcome(status=200, stored=stored, refused=not stored)
