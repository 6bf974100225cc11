"""What is sent: who sends which words to which thread, and what becomes of them. From a seed, in the order of time.

    for window in Course(SIZES["M"], places(), begins_at=begins_at, first_pk=1).windows():    # lists of `Sent`

No row is written here, and nothing is kept but the newest threads: a million comments take no more memory than ten.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bench.growth import words
from bench.growth.sizes import (
    APPROVED,
    BUSY_EMAIL,
    PERIOD,
    REJECTED,
    RETURNED,
    WHOLE,
    WITHDRAWN,
    WITHHELD,
    Size,
)
from kawaraban.kit.ids import new_public_id, new_token

BUSY_NAME = "Busy Reader"
BUSY_NETWORK = "2001:db8:ffff::1"
_SEED = 12
# How many threads are talked in at a time, and how many of their comments somebody may answer.
_OPEN_THREADS, _ANSWERABLE = 3_000, 30
_STORIES_BACK = 3  # most comments come to one of the newest stories: so many back, in the middle
_FATES = (
    ("approved", APPROVED),
    ("rejected", REJECTED),
    ("returned", RETURNED),
    ("withheld", WITHHELD),
    ("withdrawn", WITHDRAWN),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A thread: its row, what it is called, and the language that is spoken there."""

    pk: int
    locator: str
    url: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Parent:
    """What is answered."""

    pk: int
    public_id: str


@dataclass(slots=True)
class Sent:
    """One comment. `fate` is the status that it comes to; `decided_at` is filled by whoever decides."""

    pk: int
    public_id: str
    token: str
    place: Place
    parent: Parent | None
    fate: str
    name: str
    email: str
    network: str
    text: str
    first_text: str  # "" where its author never changed it
    sent_at: datetime
    weight: float  # of the one finding about it; 0 of none
    decided_at: datetime | None = None
    outcome_at: datetime | None = None  # of what came after the decision: withheld, withdrawn


class Course:
    """All that is sent to one paper. `first_pk`: of the first comment."""

    def __init__(self, size: Size, places: Sequence[Place], *, begins_at: datetime, first_pk: int) -> None:
        self._size, self._places, self._begins_at = size, places, begins_at
        self._chance = Random(_SEED)
        self._pk = first_pk
        # Long threads lie on stories of the first half, one after the other.
        step = max(1, len(places) // (2 * size.long_threads))
        self._left = {number * step: size.long_thread for number in range(size.long_threads)}
        self._busy_left = size.busy
        self._talk: OrderedDict[int, list[Parent]] = OrderedDict()

    def windows(self) -> Iterator[list[Sent]]:
        """Each is written in one transaction. Nobody answers what was sent in the same one."""
        size = self._size
        for first in range(0, size.comments, size.window):
            numbers = range(first, min(first + size.window, size.comments))
            window = [self._sent(number) for number in numbers]
            yield window
            for sent in window:
                if sent.fate == "approved":
                    self._can_be_answered(sent)

    def _sent(self, number: int) -> Sent:
        chance, share = self._chance, number / self._size.comments
        story = self._story(share, self._size.comments - number)
        place = self._places[story]
        is_busy = chance.random() * (self._size.comments - number) < self._busy_left
        self._busy_left -= is_busy
        person = int(chance.random() ** 2 * self._size.comments / 8)
        is_revised = chance.random() < 0.01
        said = [self._text(place.language) for _ in range(1 + is_revised)]
        answered = self._talk.get(place.pk)
        sent = Sent(
            pk=self._pk,
            public_id=new_public_id(),
            token=new_token(),
            place=place,
            parent=chance.choice(answered) if answered and chance.random() < 0.35 else None,
            fate=self._fate(),
            name=BUSY_NAME if is_busy else words.person_name(person),
            email=BUSY_EMAIL if is_busy else f"reader{person}@example.org" if person % 10 == 0 else "",
            network=BUSY_NETWORK if is_busy else _network(person),
            text=said[-1],
            first_text=said[0] if is_revised else "",
            sent_at=self._begins_at + PERIOD * share,
            weight=round(chance.random(), 2) if chance.random() < 0.12 else 0.0,
        )
        self._pk += 1
        return sent

    def _story(self, share: float, left: int) -> int:
        """The place of a long thread as often as these have something to come; else one of the newest stories."""
        newest = int(share * len(self._places))
        open_ones = [story for story, count in self._left.items() if count and story <= newest]
        if open_ones and self._chance.random() * left < sum(self._left[story] for story in open_ones):
            story = self._chance.choice(open_ones)
            self._left[story] -= 1
            return story
        return max(0, newest - int(self._chance.expovariate(1 / _STORIES_BACK)))

    def _text(self, language: str) -> str:
        return words.paragraph(self._chance, language, sentences=self._chance.randint(1, 4))

    def _fate(self) -> str:
        drawn = self._chance.randrange(WHOLE)
        for fate, share in _FATES:
            drawn -= share
            if drawn < 0:
                return fate
        return "pending"

    def _can_be_answered(self, sent: Sent) -> None:
        parent = Parent(sent.pk, sent.public_id)
        known = self._talk.setdefault(sent.place.pk, [])
        self._talk.move_to_end(sent.place.pk)
        if len(known) < _ANSWERABLE:
            known.append(parent)
        else:
            known[self._chance.randrange(_ANSWERABLE)] = parent
        if len(self._talk) > _OPEN_THREADS:
            self._talk.popitem(last=False)


def _network(person: int) -> str:
    """A household of its own for each person."""
    return f"2001:db8:{person >> 16:x}:{person & 0xFFFF:x}::1"
