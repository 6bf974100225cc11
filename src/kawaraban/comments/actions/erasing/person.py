"""Erasing all that a person left under an address: comments, notices, suspensions, mails.

    erase_person(email="...", reason="...", person=None, now=now)
    go_on_erasing(clock=utc_now)        the worker: what was begun, and nobody goes on with

What readers see is off the page first, then the words go; all in short steps, between which others write. A crash
leaves the row of the erasure (`under_way.py`), and whoever goes on finds what is left by the address.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final, TypeVar
from uuid import UUID

from kawaraban.comments.actions.erasing.hiding import hide, shown_among
from kawaraban.comments.actions.erasing.put_off import put_off
from kawaraban.comments.actions.erasing.steps import (
    check_may_erase,
    erase_restriction,
    erase_words_of,
    name_of,
)
from kawaraban.comments.actions.erasing.under_way import (
    PERSON_ERASED,
    Steps,
    ask,
    counts_of,
    counts_recorded,
    let_go,
    take,
)
from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.kept_for import KeptFor, kept_among
from kawaraban.comments.models import Comment, Erasure, Restriction, Status, public_id_of
from kawaraban.comments.people.finding import Traces, traces_of, who_is
from kawaraban.kit.work.first_failure import FirstFailure
from kawaraban.kit.work.short_steps import short_steps
from kawaraban.law.address_keys import address_key
from kawaraban.law.keeping.erasure import forget_mails, forget_notice
from kawaraban.law.keeping.mail_files import note_forgotten, sweep_mail_files
from kawaraban.law.models import Notice, OutboxMessage
from kawaraban.law.personal.table import erase_with
from kawaraban.law.record.holds import OnHold, check_not_held
from kawaraban.law.record.ledger import record
from kawaraban.law.record.overwriting import overwrite_on_commit
from kawaraban.people.models import User
from kawaraban.press.turn import one_turn

# So few are erased as quickly as they would be hidden.
_FEW: Final = 20
# Rows that are looked at together within a step.
_ERASED_AT_ONCE: Final = 16
_HIDDEN_AT_ONCE: Final = 32
_MAILS_AT_ONCE: Final = 50
Thing = TypeVar("Thing")


class NothingFound(Exception):
    """The paper finds nothing under this address; `people.finding.blind_spots` says what it could not find."""


@dataclass(slots=True)
class Erased:
    """What went.

    `held` names what must stay because of a hold; `put_off` what is off the page and goes by itself after the answer.
    `goes_on`: the time was over before all was done; the worker goes on.
    """

    comments: int = 0
    notices: int = 0
    mails: int = 0
    suspensions: int = 0
    held: tuple[str, ...] = ()
    put_off: tuple[KeptFor, ...] = ()
    goes_on: bool = False

    def keep(self, subject: str) -> None:
        """It is on hold. A comment and a notice about it may be so by one hold: that is named once."""
        self.held = tuple(dict.fromkeys([*self.held, subject]))

    def count(self, counts: Mapping[str, int]) -> None:
        """So many went, by name, with what went before a crash."""
        self.comments, self.notices = counts["comments"], counts["notices"]
        self.mails, self.suspensions = counts["mails"], counts["suspensions"]


class ErasureStage(Enum):
    """What an erasure is at; its value is how the command line says it, "" where there is nothing to count."""

    HIDING = "Off the page"
    COMMENTS = "Erased"
    REST = ""

    @property
    def words(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class ErasureProgress:
    """How far it is: of the comments of this part so many are done."""

    stage: ErasureStage
    done_count: int
    count: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How an erasure is worked on: `clock` says what the time is at each step, `tell` hears of each.

    After so many `seconds` the rest is left to the worker.
    """

    clock: Callable[[], datetime]
    tell: Callable[[ErasureProgress], object] = lambda progress: None
    seconds: float = float("inf")


