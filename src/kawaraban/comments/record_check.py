"""The tables of comments against the record: where each stands, its words in every revision, its name and its marks.

    verify_paper()     # all of `law/record/verification.py`, and this

The record alone tells where a comment stands (`actions/status.py`): the newest kind that moves it. That holds also
when what its entries say was erased.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kawaraban.comments.actions.status import STATUS_AFTER
from kawaraban.comments.models import Comment, Revision, Status, subject_of
from kawaraban.comments.sealed_rows import RESTRICTIONS, comment_row, revision_row
from kawaraban.law.record.check.entries import BATCH, Read, Said
from kawaraban.law.record.check.report import CheckReport
from kawaraban.law.record.check.rows import Held, added, changed, deleted
from kawaraban.law.record.check.scratch import Scratch, steps
from kawaraban.law.record.seals import Row, seal
from kawaraban.law.record.verification import verify

_PREFIX = subject_of("")
_MARKS = {
    "comment_picked": ("picked", 1),
    "comment_unpicked": ("picked", 0),
    "comment_pinned": ("pinned", 1),
    "comment_unpinned": ("pinned", 0),
}
_STATE = ("entry", "stands", "revision", "policy", "text", "picked", "pinned")
_KEEP_OLDER = ", ".join(f"{name} = coalesce(excluded.{name}, {name})" for name in _STATE)
_WRITE = (
    f"INSERT INTO comment(subject, {', '.join(_STATE)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  our own names
    f" ON CONFLICT(subject) DO UPDATE SET {_KEEP_OLDER}"
)


def verify_paper(
    *, look: Callable[[int, int], None] | None = None, heads_of_others: Sequence[Path] = ()
) -> CheckReport:
    """Check the record, and everything that it tells of. `look` is told how far it is: so many of so many.

    `heads_of_others`: the files of signed heads of the paper's other nodes.
    """
    held = Held(RESTRICTIONS, at="starts_at")
    return verify(
        held=[held],
        others=[CommentCheck],
        rows=(Comment, Revision),
        look=look,
        heads_of_others=heads_of_others,
    )


_COLUMNS = (
    *("public_id", "status", "revision_number", "policy_number", "text", "is_picked", "is_pinned"),
    *("name", "language", "sent_at", "thread__locator", "parent__public_id"),
)


class _Found(NamedTuple):
    """One comment as it stands in the table: the columns above."""

    public_id: str
    status: str
    revision: int
    policy: int
    text: str
    is_picked: bool
    is_pinned: bool
    name: str
    language: str
    sent_at: datetime
    locator: str
    parent: str | None


@dataclass(slots=True)
class _State:
    """What the entries of a batch say of a comment; None of what they do not speak of."""

    entry: int = 0
    stands: str | None = None
    revision: int | None = None
    policy: int | None = None
    text: str | None = None
    picked: int | None = None
    pinned: int | None = None


class CommentCheck:
    """Takes the entries; then walks through comments and revisions."""

    def __init__(self, report: CheckReport, scratch: Scratch) -> None:
        self._report, self._scratch = report, scratch
        self._batch: dict[str, _State] = {}
        self._words: list[tuple[str, int, str]] = []

    def take(self, entry: Read, said: Said | None) -> None:
        """Whatever moves or marks a comment, and every hash of words."""
        if not entry.subject.startswith(_PREFIX):
            return
        status, mark = STATUS_AFTER.get(entry.kind), _MARKS.get(entry.kind)
        if status is None and mark is None:
            return
        state = self._batch.setdefault(entry.subject, _State())
        state.entry = entry.number
        if mark:
            setattr(state, *mark)
        if status is not None:
            state.stands = status.value
        if status is Status.ERASED:
            state.picked = state.pinned = 0
        if said is not None and (status is Status.ERASED or "text_sha256" in said):
            state.revision, state.policy = said.get("revision"), said.get("policy")
        if said is not None and "text_sha256" in said:
            state.text = said["text_sha256"]
            public_id = entry.subject.removeprefix(_PREFIX)
            self._words.append((f"revision:{public_id}:{state.revision}", entry.number, said["text_sha256"]))

    def flush(self) -> None:
        """Write down what was taken."""
        states = (
            (subject, *(getattr(state, name) for name in _STATE)) for subject, state in self._batch.items()
        )
        self._scratch.write(_WRITE, states)
        self._scratch.write("INSERT OR REPLACE INTO words VALUES (?, ?, ?)", self._words)
        self._batch.clear()
        self._words.clear()

    def problems(self) -> Iterator[str]:
        """Comments, then revisions, then what is gone."""
        yield from self._comments()
        yield from self._revisions()
        for subject, number in self._scratch.ask("SELECT subject, entry FROM comment ORDER BY entry"):
            yield deleted(number, subject)
        for key, number in self._scratch.ask("SELECT key, entry FROM words ORDER BY entry"):
            yield deleted(number, key)

    def _comments(self) -> Iterator[str]:
        rows = Comment.objects.order_by("pk").values_list(*_COLUMNS).iterator(BATCH)
        for step in steps(map(_Found._make, rows)):
            subjects = [subject_of(row.public_id) for row in step]
            said = self._scratch.taken("comment", subjects, _STATE, key="subject")
            held = self._scratch.taken("row", subjects, ("salt", "seal"))
            for subject, row in zip(subjects, step, strict=True):
                if subject not in said:
                    yield from self._without_entry(subject, row)
                    continue
                state = _State(*said[subject])
                faults = list(_faults(row, state, held.get(subject)))
                for fault in faults:
                    yield changed(state.entry, f"{subject} ({fault})")
                self._report.rows_count += not faults
                self._report.uncompared_count += subject not in held and state.text is not None
            self._report.tell()

    def _without_entry(self, subject: str, row: "_Found") -> Iterator[str]:
        """One that says nothing and is shown as erased may have come from a demo paper of before."""
        if row.status == Status.ERASED and not row.text:
            self._report.uncompared_count += 1
        else:
            yield added(subject)

    def _revisions(self) -> Iterator[str]:
        found = Revision.objects.order_by("pk").values_list("comment__public_id", "number", "text", "sent_at")
        for step in steps(found.iterator(BATCH)):
            hashes = [_hash(text) for _id, _number, text, _at in step]
            rows = [
                revision_row(public_id, number, text_hash=text_hash, sent_at=sent_at)
                for (public_id, number, _text, sent_at), text_hash in zip(step, hashes, strict=True)
            ]
            keys = [row.key for row in rows]
            said = self._scratch.taken("words", keys, ("entry", "text"))
            held = self._scratch.taken("row", keys, ("salt", "seal"))
            for (public_id, *_rest), row, text_hash in zip(step, rows, hashes, strict=True):
                if row.key not in said:
                    if not self._scratch.is_unsaid(subject_of(public_id)):
                        yield added(row.key)
                elif said[row.key][1] != text_hash or not _is_as(row, held.get(row.key)):
                    yield changed(said[row.key][0], row.key)
                else:
                    self._report.rows_count += 1
            self._report.tell()


def _is_as(row: Row, held: tuple[str, str] | None) -> bool:
    """Whether the row is as the record holds it; also where that holds nothing, or nothing any more."""
    return held is None or seal(held[0], row) == held[1]


def _faults(row: "_Found", said: _State, held: tuple[str, str] | None) -> Iterator[str]:
    """What of a comment is not as its entries say."""
    whole = comment_row(
        row.public_id,
        locator=row.locator,
        parent=row.parent or "",
        name=row.name,
        language=row.language,
        sent_at=row.sent_at,
    )
    if row.status != said.stands:
        yield f"status {row.status}, recorded {said.stands}"
    if (row.is_picked, row.is_pinned) != (bool(said.picked), bool(said.pinned)):
        yield "marks"
    if said.stands == Status.ERASED and (row.text or row.name):
        yield "words of an erased comment"
    if said.stands != Status.ERASED and said.text not in {None, _hash(row.text)}:
        yield "words"
    if said.revision not in {None, row.revision} or said.policy not in {None, row.policy}:
        yield "number of its revision or policy"
    if not _is_as(whole, held):
        yield "name, place or time"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
