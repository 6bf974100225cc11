"""What a moderator judged: one revision of one comment, and whether they saw that something waits about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """The comment and the revision that a moderator read. A decision about another revision is refused.

    `saw_matter`: the card showed a report or an appeal. Where two moderators answer the same one, the first answer
    counts. That holds also where the comment could have been decided without it.

    `saw_hint`: the card said what the model suspects. `rank` is where the comment stood in the list that the moderator
    had, from 1; `seconds` how long they had the card. None of the two: nobody knows.
    """

    comment_id: int
    revision_number: int
    saw_matter: bool = False
    saw_hint: bool = False
    rank: int | None = None
    seconds: int | None = None
