"""What every phase is given, and what an adviser gives back."""

from dataclasses import dataclass
from datetime import datetime

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.submission import Submission
from kawaraban.law.grounds import Ground


@dataclass(frozen=True, slots=True)
class Finding:
    """What an adviser noticed. `weight` 0..1 sorts; `quote` is the place in the text, or a number as text.

    `ground` is what a refusal might name; None where the finding only helps to read.
    """

    phase: str
    ground: Ground | None
    weight: float
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One submission with what is known about it. `comment_pk` is set when a stored comment is looked at again."""

    submission: Submission
    text: str  # normalised: for reading, never for storing
    text_key: str
    sender_key: str
    fingerprint: str
    thread: Thread | None
    parent: Comment | None
    now: datetime
    comment_pk: int | None = None
