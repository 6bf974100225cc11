"""The mails about what became of a suspension, to the address that was left with its occasion.

That somebody is suspended, and why, is told by `messages.post_statement`, as of every restriction.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.comments.mails.letters import follow_words, post_to_author
from kawaraban.comments.models import Comment
from kawaraban.law.models import Decision


def post_lifting(comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Tell that comments are taken again, and why."""
    with override(comment.language):
        heading = _("You can send comments again")
        paragraphs = [
            _("Hello %(name)s,") % {"name": comment.name},
            _(
                "comments from your connection and your e-mail address are taken again. What we told you before "
                "about it does not hold any more."
            ),
            decision.note,
            follow_words(comment),
        ]
    post_to_author(comment, decision, heading=heading, paragraphs=paragraphs, now=now)


def post_holding(comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Tell that the appeal is dismissed, and why."""
    with override(comment.language):
        heading = _("Your appeal was decided")
        paragraphs = [
            _("Hello %(name)s,") % {"name": comment.name},
            _(
                "another person has looked again at the decision to take no comments from you for now. It holds:"
            ),
            decision.note,
            _("A person decided, without a machine. You may go to court."),
            follow_words(comment),
        ]
    post_to_author(comment, decision, heading=heading, paragraphs=paragraphs, now=now)
