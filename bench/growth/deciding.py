"""The decisions of the papers of growth, as `comments/actions/decide.py` writes them, many at a time.

    deciding = Deciding(moderators)
    deciding.plan(window, ...)          each comment gets its moment
    deciding.write(decided, now=...)    decisions, statements, mails; what the record is to say of them

Statements, facts and letters are the product's own; so is what the record says. Only the order of the statements of
SQL is another one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from django.db.models import F

from bench.growth.rows import POLICY, revision_of
from bench.growth.sending import Place, Sent
from kawaraban.comments.actions.acts import APPROVE, REJECT, SEND_BACK, WITHHOLD, Act
from kawaraban.comments.actions.deciding import said
from kawaraban.comments.mails.letters import LETTERS, post_letter
from kawaraban.comments.models import Comment, Status, Thread, subject_of
from kawaraban.law.basis import OWN_INITIATIVE
from kawaraban.law.models import Decision, OutboxMessage, Statement
from kawaraban.law.policy.grounds import ground_named
from kawaraban.law.record.ledger import Record
from kawaraban.law.record.sealed_tables import decision_rows
from kawaraban.law.statement_words import basis_facts, statement_words, with_reason
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

    def write(self, decided: Sequence[Sent], *, now: datetime) -> list[Record]:
        """All that is decided at this moment about these comments. Returns what the record is to say."""
        records: list[Record] = []
        acts = [(sent, act) for sent in decided for act in self._due(sent, now)]
        made = [self._decision(sent, act, now) for sent, act in acts]
        Decision.objects.bulk_create(made)
        stated = [
            _statement(decision, sent.place, now) for (sent, _act), decision in zip(acts, made, strict=True)
        ]
        Statement.objects.bulk_create(statement for statement in stated if statement)
        for (sent, act), decision in zip(acts, made, strict=True):
            if sent.email:
                post_letter(LETTERS.get(act.kind), _comment(sent), decision, now=now)
            records.append(Record(act.kind, decision.subject, said(decision), decision_rows(decision)))
        records += [_withdrawal(sent) for sent in decided if sent.outcome_at == now and _is_withdrawn(sent)]
        return records

    def _due(self, sent: Sent, now: datetime) -> Iterator[Act]:
        acts = _ACTS[sent.fate]
        if sent.decided_at == now:
            yield acts[0]
        if sent.outcome_at == now and len(acts) > 1:
            yield acts[1]

    def _decision(self, sent: Sent, act: Act, now: datetime) -> Decision:
        code = self._chance.choice(_GROUNDS) if act.is_refusal else ""
        ground = ground_named(POLICY, code, sent.place.language) if code else None
        facts = basis_facts(act.visibility, OWN_INITIATIVE, sent.place.language) if act.visibility else ""
        return Decision(
            subject=subject_of(sent.public_id),
            place=_ACTS[sent.fate].index(act) + 1,
            revision_number=revision_of(sent),
            policy_number=POLICY,
            verdict=act.verdict,
            status_before=act.before,
            ground=ground.parent.value if ground else "",
            note=_NOTE if act is SEND_BACK else "",
            visibility=act.visibility or "",
            facts=with_reason(facts, ground.reason if ground else "") if facts else "",
            content_language=sent.place.language,
            content_at=sent.sent_at,
            source=OWN_INITIATIVE.source,
            was_machine_detected=bool(sent.weight),
            automation=OWN_INITIATIVE.automation,
            moderator=self._chance.choice(self._moderators),
            decided_at=now,
        )


def mails_left(*, until: datetime) -> None:
    """Every mail that was due by then has left."""
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None, due_at__lte=until)
    waiting.update(sent_at=F("due_at"), attempts_count=1)


def _statement(decision: Decision, place: Place, now: datetime) -> Statement | None:
    if not decision.visibility:
        return None
    words = statement_words(decision, title=place.title)
    decision.statement = Statement(
        decision=decision,
        language=place.language,
        measure=words.measure,
        ground_words=words.ground_words,
        facts=words.facts,
        automation=words.automation,
        redress=words.redress,
        stated_at=now,
    )
    return decision.statement


def _comment(sent: Sent) -> Comment:
    """As much of it as a letter asks for."""
    return Comment(
        pk=sent.pk,
        public_id=sent.public_id,
        tracking_token=sent.token,
        thread=Thread(pk=sent.place.pk, title=sent.place.title, url=sent.place.url),
        name=sent.name,
        email=sent.email,
        language=sent.place.language,
    )


def _is_withdrawn(sent: Sent) -> bool:
    return sent.fate == Status.WITHDRAWN


def _withdrawal(sent: Sent) -> Record:
    return Record("comment_withdrawn", subject_of(sent.public_id), {"revision": revision_of(sent)})
