"""What one program does about comments and their senders, in words for readers, publishers and authorities.

    Program("links", Kind.MARKS, name=_("links to other sites"), words=_("..."), of=(links,), ground=Ground.SPAM)

A room tells of its own programs in a table of these; `listed.py` puts the tables together. `of` names the code that a
row speaks of, and a test holds both against each other: what has no row fails, and so does a row without code. The
codes are frozen: the codes of what marks are those that findings are stored under.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django.db import models
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from kawaraban.law.grounds import Ground


class Kind(StrEnum):
    """What becomes of a comment by it: nothing, nothing, it is not taken, and what the row says."""

    MARKS = "marks"
    SHOWS = "shows"
    TURNS_AWAY = "turns_away"
    ALONE = "alone"


class Datum(models.TextChoices):
    """What a program uses to tell that several sendings have one sender, or are alike."""

    CONNECTION = "connection", _("a keyed hash of the network connection")
    EMAIL = "email", _("the e-mail address or a keyed hash of it")
    NAME = "name", _("the name")
    WORDS = "words", _("a keyed hash of the words")
    EARLIER = "earlier", _("what became of earlier comments")


# By these somebody is known again, whatever the comment says.
OF_A_SENDER = frozenset({Datum.CONNECTION, Datum.EMAIL})


def live(words: Callable[[], str]) -> Promise:
    """Words with figures that may be set otherwise tomorrow: made anew whenever they are read."""
    return cast(Promise, lazy(words, str)())


def _always() -> bool:
    return True


def _nothing() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Program:
    """One row. `name` stands in a list, without a full stop; `words` are sentences.

    `back` says how far it looks back, "" where it looks at this one sending alone. `ground` is what a mark proposes.
    `is_set` is False where a limit is turned off: then the row is not told. `state` says how a rule of the publisher
    is set now, from the database; "" for all others.
    `is_a_model`: what it says of words is an estimate, learnt from examples.
    """

    code: str
    kind: Kind
    name: Promise
    words: Promise
    of: tuple[object, ...]
    back: Promise | str = ""
    uses: tuple[Datum, ...] = ()
    ground: Ground | None = None
    is_set: Callable[[], bool] = _always
    state: Callable[[], str] = _nothing
    is_a_model: bool = False

    @property
    def is_about_the_sender(self) -> bool:
        """Whether it goes by who sent something, and not by its words."""
        return bool(OF_A_SENDER.intersection(self.uses))
