"""The same acts with words that name their comment, crashes in their midst, and what must hold after any of them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from tests.makers.comments import kept_off, rejected, removed, returned, submission, withheld
from tests.makers.law.demands import order_words, ordered, written
from tests.makers.law.redress import noticed, reported
from tests.makers.law.restrictions import restricted
from tests.makers.random_acts import DECISIONS, Newsroom, judged

from kawaraban.comments.actions.acts import APPROVE, KEEP, REOPEN, UPHOLD
from kawaraban.comments.actions.appeal import appeal, appeal_notice
from kawaraban.comments.actions.decide import AlreadyDecided, decide
from kawaraban.comments.actions.demand_items import effect_since
from kawaraban.comments.actions.demands import confirm_receipt, correct_demand, settle_demand
from kawaraban.comments.actions.erasing.comment import erase_comment, erase_due
from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.actions.notices import answer_in_words
from kawaraban.comments.actions.receive import receive
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.mails.reasons_told_later import tell_reasons
from kawaraban.comments.models import Comment, Status
from kawaraban.comments.raised.named import comment_of, is_decided_there
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.models import (
    Decision,
    Demand,
    DemandKind,
    DemandOutcome,
    Hold,
    Notice,
    OutboxMessage,
    Outcome,
    Telling,
)
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record import ledger
from kawaraban.law.record.holds import lift_hold, record_evidence
from kawaraban.law.redress.appeals import SamePerson

_QUOTES = (rejected, removed, withheld, kept_off)
_ANSWERS = ("Your notice was decided", "Your notice was closed")
_WORDS_OF_OTHERS = {"law.Demand"}


class Crash(Exception):
    """The process ends here."""


def word_of(comment: Comment) -> str:
    """What nobody else writes. In lower case, as an index of words has it."""
    found = re.search(r"zq\d+qzx", comment.text)
    return found.group() if found else ""


@dataclass
class Crossing(Newsroom):
    """A newsroom whose words can be found again wherever they are kept."""

    words: dict[int, str] = field(default_factory=dict)

    def act_send(self) -> None:
        under = self.comment.public_id if Comment.objects.exists() and self.random.random() < 0.3 else ""
        email = self.random.choice(["", f"ada{self.step % 5}@example.org"])
        said = {"parent_public_id": under, "email": email, "name": f"Ada zq{self.step}qzx"}
        words = f"Words zq{self.step}qzx."
        receive(
            [submission(self.thread, words, now=self.now, sender_address=self.home, **said)], now=self.now
        )
        newest = Comment.objects.order_by("-pk")[0]
        self.words[newest.pk] = word_of(newest)

    def act_decide(self) -> None:
        rows = Comment.objects.filter(status__in=["pending", "approved", "withheld"]).order_by("pk")
        comment, person = self.random.choice(list(rows)), self.person
        for act in self.random.sample(DECISIONS, len(DECISIONS)):
            said: dict[str, Any] = {}
            if act in _QUOTES and self.random.random() < 0.5:
                said = {"note": f"See {word_of(comment)}.", "passage": word_of(comment)}
            elif act is returned:
                said = {"note": f"Not {word_of(comment)}."}
            with suppress(AlreadyDecided):
                act(comment, person, now=self.now, **said)
                return
        raise AlreadyDecided(comment, None)

    def act_keep(self) -> None:
        comment = self.random.choice(list(Comment.objects.reported()))
        note = f"{word_of(comment)} stays."
        decide(KEEP, judged(comment), Reasons(note=note), moderator=self.person, now=self.now)

    def act_report(self) -> None:
        comment = self.comment
        reported(comment, words=f"Look: {word_of(comment)}.", sender=self.home, now=self.now)

    def act_notice(self) -> None:
        comment = self.comment
        # What leads to no comment of ours is answered, and forgotten, by itself.
        lie = f"{word_of(comment)} is a lie." if comment.status in {"approved", "withheld"} else "A lie."
        noticed(comment, explanation=lie, now=self.now)

    def act_notice_unnamed(self) -> None:
        noticed(self.comment, name="", email="", now=self.now)

    def act_notice_of_two(self) -> None:
        one, other = self.comment, self.comment
        more = (f"https://paper.example/c/{other.public_id}/",)
        noticed(one, more=more, now=self.now)

    def act_answer(self) -> None:
        notice = self.random.choice(list(Notice.objects.open()))
        about = comment_of(notice)
        answer = f"{word_of(about)} is gone." if about else "Not ours."
        answer_in_words(
            notice_id=notice.pk, outcome=Outcome.GONE, answer=answer, person=self.editor, now=self.now
        )

    def act_appeal(self) -> None:
        comment = self.random.choice(list(Comment.objects.filter(status="rejected")))
        self.now += timedelta(seconds=15)
        appeal(tracking_token=comment.tracking_token, words=f"Why {word_of(comment)}?", now=self.now)

    def act_appeal_notice(self) -> None:
        notice = self.random.choice(list(Notice.objects.filter(outcome="no_action")))
        self.now += timedelta(seconds=15)
        about = comment_of(notice)
        appeal_notice(token=notice.token, words=f"It is {about and word_of(about)}.", now=self.now)

    def act_suspend(self) -> None:
        comment = self.comment
        restricted(comment, self.person, note=f"Enough of {word_of(comment)}.", now=self.now)

    def act_order_told_later(self) -> None:
        days, comment = self.random.choice([0.001, 1, 250]), self.comment
        ordered(
            comment,
            person=self.editor,
            now=self.now,
            offence=self.random.choice(["terrorism", "defamation"]),
            scope=f"All of {word_of(comment)}.",
            telling=Telling.LATER,
            tell_from=self.now + timedelta(days=days),
            due_at=self.random.choice([None, self.now + timedelta(hours=5)]),
        )

    def act_order(self) -> None:
        comment = self.comment
        offence = self.random.choice(["terrorism", "defamation"])
        kind = self.random.choice([DemandKind.ACT, DemandKind.ACT, DemandKind.INFORM])
        others = {self.comment} if self.random.random() < 0.3 else set()
        # What is said of several stays with each of them.
        scope = "" if others else f"All of {word_of(comment)}."
        ordered(
            *{comment, *others},
            person=self.editor,
            now=self.now,
            offence=offence,
            kind=kind,
            scope=scope,
        )

    def act_letter(self) -> None:
        comment = self.comment
        written(comment, person=self.person, now=self.now, words=f"{word_of(comment)} is untrue.")

    def act_correct_order(self) -> None:
        order = self.random.choice(list(Demand.objects.open().filter(kind=DemandKind.ACT)))
        words = order_words(
            received_at=order.received_at,
            offence=self.random.choice(["terrorism", "defamation"]),
            telling=order.telling,
            tell_from=order.tell_from,
        )
        ids = [self.comment.public_id] if self.random.random() < 0.5 else []
        correct_demand(demand_id=order.pk, words=words, public_ids=ids, person=self.editor, now=self.now)

    def act_confirm(self) -> None:
        order = self.random.choice(list(Demand.objects.open()))
        confirm_receipt(demand_id=order.pk, person=self.editor, now=self.now)

    def act_gather(self) -> None:
        record_evidence(subject=self.comment.subject, sha256="0" * 64, person=self.publisher, now=self.now)

    def act_send_mails(self) -> None:
        self.now += timedelta(seconds=self.random.choice([0, 15]))
        send_due(now=self.now, limit=500)

    def act_tell(self) -> None:
        tell_reasons(now=self.now)

    def act_erase_by_paper(self) -> None:
        comment = self.comment
        erase_comment(comment_id=comment.pk, reason="Asked.", person=self.publisher, now=self.now)

    def act_crash(self) -> None:
        """Something else, which ends somewhere in its midst: what was committed by then stays."""
        whole = [name for name in dir(self) if name.startswith("act_") and name != "act_crash"]
        left = self.random.randrange(1, 6)
        take = ledger._take_chain

        def end() -> tuple[int, str]:
            nonlocal left
            left -= 1
            if left <= 0:
                raise Crash
            return take()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ledger, "_take_chain", end)
            getattr(self, self.random.choice(sorted(whole)))()

    def settle_everything(self) -> None:
        """Somebody answers all that is open, holds are lifted, and time passes: then nothing is in the way."""
        for comment in Comment.objects.filter(reported_at__isnull=False) | Comment.objects.filter(
            appealed_at__isnull=False
        ):
            self._decide_for_good(comment)
        for hold in Hold.objects.filter(lifted_at=None):
            lift_hold(hold_id=hold.pk, person=self.publisher, now=self.now)
        for notice in Notice.objects.open():
            answer_in_words(
                notice_id=notice.pk, outcome=Outcome.GONE, answer="So.", person=self.editor, now=self.now
            )
        for demand in Demand.objects.open():
            settle_demand(
                demand_id=demand.pk,
                outcome=DemandOutcome.REFUSED,
                answer="So.",
                person=self.editor,
                now=self.now,
            )
        self.now += timedelta(minutes=1)
        send_due(now=self.now, limit=5000)
        erase_due(now=self.now)

    def _decide_for_good(self, comment: Comment) -> None:
        about, why = judged(comment), Reasons(note="So.")
        acts = {act.before: act for act in (APPROVE, KEEP, REOPEN, UPHOLD)}
        act = acts.get(Status(comment.status))
        if act is None:
            return
        with suppress(AlreadyDecided):
            try:
                decide(act, about, why, moderator=self.publisher, now=self.now)
            except SamePerson:
                decide(act, about, why, moderator=self.editor, now=self.now)


def faults_of(room: Crossing) -> Iterator[str]:
    """What is not as it must be, whatever was done."""
    yield from verify_paper().problems
    yield from _words_of_the_erased(room)
    yield from _marks()
    yield from _holds(room.now)
    yield from _deadlines()
    yield from _letters(room.now)
    for comment in Comment.objects.filter(erasure_asked_at__isnull=False).exclude(status=Status.WITHDRAWN):
        yield f"{comment} is to be erased, and stands"


def _everything() -> str:
    return "\n".join(
        str(row)
        for model in apps.get_models()
        if model._meta.label not in _WORDS_OF_OTHERS
        for row in model._default_manager.values_list()
    )


def _words_of_the_erased(room: Crossing) -> Iterator[str]:
    erased = set(Comment.objects.filter(status=Status.ERASED).values_list("pk", flat=True))
    if not erased:
        return
    # The answer to a notice leaves although the comment is gone: it was written to somebody else.
    text = _everything().lower()
    for pk in erased:
        word = room.words.get(pk)
        if word and word in text:
            at = text.index(word)
            yield f"{word} of comment {pk}: …{text[max(0, at - 300) : at + 60]}…"


def _marks() -> Iterator[str]:
    # What is off the page may stand as urgent for a while: of an order about several the last one counts.
    for comment in Comment.objects.filter(status=Status.APPROVED):
        with transaction.atomic():
            was = comment.reported_at, comment.appealed_at
            mark_matters(comment)
            now_is = comment.reported_at, comment.appealed_at
            transaction.set_rollback(True)
        if was != now_is:
            yield f"{comment} waits since {was}, and should since {now_is}"


def _holds(now: datetime) -> Iterator[str]:
    for hold in Hold.objects.standing(now).filter(reason__startswith="2021/784"):
        placing = Decision.objects.filter(subject=hold.subject, decided_at=hold.placed_at)
        if placing and not any(not hasattr(each, "reversal") for each in placing):
            yield f"hold {hold.pk} stands, and its decision was taken back"


def _deadlines() -> Iterator[str]:
    for order in Demand.objects.open().filter(kind=DemandKind.ACT):
        subjects = [item.subject.removeprefix("comment:") for item in order.items.all()]
        if order.effect_at and Comment.objects.filter(public_id__in=subjects, status="approved").exists():
            yield f"{order} is said to be given effect, and its comment is shown"
        if order.effect_at and order.effect_at != effect_since(order):
            yield f"{order} is given effect since {order.effect_at}, and should since {effect_since(order)}"


def _letters(now: datetime) -> Iterator[str]:
    said = [(row.heading, row.body) for row in OutboxMessage.objects.filter(cancelled_at=None)]
    for row in OutboxMessage.objects.filter(cancelled_at=None, sent_at=None, recipient=""):
        yield f"mail {row.pk} leaves to nobody"
    young = Notice.objects.filter(decided_at__gt=now - timedelta(hours=20)).exclude(email="")
    for notice in young:
        count = sum(heading in _ANSWERS and notice.token in body for heading, body in said)
        if count != 1:
            yield f"{notice} ({notice.outcome}) is answered {count} times"
    for comment in Comment.objects.filter(status="rejected").exclude(email=""):
        decided = Decision.objects.filter(subject=comment.subject, reversal=None).exclude(visibility="")
        newest = decided.order_by("-place").first()
        if newest and newest.decided_at > now - timedelta(hours=20):
            mails = OutboxMessage.objects.filter(cancelled_at=None, decision=newest)
            count = sum(comment.tracking_token in row.body for row in mails)
            if not count:
                yield f"the author of {comment} is told nothing"


def stuck(room: Crossing) -> Iterator[str]:
    """What is left when everything is settled."""
    for comment in Comment.objects.filter(erasure_asked_at__isnull=False):
        yield f"{comment} is not erased"
    for notice in Notice.objects.open():
        yield f"{notice} is open; decided there: {is_decided_there(comment_of(notice))}"


def everything_over(room: Crossing) -> None:
    """Years pass."""
    for _hour in range(6):
        room.now += timedelta(days=200)
        tell_reasons(now=room.now)
        send_due(now=room.now + timedelta(minutes=1), limit=5000)
        erase_due(now=room.now)
        retain(now=room.now)
