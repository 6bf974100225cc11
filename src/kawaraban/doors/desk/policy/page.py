"""What the pages of the policy editor show: the list of versions, and a version as readers will see it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language_info

from kawaraban.law.grounds import Ground
from kawaraban.law.models import PolicyVersion
from kawaraban.law.policy.actions import PolicyDraft
from kawaraban.law.policy.versions import nearest_language
from kawaraban.law.policy.wording import GROUND_EXPLANATIONS, GROUND_LABELS


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of the list. `standing`: "coming", "in_force" or "past"."""

    number: int
    effective_at: datetime
    standing: str
    languages: tuple[tuple[str, str], ...]  # code and own name
    own_grounds_count: int


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A draft as readers will see it, in one language."""

    language: str
    name: str
    introduction: str
    responsibility: str
    grounds: tuple[tuple[str, str], ...]


def version_rows(now: datetime) -> tuple[VersionRow, ...]:
    """All versions, the newest first. Three queries."""
    versions = PolicyVersion.objects.prefetch_related("texts", "grounds")
    in_force = max((version.number for version in versions if version.effective_at <= now), default=0)
    return tuple(
        VersionRow(
            number=version.number,
            effective_at=version.effective_at,
            standing=_standing(version, in_force, now),
            languages=tuple(
                (text.language, str(get_language_info(text.language)["name_local"]))
                for text in version.texts.all()
            ),
            own_grounds_count=sum(ground.is_own for ground in version.grounds.all()),
        )
        for version in versions
    )


def preview(draft: PolicyDraft, language: str) -> PreviewView:
    """The draft in the nearest language that it has. Call it with that language active."""
    chosen = nearest_language(language, list(draft.texts))
    introduction, responsibility = draft.texts[chosen]
    return PreviewView(
        language=chosen,
        name=str(get_language_info(chosen)["name_local"]),
        introduction=introduction,
        responsibility=responsibility,
        grounds=tuple(_grounds(draft, chosen)),
    )


def _standing(version: PolicyVersion, in_force: int, now: datetime) -> str:
    if version.effective_at > now:
        return "coming"
    return "in_force" if version.number == in_force else "past"


def _grounds(draft: PolicyDraft, language: str) -> list[tuple[str, str]]:
    worded = {ground.code: ground.words.get(language, ("", "")) for ground in draft.grounds}
    listed: list[tuple[str, str]] = []
    for ours in Ground:
        label, explanation = worded.get(ours.value, ("", ""))
        listed.append((label or str(GROUND_LABELS[ours]), explanation or str(GROUND_EXPLANATIONS[ours])))
        listed += [
            own.words[nearest_language(language, list(own.words))]
            for own in draft.grounds
            if own.is_own and own.parent is ours
        ]
    return listed
