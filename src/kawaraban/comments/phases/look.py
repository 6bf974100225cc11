"""What every phase is given, and what an adviser gives back. A phase asks nobody: all that it needs is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kawaraban.comments.lookups import ParentFacts, Sending, Suspension, ThreadFacts
from kawaraban.comments.submission import Submission
from kawaraban.comments.triaged import Said
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
class PaperState:
    """What is the same for every submission of one batch."""

    is_open: bool
    closed_reason: str
    staff_names: tuple[str, ...]  # and those of the paper
    languages: frozenset[str]
    nudges: bool = False  # writers are asked once


@dataclass(frozen=True, slots=True)
class Look:
    """One submission with what is known about it. An unknown thread or parent is None."""

    submission: Submission
    text: str  # normalised: for reading, never for storing
    text_key: str
    sender_key: str
    wider_keys: tuple[str, ...]  # of the networks around an IPv6 household
    email_key: str
    fingerprint: str
    proof: str  # of the form's nonce; "" without one
    now: datetime
    house: PaperState
    thread: ThreadFacts | None
    parent: ParentFacts | None
    first_sending: Sending | None  # the same words from the same sender to the same place
    suspension: Suspension | None  # of this connection or e-mail address
    sent_lately: Sequence[Sequence[datetime]]  # from the household and each network around it, newest first
    times_sent: int  # the same text, anywhere
    times_refused: int  # comments of this sender
    triage: Said | None = None  # None: the paper has turned it off
