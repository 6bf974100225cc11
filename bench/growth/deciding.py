"""The decisions of the papers of growth, as `comments/actions/decide.py` writes them, many at a time.

    deciding = Deciding(moderators)
    deciding.plan(window, ...)          each comment gets its moment
    deciding.write(decided, now=...)    decisions, statements, mails; what the record is to say of them

What a decision says, its statement and its letter are the product's own; so is what the record says. Only the order of
the statements of SQL is another one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from django.db.models import F, prefetch_related_objects

from bench.growth.rows import POLICY, revision_of
from bench.growth.sending import Sent
from kawaraban.comments.actions.acts import APPROVE, REJECT, SEND_BACK, WITHHOLD, Act
from kawaraban.comments.actions.deciding import decided, facts_of, said, statement_of
from kawaraban.comments.actions.reasons import Grounds, reasons_given
from kawaraban.comments.mails.letters import LETTERS, post_letter
from kawaraban.comments.models import Comment, Status, Thread, subject_of
from kawaraban.kit.work.once import once
from kawaraban.law.basis import OWN_INITIATIVE
from kawaraban.law.models import Decision, OutboxMessage, Statement
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.ledger import Record
from kawaraban.law.record.sealed_tables import decision_rows
from kawaraban.people.models import User

_SEED = 13
_GROUNDS = ("insult", "spam", "derogatory")
_NOTE = "Please say it without names."
# What is done to a comment, in order, to bring it where it comes to.
_ACTS: dict[str, tuple[Act, ...]] = {
    "approved": (APPROVE,),
    "rejected": (REJECT,),
    "returned": (SEND_BACK,),
    "withheld": (APPROVE, WITHHOLD),
    "withdrawn": (APPROVE,),
}


class Deciding:
    """`moderators` take turns."""

    def __init__(self, moderators: Sequence[User]) -> None:
        self._chance, self._moderators = Random(_SEED), moderators

    def plan(self, window: Sequence[Sent], moments: Sequence[datetime]) -> None:
        """When each is decided, and what comes of it later: at two of these moments, which are in order."""
        middle = len(moments) // 2
        for sent in window:
            if sent.fate == Status.PENDING:
                continue
            sent.decided_at = self._chance.choice(moments[:middle])
            if sent.fate in {Status.WITHHELD, Status.WITHDRAWN}:
                sent.outcome_at = self._chance.choice(moments[middle:])

    def write(self, due: Sequence[Sent], *, now: datetime) -> list[Record]:
        """All that is decided at this moment about these comments. Returns what the record is to say."""
        records: list[Record] = []
        acts = [(sent, act, _comment(sent, act)) for sent in due for act in self._due(sent, now)]
        prefetch_related_objects([comment for _, _, comment in acts], "findings")
        made = [(act, comment, self._decision(sent, act, comment, now)) for sent, act, comment in acts]
        Decision.objects.bulk_create(decision for _, _, decision in made)
        Statement.objects.bulk_create(
            statement_of(comment, decision, now, saw_hint=True)
            for act, comment, decision in made
            if act.visibility
        )
        for act, comment, decision in made:
            if comment.email:
                post_letter(LETTERS.get(act.kind), comment, decision, now=now)
            records.append(Record(act.kind, decision.subject, said(decision), decision_rows(decision)))
        records += [_withdrawal(sent) for sent in due if sent.outcome_at == now and _is_withdrawn(sent)]
        return records

    def _due(self, sent: Sent, now: datetime) -> Iterator[Act]:
        acts = _ACTS[sent.fate]
        if sent.decided_at == now:
            yield acts[0]
        if sent.outcome_at == now and len(acts) > 1:
            yield acts[1]

    def _decision(self, sent: Sent, act: Act, comment: Comment, now: datetime) -> Decision:
        code = self._chance.choice(_GROUNDS) if act.is_refusal else ""
        facts = facts_of(
            comment,
            subject=comment.subject,
            place=_ACTS[sent.fate].index(act) + 1,
            words_at=sent.sent_at,
        )
        return Decision(
            **facts,
            **decided(comment, act, grounds=_grounds(comment, act, code), basis=OWN_INITIATIVE),
            moderator=self._chance.choice(self._moderators),
            decided_at=now,
        )


def _grounds(comment: Comment, act: Act, code: str) -> Grounds:
    """The same of all in one language."""
    reasons = Reasons(ground=code, note=_NOTE if act is SEND_BACK else "")
    name = ("grounds of growth", act.code, code, comment.language)
    return once(name, lambda: reasons_given(comment, act.needs, reasons))


def mails_left(*, until: datetime) -> None:
    """Every mail that was due by then has left."""
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None, due_at__lte=until)
    waiting.update(sent_at=F("due_at"), attempts_count=1)


def _comment(sent: Sent, act: Act) -> Comment:
    """As it stands before the act: as much of it as decisions and letters ask for."""
    return Comment(
        pk=sent.pk,
        public_id=sent.public_id,
        tracking_token=sent.token,
        thread=Thread(pk=sent.place.pk, title=sent.place.title, url=sent.place.url),
        status=act.before,
        name=sent.name,
        email=sent.email,
        language=sent.place.language,
        text=sent.text,
        revision_number=revision_of(sent),
        policy_number=POLICY,
        sent_at=sent.sent_at,
    )


def _is_withdrawn(sent: Sent) -> bool:
    return sent.fate == Status.WITHDRAWN


def _withdrawal(sent: Sent) -> Record:
    return Record("comment_withdrawn", subject_of(sent.public_id), {"revision": revision_of(sent)})
