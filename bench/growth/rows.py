"""How what was sent becomes rows: comments, revisions, findings, and what the record says of them.

A column that nobody named gets its default (`law/record/rows.py`); what is reckoned from all comments of a thread is
filled when they are there (`beside.py`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from bench.growth.sending import Sent
from kawaraban.comments.actions.status import Words, record_of_words
from kawaraban.comments.keyed import email_key_of, keyed, sender_keys_of, text_key_of
from kawaraban.comments.models import Comment, Revision, StoredFinding, Thread
from kawaraban.comments.need import need_at
from kawaraban.law.grounds import Ground
from kawaraban.law.record.ledger import Record
from kawaraban.law.record.rows import insert_rows
from kawaraban.law.secret_fields import sealed_token

POLICY = 1
_QUOTE = "https://shop.example/"


@lru_cache(maxsize=4_000)
def _sender_keys(network: str) -> tuple[str, str, str]:
    one, two, three = (*sender_keys_of(network), "", "")[:3]
    return one, two, three


# Every column of a comment that is no default, by its name.
COMMENT: Mapping[str, Callable[[Sent], Any]] = {
    "id": lambda sent: sent.pk,
    "public_id": lambda sent: sent.public_id,
    "tracking_token": lambda sent: sealed_token(sent.token),
    "thread_id": lambda sent: sent.place.pk,
    "parent_id": lambda sent: sent.parent.pk if sent.parent else None,
    "status": lambda sent: sent.fate,
    "name": lambda sent: sent.name,
    "email": lambda sent: sent.email,
    "language": lambda sent: sent.place.language,
    "text": lambda sent: sent.text,
    "revision_number": lambda sent: revision_of(sent),
    "policy_number": lambda _sent: POLICY,
    "sent_at": lambda sent: sent.sent_at,
    "status_changed_at": lambda sent: sent.outcome_at or sent.decided_at or sent.sent_at,
    "need_at": lambda sent: need_at(sent_at=sent.sent_at, weights=[sent.weight]),
    "sender_key": lambda sent: _sender_keys(sent.network)[0],
    "wide_key": lambda sent: _sender_keys(sent.network)[1],
    "widest_key": lambda sent: _sender_keys(sent.network)[2],
    "fingerprint": lambda sent: keyed("comment fingerprint", sent.public_id),
    "text_key": lambda sent: text_key_of(sent.text),
    "email_key": lambda sent: email_key_of(sent.email),
}


def write_comments(window: Sequence[Sent]) -> None:
    """Comments, revisions and findings. Inside a transaction."""
    columns = COMMENT.values()
    insert_rows(Comment, tuple(COMMENT), [[column(sent) for column in columns] for sent in window])
    revisions = [
        (sent.pk, number, text, sent.sent_at)
        for sent in window
        for number, text in enumerate(_texts(sent), 1)
    ]
    insert_rows(Revision, ("comment_id", "number", "text", "sent_at"), revisions)
    found = [
        (sent.pk, revision_of(sent), "links", Ground.SPAM.value, sent.weight, _QUOTE)
        for sent in window
        if sent.weight
    ]
    insert_rows(StoredFinding, ("comment_id", "revision_number", "phase", "ground", "weight", "quote"), found)


def write_threads(rows: Iterable[Mapping[str, Any]]) -> None:
    """Threads, by their columns."""
    rows = list(rows)
    insert_rows(Thread, tuple(rows[0]), [tuple(row.values()) for row in rows])


def records_of(sent: Sent) -> list[Record]:
    """What the record says when the comment comes in: one entry for each revision."""
    texts = _texts(sent)
    kinds = ("comment_received", "comment_revised")
    return [
        record_of_words(_words(sent, number, text), kind=kinds[number - 1])
        for number, text in enumerate(texts, 1)
    ]


def revision_of(sent: Sent) -> int:
    """The number of its newest revision."""
    return 2 if sent.first_text else 1


def _texts(sent: Sent) -> tuple[str, ...]:
    return (sent.first_text, sent.text) if sent.first_text else (sent.text,)


def _words(sent: Sent, number: int, text: str) -> Words:
    return Words(
        public_id=sent.public_id,
        locator=sent.place.locator,
        parent=sent.parent.public_id if sent.parent else "",
        name=sent.name,
        language=sent.place.language,
        sent_at=sent.sent_at,
        text=text,
        revision_number=number,
        policy_number=POLICY,
        revised_at=sent.sent_at,
    )
