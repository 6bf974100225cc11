"""The writer's nudge: who is about to hurt others is asked once, before sending, whether the words shall go out so.

    asked_token("You idiot.")              what the form carries from then on: "NQ:1vT..."
    asked_before(token, "You idiot.")      -> NudgeAnswer.KEPT; of other words CHANGED; without a token NOT

Nothing is stored about whoever is asked. The form says itself that its writer was: the token is signed, holds a keyed
hash of the words, and lasts a day. Whoever makes a program leave it out is asked again, and no more than that.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.core import signing
from django.db import Error
from django.db.models import F
from django.utils import timezone

from kawaraban.comments.keyed import keyed
from kawaraban.comments.submission import NudgeAnswer
from kawaraban.kit.graphemes import normalise
from kawaraban.law.grounds import Ground
from kawaraban.triage.models import NudgeDay
from kawaraban.triage.taught.bands import Band
from kawaraban.triage.taught.judgement import Judgement

logger = logging.getLogger(__name__)

_SALT: Final = "kawaraban.comments.nudge"
_MAX_AGE_SECONDS: Final = 24 * 3600
# What hurts somebody. Nobody is asked about spam.
_HURTING: Final = frozenset(
    {
        *(Ground.INSULT, Ground.THREAT, Ground.HARASSMENT, Ground.DEROGATORY),
        *(Ground.VULGAR, Ground.PORNOGRAPHIC, Ground.INDECENT),
    }
)


def is_worth_asking(judged: Judgement | None) -> bool:
    """Whether readers may find the words hurtful: the model is fairly sure of it."""
    return judged is not None and judged.band >= Band.PROBABLY and judged.ground in _HURTING


def asked_token(text: str) -> str:
    """Says that the writer of these words was asked."""
    return signing.dumps(_words_key(text), salt=_SALT)


def asked_before(token: str, text: str) -> NudgeAnswer:
    """What became of the question, by the token that the form carries."""
    if not token:
        return NudgeAnswer.NOT
    try:
        asked_about = signing.loads(token, salt=_SALT, max_age=_MAX_AGE_SECONDS)
    except signing.BadSignature:
        return NudgeAnswer.NOT
    return NudgeAnswer.KEPT if asked_about == _words_key(text) else NudgeAnswer.CHANGED


def count_answers(asked: Sequence[NudgeAnswer], *, now: datetime) -> None:
    """Count what writers did who had been asked. Inside the transaction that stores their comments."""
    if any(each is not NudgeAnswer.NOT for each in asked):
        _count(changed=asked.count(NudgeAnswer.CHANGED), kept=asked.count(NudgeAnswer.KEPT), now=now)


def count_asked(count: int, *, now: datetime) -> None:
    """Count those who were asked. A figure that cannot be written keeps nobody waiting."""
    if not count:
        return
    try:
        _count(shown=count, now=now)
    except Error as failure:
        logger.warning("%d writers were asked and are not counted: %s", count, type(failure).__name__)


def _count(*, shown: int = 0, changed: int = 0, kept: int = 0, now: datetime) -> None:
    day = timezone.localdate(now)
    NudgeDay.objects.get_or_create(day=day)
    NudgeDay.objects.filter(day=day).update(
        shown_count=F("shown_count") + shown,
        changed_count=F("changed_count") + changed,
        kept_count=F("kept_count") + kept,
    )


def _words_key(text: str) -> str:
    """The same for words that a browser has sent with other line ends, or spaced otherwise."""
    return keyed("words that were asked about", " ".join(normalise(text).split()))