def erase_person(
    *, email: str, reason: str, person: User | None, now: datetime, pace: Pace | None = None
) -> Erased:
    """All comments, notices, suspensions and mails under an address, however written, also where it was forgotten.

    What is on hold stays and is named; what is open is put off, and named. Without a pace it is all done at `now`.
    Raises PermissionDenied, NothingFound; ValueError without an address or a reason.
    """
    check_may_erase(person, reason)
    email, reason = email.strip(), reason.strip()
    if not email:
        raise ValueError("an erasure names an address")
    # Nobody ends another erasure of the same in between: what was found then would be found no more.
    with one_turn():
        found = traces_of(email)
        if found.is_empty and not Erasure.objects.filter(address_key=address_key(email)).exists():
            raise NothingFound(email)
        erasure = ask(email, reason=reason, by=name_of(person), found_count=len(found.comments), now=now)
    pace = pace or Pace(lambda: now)
    return _Work(Steps(erasure, pace.clock)).do(pace)


def go_on_erasing(*, clock: Callable[[], datetime]) -> int:
    """Finish what a crash or a short patience left. Returns how many erasures that were.

    One that fails keeps no other waiting, and is tried again a minute later. Raises what failed first.
    """
    count = 0
    failed = FirstFailure()
    while erasure := take(now=clock()):
        with failed:
            _Work(Steps(erasure, clock)).do(Pace(clock))
            count += 1
    failed.tell()
    return count


