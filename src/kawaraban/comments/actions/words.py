"""Whether the words are still those that a moderator read: who judges a comment judges one revision of it.

A decision about a comment asks the same in `decide._taken`, where it also says who was faster.
"""

from kawaraban.comments.models import Comment


class WordsChanged(Exception):
    """The author has changed the words since they were read."""


def check_words(comment: Comment, revision_number: int) -> None:
    """Raises WordsChanged. The comment is locked."""
    if comment.revision_number != revision_number:
        raise WordsChanged(comment.public_id)
