"""Coral's external moderation phase: Coral posts a comment before it stands anywhere, and acts on what is answered.

    POST /coral/moderation-phase    X-Coral-Signature: sha256=...    {"action": "NEW", "comment": {"body": "..."}, ...}
    200 {"status": "SYSTEM_WITHHELD", "tags": [],
         "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}],
         "kawaraban": {"ground": "insult", "words": "very probably an insult", ...}}
    204                             nothing is suspected, or the language is not supported: Coral goes on

Nothing is approved and nothing rejected: what is suspected waits in Coral's pending queue, or is flagged for its
reported queue, and people decide. What Coral does not know (`kawaraban`) it passes over.
Described in Coral's documentation, "External Moderation Phases" and "Webhooks" (the signature).
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from kawaraban.law.grounds import Ground
from kawaraban.triage.formats.api_errors import LONGEST_TEXT, ApiError, comment_too_long
from kawaraban.triage.model.heads import GROUND_OF, Head
from kawaraban.triage.model.scores import Scores

CORAL_PATH: Final = "/coral/moderation-phase"
SIGNATURE: Final = "x-coral-signature"
_SIGNED_BY: Final = "sha256="
_MOST_SIGNATURES: Final = 8
_TAG: Final = re.compile(
    r"</?(?:a|b|blockquote|br|code|div|em|i|img|li|ol|p|pre|s|span|strong|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_VERY_PROBABLY: Final = 0.85
_WORDS: Final[Mapping[Ground, str]] = {
    Ground.HARASSMENT: "harassing",
    Ground.INSULT: "an insult",
    Ground.THREAT: "a threat",
    Ground.VULGAR: "vulgar",
    Ground.DEROGATORY: "derogatory of a group of people",
    Ground.PORNOGRAPHIC: "sexual",
    Ground.SPAM: "advertising",
}
# What the desk refuses and no head of the model has a name for.
_NO_GROUND: Final = "against the policy"


@dataclass(frozen=True, slots=True)
class CoralRules:
    """From which probability a comment is flagged, and from which it waits for a moderator. Coral's own is .8."""

    flags_from: float = 0.6
    withholds_from: float = 0.8
    # Of the site: Coral does not say in which language a comment is. "" finds it out.
    language: str = ""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a model, or a model and a desk together, say of a comment.

    `probability`: that it breaks the policy; None where the language is not supported. `ground`: what is suspected,
    None where nobody can say what.
    """

    probability: float | None
    ground: Ground | None
    heads: Mapping[Head, float]
    language: str
    version: str

    @classmethod
    def of(cls, scores: Scores) -> "Suspicion":
        """As the surest head says."""
        head = max(scores.heads, key=lambda each: scores.heads[each], default=None)
        probability = None if head is None else scores.heads[head]
        ground = None if head is None else GROUND_OF[head]
        return cls(probability, ground, scores.heads, scores.language, scores.version)


@dataclass(frozen=True, slots=True)
class CoralAnswer:
    """Status, body ("" of a 204) and headers."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


NOTHING: Final = CoralAnswer(204)


def may_be_signed(header: str) -> bool:
    """Whether it is worth reading the body: something is said to be signed."""
    return _SIGNED_BY in header


def is_signed(header: str, body: bytes, secret: bytes) -> bool:
    """Whether the body was signed with the secret: `sha256=...`, several of them while a secret is being changed."""
    right = (_SIGNED_BY + hmac.new(secret, body, hashlib.sha256).hexdigest()).encode()
    signed = [part.strip() for part in header.split(",", _MOST_SIGNATURES)[:_MOST_SIGNATURES]]
    return any(hmac.compare_digest(right, one.encode("utf-8", "replace")) for one in signed)


def text_of(body: bytes) -> str:
    """The text that is to be judged; blank where there are no words. Raises ApiError for a body that holds none."""
    try:
        text = json.loads(body)["comment"]["body"]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise ApiError("The body is not that of an external moderation phase of Coral.") from None
    if not isinstance(text, str):
        raise ApiError("comment.body is no text.")
    text = _plain(text)
    if len(text.encode("utf-8", "replace")) > LONGEST_TEXT:
        raise comment_too_long()
    return text if text.strip() else ""


def told(suspicion: Suspicion, rules: CoralRules) -> CoralAnswer:
    """What Coral is to do."""
    probability = suspicion.probability
    if probability is None:
        return CoralAnswer(204, headers=(("x-kawaraban-words", "this language is not supported"),))
    least = min(rules.flags_from, rules.withholds_from)
    if probability < least:
        return NOTHING
    grounds = {GROUND_OF[head] for head, value in suspicion.heads.items() if value >= least}
    reasons = {_reason(ground) for ground in grounds | {suspicion.ground}}
    words = _NO_GROUND if suspicion.ground is None else _WORDS[suspicion.ground]
    answer: dict[str, Any] = {
        "tags": [],
        "actions": [{"actionType": "FLAG", "reason": reason} for reason in sorted(reasons)],
        "kawaraban": {
            "ground": "" if suspicion.ground is None else suspicion.ground.value,
            "words": f"{'very probably' if probability >= _VERY_PROBABLY else 'probably'} {words}",
            "probability": round(probability, 4),
            "language": suspicion.language,
            "model": suspicion.version,
        },
    }
    if probability >= rules.withholds_from:
        answer["status"] = "SYSTEM_WITHHELD"
    return CoralAnswer(200, json.dumps(answer, separators=(",", ":")).encode("ascii"))


def _reason(ground: Ground | None) -> str:
    return "COMMENT_DETECTED_SPAM" if ground is Ground.SPAM else "COMMENT_DETECTED_TOXIC"


def _plain(text: str) -> str:
    """The words of what may be HTML, as a phase can be set to send it: its tags say nothing about a person."""
    return unescape(_TAG.sub(" ", text)) if _TAG.search(text) else text
