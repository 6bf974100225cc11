"""The mails to the author of a comment, in the author's language. They wait in the outbox for the time of undo."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.comments.models import Comment
from kawaraban.law.demands.sources import is_told_later
from kawaraban.law.models import Decision, Provision, Statement, Visibility
from kawaraban.law.models.decisions import Measure
from kawaraban.law.outbox import post


def comment_url(comment: Comment) -> str:
    """The lasting address of a comment on its page."""
    return f"{settings.SITE_URL}/c/{comment.public_id}/"


def tracking_url(comment: Comment) -> str:
    """The page on which its author follows it. Whoever knows it may act for the author."""
    return f"{settings.SITE_URL}/track/{comment.tracking_token}/"


def post_approval(comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Tell the author, if an address was left."""
    with override(comment.language):
        heading = _("Your comment is published")
        paragraphs = [
            _("Hello %(name)s,") % {"name": comment.name},
            _("your comment to “%(title)s” is published: %(url)s")
            % {"title": comment.thread.title, "url": comment_url(comment)},
            follow_words(comment),
        ]
    post_to_author(comment, decision, heading=heading, paragraphs=paragraphs, now=now)


def post_statement(comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Tell the author of a restriction, why, and what can be done, if an address was left (DSA Art. 17).

    Where an order says that nothing may be told yet: what was done, and that the reasons follow (Art. 9(5)). They are
    told by this, too, when the day has come (`comments/mails/reasons_told_later.py`).
    """
    statement = decision.statement
    is_told = not is_told_later(decision, now=now)
    with override(comment.language):
        headings: dict[Measure | None, str] = {
            Visibility.REFUSED: _("Your comment is not published"),
            Visibility.REMOVED: _("Your comment was taken off the page"),
            Visibility.WITHHELD: _("Your comment is being looked at again"),
            Provision.PARTIAL_SUSPENSION: _("No comments are taken from you for now"),
        }
        heading = headings[decision.measure]
        paragraphs = [
            _("Hello %(name)s,") % {"name": comment.name},
            statement.measure,
            *(_reasons(statement) if is_told else [reasons_follow()]),
            follow_words(comment),
        ]
    post_to_author(comment, decision, heading=heading, paragraphs=paragraphs, now=now)


def reasons_follow() -> str:
    """What stands in the place of the reasons until they may be told, in the active language."""
    return _("The reasons are told to you later, as soon as the paper may.")


def _reasons(statement: Statement) -> list[str]:
    return [
        _("The ground: %(ground)s") % {"ground": statement.ground_words},
        statement.facts,
        statement.automation,
        statement.redress,
    ]


def post_return(comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Ask the author to change something, if an address was left."""
    with override(comment.language):
        heading = _("Please change your comment")
        paragraphs = [
            _("Hello %(name)s,") % {"name": comment.name},
            _("a moderator asks you to change something in your comment to “%(title)s”:")
            % {"title": comment.thread.title},
            decision.note,
            _("Change your words here; they keep their place in the queue: %(url)s")
            % {"url": tracking_url(comment)},
        ]
    post_to_author(comment, decision, heading=heading, paragraphs=paragraphs, now=now)


def post_reopening(comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Tell the author that the comment is shown again, if an address was left."""
    with override(comment.language):
        heading = _("Your comment is shown again")
        paragraphs = [
            _("Hello %(name)s,") % {"name": comment.name},
            _("your comment to “%(title)s” was looked at again and is back on the page: %(url)s")
            % {"title": comment.thread.title, "url": comment_url(comment)},
            # It may speak of an order of which nothing may be told yet.
            "" if is_told_later(decision, now=now) else decision.note,
            follow_words(comment),
        ]
    post_to_author(comment, decision, heading=heading, paragraphs=paragraphs, now=now)


def post_upholding(comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Tell the author that the appeal is dismissed and why, if an address was left."""
    with override(comment.language):
        heading = _("Your appeal was decided")
        paragraphs = [
            _("Hello %(name)s,") % {"name": comment.name},
            _("another person has looked again at your comment to “%(title)s”. The decision holds:")
            % {"title": comment.thread.title},
            decision.note,
            _("A person decided, without a machine. You may go to court."),
            follow_words(comment),
        ]
    post_to_author(comment, decision, heading=heading, paragraphs=paragraphs, now=now)


def post_reinstatement(comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Tell the author that the appeal is granted, and that the earlier message does not hold any more."""
    with override(comment.language):
        heading = _("Your appeal was granted")
        paragraphs = [
            _("Hello %(name)s,") % {"name": comment.name},
            _("another person has looked again at your comment to “%(title)s”. It is published: %(url)s")
            % {"title": comment.thread.title, "url": comment_url(comment)},
            _("What we told you before does not hold any more. We are sorry."),
            decision.note,
            follow_words(comment),
        ]
    post_to_author(comment, decision, heading=heading, paragraphs=paragraphs, now=now)


def follow_words(comment: Comment) -> str:
    """Where the comment can be followed, in the active language."""
    return _("Here you can follow your comment: %(url)s") % {"url": tracking_url(comment)}


def post_to_author(
    comment: Comment, decision: Decision, *, heading: str, paragraphs: list[str], now: datetime
) -> None:
    """Put it into the outbox, if an address was left. Empty paragraphs are left out."""
    if comment.email:
        post(
            recipient=comment.email,
            heading=heading,
            body="\n\n".join(filter(None, paragraphs)) + "\n",
            language=comment.language,
            decision=decision,
            now=now,
        )
