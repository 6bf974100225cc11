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

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from kawaraban.triage.endpoint.answer import EndpointAnswer, as_json, refusal
from kawaraban.triage.endpoint.questions import Question
from kawaraban.triage.model.heads import GROUND_OF, Head
from kawaraban.triage.model.scores import Context, Scores

SIGNATURE: Final = b"x-coral-signature"
LONGEST_TEXT: Final = 20_480  # bytes, as in the other format
_TAG: Final = re.compile(
    r"</?(?:a|b|blockquote|br|code|div|em|i|img|li|ol|p|pre|s|span|strong|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_VERY_PROBABLY: Final = 0.85
_WORDS: Final[Mapping[Head, str]] = {
    Head.TOXIC: "harassing",
    Head.INSULT: "an insult",
    Head.THREAT: "a threat",
    Head.OBSCENE: "vulgar",
    Head.IDENTITY_ATTACK: "derogatory of a group of people",
    Head.SEXUAL: "sexual",
    Head.SPAM: "advertising",
}


@dataclass(frozen=True, slots=True)
class CoralRules:
    """From which probability a comment is flagged, and from which it waits for a moderator. Coral's own is .8."""

    flags_from: float = 0.6
    withholds_from: float = 0.8
    # Of the site: Coral does not say in which language a comment is. "" finds it out.
    language: str = ""


def question_of(body: bytes, rules: CoralRules) -> Question | EndpointAnswer:
    """The text that is to be judged, or what is said to a body that holds none."""
    try:
        sent = json.loads(body)
        text = sent["comment"]["body"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return refusal(400, "The body is not that of an external moderation phase of Coral.")
    if not isinstance(text, str):
        return refusal(400, "comment.body is no text.")
    text = _plain(text)
    if not text.strip():
        return EndpointAnswer(204)
    if len(text.encode("utf-8", "replace")) > LONGEST_TEXT:
        return refusal(400, "Comment text too long.")
    return Question(
        text,
        Context(expected=rules.language),
        wants_sentences=False,
        answered=lambda scores: told(scores, rules),
    )


def told(scores: Scores, rules: CoralRules) -> EndpointAnswer:
    """What Coral is to do."""
    if not scores.heads:
        return EndpointAnswer(204, headers=(("x-kawaraban-words", "this language is not supported"),))
    head, probability = max(scores.heads.items(), key=lambda each: each[1])
    if probability < min(rules.flags_from, rules.withholds_from):
        return EndpointAnswer(204)
    reasons = {
        "COMMENT_DETECTED_SPAM" if one is Head.SPAM else "COMMENT_DETECTED_TOXIC"
        for one, value in scores.heads.items()
        if value >= rules.flags_from or value >= rules.withholds_from
    }
    answer: dict[str, Any] = {
        "tags": [],
        "actions": [{"actionType": "FLAG", "reason": reason} for reason in sorted(reasons)],
        "kawaraban": {
            "ground": GROUND_OF[head].value,
            "words": f"{'very probably' if probability >= _VERY_PROBABLY else 'probably'} {_WORDS[head]}",
            "probability": round(probability, 4),
            "language": scores.language,
            "model": scores.version,
        },
    }
    if probability >= rules.withholds_from:
        answer["status"] = "SYSTEM_WITHHELD"
    return as_json(200, answer)


def _plain(text: str) -> str:
    """The words of what may be HTML, as a phase can be set to send it: its tags say nothing about a person."""
    return unescape(_TAG.sub(" ", text)) if _TAG.search(text) else text