@dataclass(slots=True)
class _Work:
    """One erasure, from whatever is left of it. Each part does again what it finds, and finds what is left."""

    steps: Steps
    erased: Erased = field(default_factory=Erased)
    # Of a comment that could not be erased: all else goes all the same, and it is tried again.
    failure: Exception | None = None

    @property
    def email(self) -> str:
        address: str = self.steps.erasure.address
        return address

    def do(self, pace: Pace) -> Erased:
        ends_at = time.monotonic() + pace.seconds
        for progress in self._all():
            pace.tell(progress)
            if time.monotonic() >= ends_at:
                self._leave()
                return self.erased
        sweep_mail_files()
        return self.erased

    def _leave(self) -> None:
        """To the worker, unless another process has done it all meanwhile."""
        let_go(self.steps.erasure)
        left = Erasure.objects.filter(pk=self.steps.erasure.pk).first()
        self.erased.goes_on = left is not None
        self.erased.count(counts_of(left) if left else counts_recorded(self.steps.erasure))

    def _all(self) -> Iterator[ErasureProgress]:
        found = traces_of(self.email)
        yield from self._hide(found)
        # Before the comments: a notice of the same person is taken back, and keeps nothing any more.
        yield from self._rest(found.notices, self._erase_notice)
        yield from self._erase_comments(found)
        up_to = self.steps.erasure.suspensions_up_to
        yield from self._rest([pk for pk in found.suspensions if pk > up_to], self._erase_suspension)
        if not self.erased.held:
            yield from self._rest(self._mails(), self._forget_mails)
        if self.failure is not None:
            raise self.failure
        self._finish()

    def _hide(self, found: Traces) -> Iterator[ErasureProgress]:
        """Of very many first off the page what is on it, or could come to it meanwhile."""
        if len(found.comments) <= _FEW:
            return
        shown = shown_among(found.comments)
        for seen in self._short_steps(_in_groups(shown, _HIDDEN_AT_ONCE), self._hide_some):
            yield ErasureProgress(ErasureStage.HIDING, min(seen * _HIDDEN_AT_ONCE, len(shown)), len(shown))

    def _hide_some(self, numbers: Sequence[int]) -> None:
        hide(numbers, now=self.steps.clock())

    def _erase_comments(self, found: Traces) -> Iterator[ErasureProgress]:
        # One group at least: what other rooms hold under the address goes, too.
        groups = _in_groups(found.comments, _ERASED_AT_ONCE) or [()]
        before, count = self.steps.erasure.comments_count, len(found.comments)
        for seen in self._short_steps(groups, self._erase_some):
            at = min(seen * _ERASED_AT_ONCE, count)
            yield ErasureProgress(ErasureStage.COMMENTS, before + at, before + count)

    def _erase_some(self, numbers: Sequence[int]) -> None:
        """Some comments, and before their keys go what is found by them."""
        now, asked = self.steps.clock(), self.steps.erasure
        found = Comment.objects.locked_all(numbers)
        comments = [each for each in found if each.status != Status.ERASED]
        erase_with(who_is(comments, self.email), now=now)
        kept = kept_among(comments, now=now)
        for comment in comments:
            why = kept.get(comment.subject)
            if why and why.hold:
                self.erased.keep(why.hold.subject)
            elif why:
                put_off(comment, reason=asked.reason, by=asked.person, now=now)
                self.erased.put_off += (why,)
        self._erase_free([each for each in comments if each.subject not in kept], now)

    def _erase_free(self, comments: Sequence[Comment], now: datetime) -> None:
        """Together; where that fails one by one, so that one that cannot go keeps no other."""
        asked = self.steps.erasure
        try:
            with one_turn():
                mails_count = erase_words_of(comments, reason=asked.reason, by=asked.person, now=now)
        except Exception as failure:
            if len(comments) == 1:
                self.failure = failure
                return
            for comment in Comment.objects.locked_all([each.pk for each in comments]):
                self._erase_free([comment], now)
        else:
            self.steps.add("comments", len(comments))
            self.steps.add("mails", mails_count)

    def _erase_notice(self, pk: UUID) -> None:
        now = self.steps.clock()
        notice = Notice.objects.select_for_update().filter(pk=pk).exclude(email_key="").first()
        if notice is None:
            return
        try:
            check_not_held(notice.record_name, now=now)
            if notice.subject:
                check_not_held(notice.subject, now=now)
        except OnHold as held:
            self.erased.keep(held.hold.subject)
            return
        forget_notice(notice, reason=self.steps.erasure.reason, now=now)
        self.steps.add("notices")
        public_id = public_id_of(notice.subject)
        comment = Comment.objects.select_for_update().filter(public_id=public_id).first()
        if comment is not None:
            mark_matters(comment)

    def _erase_suspension(self, pk: int) -> None:
        """Those whose comment is kept stay with it."""
        restriction = Restriction.objects.select_related("comment").filter(pk=pk).first()
        kept = {*self.erased.held, *(each.subject for each in self.erased.put_off)}
        if restriction is not None and restriction.comment.subject not in kept:
            erase_restriction(restriction, reason=self.steps.erasure.reason, now=self.steps.clock())
            self.steps.add("suspensions")
        self.steps.passed_suspension(pk)

    def _mails(self) -> Iterator[Sequence[int]]:
        """Those of the outbox that are left, some at a time; each time from behind the last one."""
        last = 0
        rows = OutboxMessage.objects.to_address(self.email).order_by("pk").values_list("pk", flat=True)
        while numbers := list(rows.filter(pk__gt=last)[:_MAILS_AT_ONCE]):
            yield numbers
            last = numbers[-1]

    def _forget_mails(self, numbers: Sequence[int]) -> None:
        mails = OutboxMessage.objects.filter(pk__in=numbers)
        self.steps.add("mails", forget_mails(mails, now=self.steps.clock()))

    def _finish(self) -> None:
        """What was done stands in the record; the row goes, and with it the address."""
        asked, erased = self.steps.erasure, self.erased
        with one_turn():
            ended = self.steps.close()
            if ended is None:
                # Another process was faster, and has written it.
                erased.count(counts_recorded(asked))
                return
            erased.count(counts_of(ended))
            # As files under every way in which the address was written.
            note_forgotten([] if erased.held else [self.email])
            payload = {
                **counts_of(ended),
                "erasure": ended.pk,
                "held": len(erased.held),
                "put_off": len(erased.put_off),
                "reason": asked.reason,
                "person": asked.person,
            }
            record(kind=PERSON_ERASED, subject="paper", payload=payload, now=self.steps.clock())
            overwrite_on_commit()

    def _rest(self, things: Iterable[Thing], do: Callable[[Thing], object]) -> Iterator[ErasureProgress]:
        asked = self.steps.erasure
        for _done in self._short_steps(things, do):
            yield ErasureProgress(ErasureStage.REST, 0, asked.found_count)

    def _short_steps(self, things: Iterable[Thing], do: Callable[[Thing], object]) -> Iterator[int]:
        """How many of the things were seen, after each step."""
        for done in short_steps(things, do, within=self.steps.step):
            yield done.seen


def _in_groups(numbers: Sequence[int], size: int) -> list[Sequence[int]]:
    return [numbers[at : at + size] for at in range(0, len(numbers), size)]
