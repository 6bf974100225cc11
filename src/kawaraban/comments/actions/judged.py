"""What a moderator judged: one revision of one comment, and whether they saw that something waits about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """The comment and the revision that a moderator read. A decision about another revision is refused.

    `saw_matter`: the card showed a report or an appeal. Where two moderators answer the same one, the first answer
    counts. That holds also where the comment could have been decided without it.
    """

    comment_id: int
    revision_number: int
    saw_matter: bool = False
