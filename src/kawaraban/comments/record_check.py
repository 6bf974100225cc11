"""The tables of comments against the record: where each stands, its words in every revision, its name and its marks.

    verify_paper()     # all of `law/verification.py`, and this

The record alone tells where a comment stands (`actions/status.py`): the newest kind that moves it. That holds also
when what its entries say was erased.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kawaraban.comments.actions.status import STATUS_AFTER
from kawaraban.comments.models import Comment, Revision, Status, subject_of
from kawaraban.comments.sealed_rows import RESTRICTIONS, comment_row, revision_row
from kawaraban.law.record_check.entries import BATCH, Read, Said
from kawaraban.law.record_check.report import Report
from kawaraban.law.record_check.rows import Held, added, changed, deleted
from kawaraban.law.record_check.scratch import Scratch
from kawaraban.law.seals import Row, seal
from kawaraban.law.verification import verify

_PREFIX = subject_of("")
_MARKS = {
    "comment_picked": ("picked", 1),
    "comment_unpicked": ("picked", 0),
    "comment_pinned": ("pinned", 1),
    "comment_unpinned": ("pinned", 0),
}
_STATE = ("entry", "status", "revision", "policy", "text", "picked", "pinned")
_KEEP_OLDER = ", ".join(f"{name} = coalesce(excluded.{name}, {name})" for name in _STATE)
_WRITE = (
    f"INSERT INTO comment(subject, {', '.join(_STATE)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  our own names
    f" ON CONFLICT(subject) DO UPDATE SET {_KEEP_OLDER}"
)


def verify_paper() -> Report:
    """Check the record, and everything that it tells of."""
    held = Held(RESTRICTIONS, at="starts_at")
    return verify(held=[held], others=[CommentCheck])


@dataclass(slots=True)
class _State:
    """What the entries of a batch say of a comment; None of what they do not speak of."""

    entry: int = 0
    status: str | None = None
    revision: int | None = None
    policy: int | None = None
    text: str | None = None
    picked: int | None = None
    pinned: int | None = None


class CommentCheck:
    """Takes the entries; then walks through comments and revisions."""

    def __init__(self, report: Report, scratch: Scratch) -> None:
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
            state.status = status.value
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
        columns = (
            *("public_id", "status", "revision_number", "policy_number", "text", "is_picked", "is_pinned"),
            *("name", "language", "sent_at", "thread__locator", "parent__public_id"),
        )
        for row in Comment.objects.order_by("pk").values_list(*columns).iterator(BATCH):
            public_id, status, *others = row
            subject = subject_of(public_id)
            state = self._scratch.ask(
                f"SELECT {', '.join(_STATE)} FROM comment WHERE subject = ?",  # noqa: S608  our own names
                (subject,),
            ).fetchone()
            name, language, sent_at, locator, parent = others[5:]
            if state is None:
                yield from self._without_entry(subject, status, has_words=bool(name or others[2]))
                continue
            self._scratch.write("DELETE FROM comment WHERE subject = ?", [(subject,)])
            entry = state[0]
            faults = list(_faults(status, others, _State(*state), has_name=bool(name)))
            whole = comment_row(
                public_id,
                locator=locator,
                parent=parent or "",
                name=name,
                language=language,
                sent_at=sent_at,
            )
            is_same = self._is_same(whole)
            faults += ["name, place or time"] if is_same is False else []
            self._report.uncompared_count += is_same is None and state[_STATE.index("text")] is not None
            for fault in faults:
                yield changed(entry, f"{subject} ({fault})")
            self._report.rows_count += not faults

    def _without_entry(self, subject: str, status: str, *, has_words: bool) -> Iterator[str]:
        """One that says nothing and is shown as erased may have come from a demo paper of before."""
        if status == Status.ERASED and not has_words:
            self._report.uncompared_count += 1
        else:
            yield added(subject)

    def _is_same(self, row: Row) -> bool | None:
        """Whether the row is as the record holds it; None where that holds nothing, or nothing any more."""
        found = self._scratch.taken("row", row.key, "salt, seal")
        return None if found is None else seal(found[0], row) == found[1]

    def _revisions(self) -> Iterator[str]:
        rows = Revision.objects.order_by("pk").values_list("comment__public_id", "number", "text", "sent_at")
        for public_id, number, text, sent_at in rows.iterator(BATCH):
            text_hash = hashlib.sha256(text.encode()).hexdigest()
            row = revision_row(public_id, number, text_hash=text_hash, sent_at=sent_at)
            found = self._scratch.taken("words", row.key, "entry, text")
            if found is None:
                if not self._scratch.is_unsaid(subject_of(public_id)):
                    yield added(row.key)
            elif found[1] != text_hash or self._is_same(row) is False:
                yield changed(found[0], row.key)
            else:
                self._report.rows_count += 1


def _faults(status: str, others: list[Any], said: _State, *, has_name: bool) -> Iterator[str]:
    """What of a comment is not as its entries say. `others`: revision, policy, text, picked, pinned."""
    revision, policy, text, is_picked, is_pinned = others[:5]
    if status != said.status:
        yield f"status {status}, recorded {said.status}"
    if (is_picked, is_pinned) != (bool(said.picked), bool(said.pinned)):
        yield "marks"
    if said.status == Status.ERASED and (text or has_name):
        yield "words of an erased comment"
    if (
        said.status != Status.ERASED
        and said.text is not None
        and hashlib.sha256(text.encode()).hexdigest() != said.text
    ):
        yield "words"
    if said.revision not in {None, revision} or said.policy not in {None, policy}:
        yield "number of its revision or policy"
