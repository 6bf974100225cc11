"""Publishing the policy: a new version, changing or dropping one that lies ahead. One in force is never changed.

    draft = draft_of(version)                                       # what the newest version says
    publish_policy(draft, effective_at=..., person=..., now=...)

Each function is one transaction with its entry in the record and the reprint of every page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from kawaraban.kit.text import one_line
from kawaraban.law.grounds import Ground
from kawaraban.law.models import PolicyGround, PolicyText, PolicyVersion
from kawaraban.law.record.ledger import record
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.keys import PAPER_KEY
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn

# By language: two texts that belong together.
Pairs = Mapping[str, tuple[str, str]]
# What a reason is at most: it is quoted in mails, and with other facts in the official database.
REASON_LENGTH = 500
_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")


class AlreadyInForce(Exception):
    """The words under which comments were sent and decided are not changed: a new version is made."""


@dataclass(frozen=True, slots=True)
class GroundDraft:
    """The paper's words for one of our grounds (`code` is ours), or a ground of its own under `parent`.

    `words` by language: label and explanation; of one of ours either may be "" and is ours then. `reasons` by
    language: why such words are not shown, as an author reads it; one that is not there is ours.
    """

    code: str
    parent: Ground
    words: Pairs
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether the paper added it."""
        return self.code != self.parent.value


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """What a version says. `texts` by language: the introduction, and the sentence of responsibility."""

    texts: Pairs
    grounds: tuple[GroundDraft, ...] = field(default=())


def draft_of(version: PolicyVersion) -> PolicyDraft:
    """What a version says, to start a new one from it."""
    return PolicyDraft(
        texts={text.language: (text.introduction, text.responsibility) for text in version.texts.all()},
        grounds=tuple(
            GroundDraft(
                code=row.code,
                parent=Ground(row.parent),
                words={
                    language: (words.get("label", ""), words.get("explanation", ""))
                    for language, words in row.words.items()
                },
                reasons={
                    language: words["reason"] for language, words in row.words.items() if words.get("reason")
                },
            )
            for row in version.grounds.all()
        ),
    )


def frozen_codes(now: datetime) -> dict[str, Ground]:
    """The paper's own codes that have been in force, and what each sits under: neither changes any more."""
    rows = PolicyGround.objects.filter(version__effective_at__lte=now).order_by("version__number")
    return {row.code: Ground(row.parent) for row in rows if row.is_own}


def publish_policy(
    draft: PolicyDraft, *, effective_at: datetime, person: User | None, now: datetime
) -> PolicyVersion:
    """A new version with the next number, in force from `effective_at` and never from before `now`.

    `person` is None where the paper is founded. Raises ValueError for a draft that cannot stand.
    """
    _allowed(person)
    with one_turn():
        _check(draft, now)
        last = PolicyVersion.objects.select_for_update().aggregate(last=Max("number"))["last"] or 0
        version = PolicyVersion.objects.create(number=last + 1, effective_at=max(effective_at, now))
        _write(version, draft, kind="policy_published", person=person, now=now)
    return version


def revise_policy(
    version: PolicyVersion, draft: PolicyDraft, *, effective_at: datetime, person: User | None, now: datetime
) -> PolicyVersion:
    """Change a version that lies ahead. Raises AlreadyInForce when its day has come; ValueError."""
    _allowed(person)
    with one_turn():
        version = _ahead(version, now)
        _check(draft, now)
        version.effective_at = max(effective_at, now)
        version.save(update_fields=["effective_at"])
        _write(version, draft, kind="policy_revised", person=person, now=now)
    return version


def drop_policy(version: PolicyVersion, *, person: User, now: datetime) -> None:
    """Take a version that lies ahead back: it never comes into force. The record keeps what it said.

    Raises AlreadyInForce when its day has come.
    """
    _allowed(person)
    with one_turn():
        version = _ahead(version, now)
        payload = {"effective_at": version.effective_at.isoformat(), "person": person.get_username()}
        subject = f"policy:{version.number}"
        version.delete()
        order_reprint(keys=[PAPER_KEY], reason="policy", now=now)
        record(kind="policy_dropped", subject=subject, payload=payload, now=now)


def _allowed(person: User | None) -> None:
    if person is not None:
        require(person, Verb.EDIT_POLICY)


def _ahead(version: PolicyVersion, now: datetime) -> PolicyVersion:
    version = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    if version.effective_at <= now:
        raise AlreadyInForce
    return version


def _check(draft: PolicyDraft, now: datetime) -> None:
    if not draft.texts or not all(all(pair) for pair in draft.texts.values()):
        raise ValueError("a policy has both texts in one language at least, and both in each that it has")
    codes = [ground.code for ground in draft.grounds]
    if len(codes) != len(set(codes)):
        raise ValueError("a ground stands once in a policy")
    frozen, ours = frozen_codes(now), {ground.value for ground in Ground}
    for ground in draft.grounds:
        if any(len(reason) > REASON_LENGTH for reason in ground.reasons.values()):
            raise ValueError(
                f"a reason of the ground {ground.code} is longer than {REASON_LENGTH} characters"
            )
        if not ground.is_own:
            continue
        if ground.code in ours or not _CODE.fullmatch(ground.code):
            raise ValueError(f"{ground.code} is no code for a ground of the paper")
        if frozen.get(ground.code, ground.parent) is not ground.parent:
            raise ValueError(f"{ground.code} has been in force under {frozen[ground.code]}")
        if not any(label for label, _explanation in ground.words.values()):
            raise ValueError(f"the ground {ground.code} has no name in any language")


def _write(
    version: PolicyVersion, draft: PolicyDraft, *, kind: str, person: User | None, now: datetime
) -> None:
    """The words as given and no others, the entry of the record, the reprint of every page."""
    version.texts.all().delete()
    PolicyText.objects.bulk_create(
        PolicyText(version=version, language=language, introduction=introduction, responsibility=sentence)
        for language, (introduction, sentence) in draft.texts.items()
    )
    version.grounds.all().delete()
    PolicyGround.objects.bulk_create(
        PolicyGround(
            version=version,
            code=ground.code,
            parent=ground.parent.value,
            position=position,
            words=_words(ground),
        )
        for position, ground in enumerate(draft.grounds)
    )
    order_reprint(keys=[PAPER_KEY], reason="policy", now=now)
    payload = {
        "effective_at": version.effective_at.isoformat(),
        "texts": {language: list(text) for language, text in sorted(draft.texts.items())},
        "grounds": [
            {"code": ground.code, "parent": ground.parent.value, "words": _words(ground)}
            for ground in draft.grounds
        ],
        "person": person.get_username() if person else "",
    }
    record(kind=kind, subject=f"policy:{version.number}", payload=payload, now=now)


def _words(ground: GroundDraft) -> dict[str, dict[str, str]]:
    """As they are stored: only the languages in which something is said, a reason only where there is one."""
    stored: dict[str, dict[str, str]] = {}
    for language in sorted({*ground.words, *ground.reasons}):
        label, explanation = ground.words.get(language, ("", ""))
        reason = one_line(ground.reasons.get(language, ""))
        if label or explanation or reason:
            stored[language] = {"label": label, "explanation": explanation}
            stored[language] |= {"reason": reason} if reason else {}
    return stored
