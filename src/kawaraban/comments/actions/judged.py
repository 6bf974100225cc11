"""What a moderator judged: one revision of one comment, and whether they saw that something waits about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """The words that were read. A decision about others is refused, whatever it says.

    `saw_matter`: a report or an appeal was on the card. Of two who answer the same one, the first one does, also where
    the comment could have been decided about without it.
    """

    comment_id: int
    revision_number: int
    saw_matter: bool = False
