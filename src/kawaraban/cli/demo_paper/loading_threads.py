"""Plays the threads: every comment is sent, and every decision taken, by the verbs of the comments room.

All threads are played together in the order of time, as the record would have seen them. A run that was
interrupted goes on where it stopped: what was sent is not sent again, what was decided is not decided again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from kawaraban.cli.demo_paper.loading_matters import play_matter
from kawaraban.cli.demo_paper.stories import WrittenStory
from kawaraban.cli.demo_paper.threads import WrittenComment, WrittenMatter, read_thread
from kawaraban.comments.actions.acts import APPROVE, REJECT, REMOVE, SEND_BACK, WITHHOLD
from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.marks import pick, pin
from kawaraban.comments.actions.receive import receive
from kawaraban.comments.actions.threads import close_thread
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.submission import Refused, Submission
from kawaraban.law.models import Decision
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User
from kawaraban.stories.models import StoryPage

_SITTING = timedelta(minutes=30)
# So long after it was published a comment is taken off the page again, or marked.
_SECOND_LOOK, _MARKED_AFTER = timedelta(minutes=40), timedelta(minutes=5)
_ERASED = "erased"
# What an erased comment said, nobody knows.
_ERASED_WORDS = "…"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a moment: `play` does it."""

    at: datetime
    play: Callable[[], None]


@dataclass(slots=True)
class _Told:
    """One written comment with all that it needs to be sent and decided, and its row once it has been sent."""

    thread: Thread
    written: WrittenComment
    parent: "_Told | None"
    sent_at: datetime
    decided_at: datetime
    moderator: User
    row: Comment | None


def play_threads(
    stories: Mapping[str, tuple[StoryPage, WrittenStory]], *, moderators: Sequence[User], now: datetime
) -> int:
    """Send and decide everything that is written. Returns how many comments there are."""
    threads = [_told(page, written, moderators, now) for page, written in stories.values()]
    events = [event for told in threads for event in _events(told, moderators[-1], now)]
    events += [
        _closing(page, written, moderators[-1], now)
        for page, written in stories.values()
        if written.closed_ago is not None
    ]
    for event in sorted(events, key=lambda event: event.at):
        event.play()
    return sum(len(told) for told in threads)


def _told(page: StoryPage, written: WrittenStory, moderators: Sequence[User], now: datetime) -> list[_Told]:
    thread = Thread.objects.get(locator=page.key)
    comments = read_thread(written.slug, language=written.language)
    rows = {(row.name, row.sent_at): row for row in thread.comments.all()}
    told: list[_Told] = []
    for place, comment in enumerate(comments):
        sent_at = now - comment.sent_ago
        replies = [now - reply.sent_ago for reply in comments if reply.parent == place]
        told.append(
            _Told(
                thread=thread,
                written=comment,
                parent=None if comment.parent is None else told[comment.parent],
                sent_at=sent_at,
                decided_at=_decided_at(comment, replies, now),
                moderator=moderators[_number(comment.text) % len(moderators)],
                # An erased one has no name any more.
                row=rows.get((comment.name, sent_at)) or rows.get(("", sent_at)),
            )
        )
    return told


def _decided_at(comment: WrittenComment, replies: list[datetime], now: datetime) -> datetime:
    """Somebody sits down at the queue every half hour and goes through it in a minute.

    A comment that was answered earlier had been decided earlier: halfway to its first answer.
    """
    sent_at = now - comment.sent_ago
    sitting_at = sent_at + comment.sent_ago % _SITTING + timedelta(seconds=_number(comment.text) % 60)
    return min([sitting_at, *(sent_at + (reply - sent_at) / 2 for reply in replies)])


