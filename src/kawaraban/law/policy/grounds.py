"""The grounds of one version of the policy, in one language: ours in their order, the paper's own under each.

    grounds_of(2, "en")     # (GroundWords("illegal", ...), GroundWords("threat", ...), ...)

A version may word our grounds in its own way and add grounds that sit under exactly one of ours. What is decided
on a ground of the paper is decided on ours above it: figures and authorities read ours. By language a version says
label, explanation and reason (`PolicyGround.words`); what it leaves out is ours, so one of before there were reasons
has ours. Of one request its form, its decision and its page ask for the same version: they are read once
(`kit/work/once.py`).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import override

from kawaraban.kit.work.once import once
from kawaraban.kit.work.one_trip import DatabaseQuestion
from kawaraban.law.grounds import GROUND_KEYS, GROUNDS_THAT_NEED_WORDS, Ground
from kawaraban.law.models import PolicyGround
from kawaraban.law.policy.versions import nearest_language
from kawaraban.law.policy.wording import (
    GROUND_EXPLANATIONS,
    GROUND_LABELS,
    GROUND_REASONS,
    REASON_OF_ANY_GROUND,
)
from kawaraban.press.keys import PAPER_KEY
from kawaraban.press.printing.pieces import KEPT


@dataclass(frozen=True, slots=True)
class GroundWords:
    """`parent` is ours: the ground itself, or the one that this ground of the paper sits under.

    `explanation` says what the ground forbids; `reason` says to the author of one comment why it is not shown.
    """

    code: str
    parent: Ground
    label: str
    explanation: str
    reason: str
    key: str  # on the desk; "" for a ground of the paper
    needs_words: bool

    @property
    def is_own(self) -> bool:
        """Whether the paper added it."""
        return self.code != self.parent.value

    @property
    def needs_law(self) -> bool:
        """Whether the law that is broken is to be named."""
        return self.parent is Ground.ILLEGAL


def grounds_of(policy_number: int, language: str) -> tuple[GroundWords, ...]:
    """All grounds of a version, in order. One query; a number that there is not has our grounds in our words."""
    return once(("grounds", policy_number, language), lambda: _worded(_rows(policy_number), language))


def label_pairs_in_force(language: str, *, now: datetime) -> DatabaseQuestion[tuple[tuple[str, str], ...]]:
    """`label_pairs` of the version in force, as a question: its number need not be known before.

    What it says is kept for whoever asks for this version by its number.
    """
    newest = "SELECT max(number) FROM law_policyversion WHERE effective_at <= %s"
    return DatabaseQuestion(
        "SELECT version.number, own.code, own.parent, own.words FROM law_policyversion version"  # noqa: S608
        f" LEFT JOIN law_policyground own ON own.version_id = version.id WHERE version.number = ({newest})"
        " ORDER BY own.position, own.id",
        [connection.ops.adapt_datetimefield_value(now)],
        lambda rows: _pairs(_worded(_kept(rows), language)),
    )


def _kept(rows: Sequence[Any]) -> list[PolicyGround]:
    grounds = [_ground(*row[1:]) for row in rows if row[1] is not None]
    if rows:
        KEPT.keep(("rows of grounds", rows[0][0]), grounds, keys=[PAPER_KEY])
    return grounds


def _ground(code: str, parent: str, words: str | dict[str, Any]) -> PolicyGround:
    return PolicyGround(
        code=code, parent=parent, words=json.loads(words) if isinstance(words, str) else words
    )


def _worded(rows: Iterable[PolicyGround], language: str) -> tuple[GroundWords, ...]:
    ours: dict[str, PolicyGround] = {}
    under: dict[str, list[PolicyGround]] = defaultdict(list)
    for row in rows:
        if row.is_own:
            under[row.parent].append(row)
        else:
            ours[row.code] = row
    with override(language):
        return tuple(
            words
            for ground in Ground
            for words in (
                _ours(ground, ours.get(ground.value), language),
                *(_own(row, language) for row in under[ground.value]),
            )
        )


def ground_named(policy_number: int, code: str, language: str) -> GroundWords:
    """One of them. Raises ValueError for a code that this version does not know."""
    for words in grounds_of(policy_number, language):
        if words.code == code:
            return words
    raise ValueError(f"policy {policy_number} has no ground {code}")


def label_pairs(policy_number: int, language: str) -> tuple[tuple[str, str], ...]:
    """(label, explanation) of each, as pages list them."""
    return _pairs(grounds_of(policy_number, language))


def _pairs(grounds: Iterable[GroundWords]) -> tuple[tuple[str, str], ...]:
    return tuple((words.label, words.explanation) for words in grounds)


def _rows(policy_number: int) -> Sequence[PolicyGround]:
    return once(
        ("rows of grounds", policy_number),
        lambda: KEPT.of(
            ("rows of grounds", policy_number),
            lambda: list(PolicyGround.objects.filter(version__number=policy_number)),
            keys=[PAPER_KEY],
        ),
    )


def _ours(ground: Ground, row: PolicyGround | None, language: str) -> GroundWords:
    """The paper's words in this very language, else ours in it: rather understood than the paper's own."""
    words = (row.words.get(language) or row.words.get(language.split("-")[0]) or {}) if row else {}
    return GroundWords(
        code=ground.value,
        parent=ground,
        label=words.get("label") or str(GROUND_LABELS[ground]),
        explanation=words.get("explanation") or str(GROUND_EXPLANATIONS[ground]),
        reason=words.get("reason") or str(GROUND_REASONS[ground]),
        key=GROUND_KEYS[ground],
        needs_words=ground in GROUNDS_THAT_NEED_WORDS,
    )


def _own(row: PolicyGround, language: str) -> GroundWords:
    named = [code for code, words in row.words.items() if words.get("label")]
    words = row.words.get(nearest_language(language, named), {})
    parent = Ground(row.parent)
    return GroundWords(
        code=row.code,
        parent=parent,
        label=words.get("label") or row.code,
        explanation=words.get("explanation", ""),
        reason=words.get("reason") or str(REASON_OF_ANY_GROUND),
        key="",
        needs_words=parent in GROUNDS_THAT_NEED_WORDS,
    )
