"""What a page of the policy shows: one version in one language, and the way to all others (promise P8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info

from kawaraban.law.models import PolicyVersion
from kawaraban.law.policy.grounds import label_pairs
from kawaraban.law.policy.versions import policy_text
from kawaraban.law.policy.withholding import withholding_pair
from kawaraban.look.paper_view import Link


class VersionTime(StrEnum):
    """Where a version stands in time."""

    FUTURE = "future"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class VersionView:
    """One line of the list of versions."""

    number: int
    effective_at: datetime
    standing: VersionTime
    url: str
    is_current: bool  # the one that the page shows


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """`language` is that of the page, `words_language` that of the publisher's own text on it."""

    version: VersionView
    language: str
    words_language: str
    introduction: str
    responsibility: str
    grounds: tuple[tuple[str, str], ...]
    withholding: tuple[str, str]  # name and words of the clause
    versions: tuple[VersionView, ...]  # newest first
    languages: tuple[Link, ...]
    canonical_url: str
    changes_by_itself: bool  # a version lies ahead: on its day this page says something else, with no order


def policy_page(number: int, language: str, *, now: datetime) -> PolicyPage | None:
    """The page; None where there is no such version. Three queries."""
    versions = list(PolicyVersion.objects.prefetch_related("texts"))
    version = next((version for version in versions if version.number == number), None)
    if version is None:
        return None
    in_force = max((v.number for v in versions if v.effective_at <= now), default=0)
    views = tuple(
        _version_view(v, in_force=in_force, now=now, language=language, shown=number) for v in versions
    )
    text = policy_text(version, language)
    return PolicyPage(
        version=next(view for view in views if view.is_current),
        language=language,
        words_language=text.language if text else language,
        introduction=text.introduction if text else "",
        responsibility=text.responsibility if text else "",
        grounds=label_pairs(number, language),
        withholding=withholding_pair(language),
        versions=views,
        languages=language_links("public:policy_version", language, number),
        canonical_url=settings.SITE_URL + address("public:policy_version", language, number),
        changes_by_itself=any(v.effective_at > now for v in versions),
    )


def address(name: str, language: str, *args: int) -> str:
    """The address of a page in a language: the plain one in the paper's own, else with the code at its end."""
    if language == settings.LANGUAGE_CODE:
        return reverse(name, args=args)
    return reverse(f"{name}_in", args=[*args, language])


def language_links(name: str, language: str, *args: int) -> tuple[Link, ...]:
    """The same page in every language of the paper, each named in itself."""
    return tuple(
        Link(
            label=str(get_language_info(code)["name_local"]),
            url=address(name, code, *args),
            language=code,
            is_current=code == language,
        )
        for code, _name in settings.LANGUAGES
    )


def _version_view(
    version: PolicyVersion, *, in_force: int, now: datetime, language: str, shown: int
) -> VersionView:
    if version.effective_at > now:
        standing = VersionTime.FUTURE
    else:
        standing = VersionTime.IN_FORCE if version.number == in_force else VersionTime.REPLACED
    return VersionView(
        number=version.number,
        effective_at=version.effective_at,
        standing=standing,
        url=address("public:policy_version", language, version.number),
        is_current=version.number == shown,
    )
