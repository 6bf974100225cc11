"""The mails to the author of a comment, in the author's language. They wait in the outbox for the time of undo.

    post_letter(LETTERS.get("comment_approved"), comment, decision, now=now)

What each act tells its author is one table, `LETTERS`; an act that has no row there tells nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.comments.models import Comment
from kawaraban.law.demands.sources import is_told_later
from kawaraban.law.models import Decision, OutboxMessage, Provision, Statement, Visibility
from kawaraban.law.models.decisions import Measure
from kawaraban.law.outbox import written


def comment_url(comment: Comment) -> str:
    """The lasting address of a comment on its page."""
    return f"{settings.SITE_URL}/c/{comment.public_id}/"


def tracking_url(comment: Comment) -> str:
    """The page on which its author follows it. Whoever knows it may act for the author."""
    return f"{settings.SITE_URL}/track/{comment.tracking_token}/"


@dataclass(frozen=True, slots=True)
class AuthorLetter:
    """What is written. Empty paragraphs are left out."""

    heading: str
    paragraphs: tuple[str, ...]


# In the active language; `now` is when it is written.
LetterOf = Callable[[Comment, Decision, datetime], AuthorLetter]


def post_letter(letter_of: LetterOf | None, comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Put it into the outbox, in the author's language, if there is one to write and an address was left."""
    message = letter_to(letter_of, comment, decision, now=now)
    if message is not None:
        message.save(force_insert=True)


def letter_to(
    letter_of: LetterOf | None, comment: Comment, decision: Decision, *, now: datetime
) -> OutboxMessage | None:
    """The mail, which is not in the outbox yet; None where there is nothing to write, or nobody to write to."""
    if letter_of is None or not comment.email:
        return None
    with override(comment.language):
        letter = letter_of(comment, decision, now)
        greeting = _("Hello %(name)s,") % {"name": comment.name}
    return written(
        recipient=comment.email,
        heading=letter.heading,
        body="\n\n".join(filter(None, (greeting, *letter.paragraphs))) + "\n",
        language=comment.language,
        decision=decision,
        subject=decision.subject,
        now=now,
    )


def approval(comment: Comment, decision: Decision, now: datetime) -> AuthorLetter:
    """That it is published."""
    words = _("your comment to “%(title)s” is published: %(url)s")
    return AuthorLetter(_("Your comment is published"), (words % _place(comment), follow_words(comment)))


def statement(comment: Comment, decision: Decision, now: datetime) -> AuthorLetter:
    """What was restricted, why, and what can be done (DSA Art. 17).

    Where an order says that nothing may be told yet: what was done, and that the reasons follow (Art. 9(5)). They are
    told by this, too, when the day has come (`comments/mails/reasons_told_later.py`).
    """
    headings: dict[Measure | None, str] = {
        Visibility.REFUSED: _("Your comment is not published"),
        Visibility.REMOVED: _("Your comment was taken off the page"),
        Visibility.WITHHELD: _("Your comment is being looked at again"),
        Provision.PARTIAL_SUSPENSION: _("No comments are taken from you for now"),
    }
    stated = decision.statement
    is_told = not is_told_later(decision, now=now)
    reasons = _reasons(stated) if is_told else (reasons_follow(),)
    return AuthorLetter(headings[decision.measure], (stated.measure, *reasons, follow_words(comment)))


def reasons_follow() -> str:
    """What stands in the place of the reasons until they may be told, in the active language."""
    return _("The reasons are told to you later, as soon as the paper may.")


def _reasons(stated: Statement) -> tuple[str, ...]:
    return (
        _("The ground: %(ground)s") % {"ground": stated.ground_words},
        stated.facts,
        stated.automation,
        stated.redress,
    )


def sending_back(comment: Comment, decision: Decision, now: datetime) -> AuthorLetter:
    """What its author is asked to change."""
    words = _("a moderator asks you to change something in your comment to “%(title)s”:")
    where = _("Change your words here; they keep their place in the queue: %(url)s")
    return AuthorLetter(
        _("Please change your comment"),
        (words % _place(comment), decision.note, where % {"url": tracking_url(comment)}),
    )


def reopening(comment: Comment, decision: Decision, now: datetime) -> AuthorLetter:
    """That it is shown again."""
    words = _("your comment to “%(title)s” was looked at again and is back on the page: %(url)s")
    # The note may speak of an order of which nothing may be told yet.
    note = "" if is_told_later(decision, now=now) else decision.note
    return AuthorLetter(
        _("Your comment is shown again"),
        (words % _place(comment), note, follow_words(comment)),
    )


def upholding(comment: Comment, decision: Decision, now: datetime) -> AuthorLetter:
    """That the appeal is dismissed, and why."""
    words = _("another person has looked again at your comment to “%(title)s”. The decision holds:")
    return AuthorLetter(
        _("Your appeal was decided"),
        (words % _place(comment), decision.note, by_a_person(), follow_words(comment)),
    )


def by_a_person() -> str:
    """How an appeal was decided, and what is left to do, in the active language."""
    return _("A person decided, without a machine. You may go to court.")


def reinstatement(comment: Comment, decision: Decision, now: datetime) -> AuthorLetter:
    """That the appeal is granted, and that the earlier message does not hold any more."""
    words = _("another person has looked again at your comment to “%(title)s”. It is published: %(url)s")
    sorry = _("What we told you before does not hold any more. We are sorry.")
    return AuthorLetter(
        _("Your appeal was granted"),
        (words % _place(comment), sorry, decision.note, follow_words(comment)),
    )


def _place(comment: Comment) -> dict[str, str]:
    return {"title": comment.thread.title, "url": comment_url(comment)}


def follow_words(comment: Comment) -> str:
    """Where the comment can be followed, in the active language."""
    return _("Here you can follow your comment: %(url)s") % {"url": tracking_url(comment)}


# By what the record calls the act.
LETTERS: dict[str, LetterOf] = {
    "comment_approved": approval,
    "comment_rejected": statement,
    "comment_removed": statement,
    "comment_withheld": statement,
    "comment_returned": sending_back,
    "comment_reopened": reopening,
    "decision_upheld": upholding,
    "comment_reinstated": reinstatement,
}