def _events(thread: Iterable[_Told], editor: User, now: datetime) -> Iterator[Event]:
    for told in thread:
        yield Event(told.sent_at, partial(_send, told))
        if told.written.fate == _ERASED:
            at = min(told.decided_at, now)
            yield Event(at, partial(_erase, told, at))
        elif told.written.withdrawn_after:
            at = told.sent_at + told.written.withdrawn_after
            yield Event(at, partial(_take_back, told, at))
        elif told.written.fate != "pending":
            yield Event(min(told.decided_at, now), partial(_decide, told))
            if told.written.fate in _SECOND_LOOKS:
                at = min(told.decided_at + _SECOND_LOOK, now)
                yield Event(at, partial(_look_again, told, at))
            if told.written.is_picked or told.written.is_pinned:
                at = min(told.decided_at + _MARKED_AFTER, now)
                yield Event(at, partial(_mark, told, editor, at))
            for matter in told.written.matters:
                yield Event(now - matter.ago, partial(_bring_again, told, matter, editor, now - matter.ago))


def _send(told: _Told) -> None:
    if told.row:
        return
    parent = told.parent.row if told.parent else None
    submission = Submission(
        thread_locator=told.thread.locator,
        parent_public_id=parent.public_id if parent else "",
        name=told.written.name,
        text=told.written.text or _ERASED_WORDS,
        email="",
        language=told.written.language,
        sender_address=_address(told.written.sender),
        sent_at=told.sent_at,
    )
    [answer] = receive([submission], now=told.sent_at)
    if isinstance(answer, Refused):
        raise answer
    told.row = Comment.objects.get(public_id=answer.public_id)


def _decide(told: _Told) -> None:
    comment, written = told.row, told.written
    if comment is None or comment.status != Status.PENDING:
        return
    moderator, now = told.moderator, told.decided_at
    act = _FIRST_LOOKS.get(written.fate, APPROVE)
    if act is REJECT and not written.ground:
        act = APPROVE
    decide(act, Judged(comment.pk, 1), _reasons(written), moderator=moderator, now=now)


_FIRST_LOOKS = {"rejected": REJECT, "returned": SEND_BACK}
_SECOND_LOOKS = {"withheld": WITHHOLD, "removed": REMOVE}


def _look_again(told: _Told, at: datetime) -> None:
    """Take off the page what had been published, once."""
    comment, written = told.row, told.written
    decided = Decision.objects.filter(subject=comment.subject) if comment else ()
    if comment is None or written.ground is None or len(decided) != 1:
        return
    act, reasons = _SECOND_LOOKS[written.fate], replace(_reasons(written), passage="")
    decide(act, Judged(comment.pk, 1), reasons, moderator=told.moderator, now=at)


def _reasons(written: WrittenComment) -> Reasons:
    return Reasons(ground=written.ground or "", note=written.note, law=written.law, passage=written.passage)


def _mark(told: _Told, editor: User, at: datetime) -> None:
    """Which comments the newsroom puts first."""
    comment = told.row
    comment = Comment.objects.get(pk=comment.pk) if comment else None
    if comment is None or comment.status != Status.APPROVED:
        return
    if told.written.is_picked:
        pick(comment_id=comment.pk, person=editor, now=at)
    if told.written.is_pinned:
        pin(comment_id=comment.pk, person=editor, now=at)


def _bring_again(told: _Told, matter: WrittenMatter, editor: User, at: datetime) -> None:
    if told.row:
        told.row.refresh_from_db()
        play_matter(told.row, told.written, matter, editor=editor, now=at)


def _take_back(told: _Told, at: datetime) -> None:
    comment = told.row
    if comment and comment.status == Status.PENDING:
        withdraw(tracking_token=comment.tracking_token, now=at)


def _erase(told: _Told, at: datetime) -> None:
    comment = told.row
    if comment and comment.status != Status.ERASED:
        erase_own(tracking_token=comment.tracking_token, now=at)


def _closing(page: StoryPage, written: WrittenStory, person: User, now: datetime) -> Event:
    thread = Thread.objects.get(locator=page.key)
    at = now - (written.closed_ago or timedelta())

    def close() -> None:
        close_thread(thread_id=thread.pk, reason=written.closed_reason, person=person, now=at)

    return Event(at, close)


def _address(sender: str) -> str:
    """One network for each sender, out of the range that documentation may use (RFC 3849)."""
    digest = _digest(sender)
    return f"2001:db8:{digest[:4]}:{digest[4:8]}::1"


def _number(words: str) -> int:
    return int(_digest(words)[:8], 16)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
