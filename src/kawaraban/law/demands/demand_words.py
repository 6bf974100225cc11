"""What is entered of an order, a letter or a call, and what must be said of it.

One table of rules for every door: `faults(words, now=now)` names the field and what is wrong with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.law.basis import Offence
from kawaraban.law.demands.deadlines import due_of
from kawaraban.law.models import Demand, DemandKind, Telling

_ORDERS = frozenset({DemandKind.ACT, DemandKind.INFORM})


class NotComplete(ValueError):
    """Something is missing or cannot be. `faults`: the field, and the sentence for whoever enters it."""

    def __init__(self, faults: list[tuple[str, Promise]]) -> None:
        super().__init__("; ".join(f"{field}: {sentence}" for field, sentence in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class DemandWords:
    """`due_at` is what the order itself names. `member_state`: ISO 3166-1, of whichever country's authority it is."""

    kind: DemandKind
    received_at: datetime
    sender: str = ""
    contact: str = ""
    member_state: str = ""
    reference: str = ""
    offence: str = ""
    law: str = ""
    scope: str = ""
    words: str = ""
    telling: Telling = Telling.ALL
    tell_from: datetime | None = None
    due_at: datetime | None = None

    @property
    def is_order(self) -> bool:
        return self.kind in _ORDERS

    def write_to(self, demand: Demand) -> None:
        """Put them into the row. What only an order has is left empty in a letter or a call."""
        demand.kind, demand.received_at = self.kind, self.received_at
        demand.sender, demand.contact = self.sender.strip(), self.contact.strip()
        demand.reference, demand.words = self.reference.strip(), self.words.strip()
        demand.member_state = self.member_state if self.is_order else ""
        demand.offence = self.offence if self.is_order else ""
        demand.law = self.law.strip() if self.is_order else ""
        demand.scope = self.scope.strip() if self.is_order else ""
        demand.telling = self.telling if self.is_order else Telling.ALL
        demand.tell_from = self.tell_from if demand.telling == Telling.LATER else None
        demand.due_at = due_of(
            kind=demand.kind,
            offence=demand.offence,
            state=demand.member_state,
            received_at=self.received_at,
            named=self.due_at,
        )


def check_words(words: DemandWords, *, now: datetime) -> None:
    """Raises NotComplete."""
    found = list(faults(words, now=now))
    if found:
        raise NotComplete(found)


def faults(words: DemandWords, *, now: datetime) -> Iterator[tuple[str, Promise]]:
    """Each field that is missing or cannot be, with its sentence."""
    if words.received_at > now:
        yield "received_at", _("This moment has not come yet.")
    if words.due_at and words.due_at <= words.received_at:
        yield "due_at", _("It is due before it was received.")
    if not words.is_order:
        if not words.words.strip():
            yield "words", _("Say in a line what it asks.")
        return
    if not words.sender.strip():
        yield "sender", _("Name the authority.")
    if not _is_country(words.member_state):
        yield "member_state", _("Choose the country of the authority.")
    if words.offence and words.offence not in Offence.values:
        yield "offence", _("Choose a field of law.")
    if words.telling == Telling.LATER and words.tell_from is None:
        yield "tell_from", _("Say from when the author may be told.")


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()
