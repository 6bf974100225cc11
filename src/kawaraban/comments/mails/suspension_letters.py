"""The mails about what became of a suspension, to the address that was left with its occasion.

That somebody is suspended, and why, is told by `letters.statement`, as of every restriction.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from kawaraban.comments.mails.letters import AuthorLetter, LetterOf, by_a_person, follow_words, statement
from kawaraban.comments.models import Comment
from kawaraban.law.models import Decision


def lifting(comment: Comment, decision: Decision, now: datetime) -> AuthorLetter:
    """That comments are taken again, and why."""
    words = _(
        "comments from your connection and your e-mail address are taken again. What we told you before "
        "about it does not hold any more."
    )
    return AuthorLetter(_("You can send comments again"), (words, decision.note, follow_words(comment)))


def holding(comment: Comment, decision: Decision, now: datetime) -> AuthorLetter:
    """That the appeal is dismissed, and why."""
    words = _(
        "another person has looked again at the decision to take no comments from you for now. It holds:"
    )
    return AuthorLetter(
        _("Your appeal was decided"), (words, decision.note, by_a_person(), follow_words(comment))
    )


# By what the record calls it.
RESTRICTION_LETTERS: dict[str, LetterOf] = {
    "commenter_restricted": statement,
    "restriction_lifted": lifting,
    "restriction_upheld": holding,
}
