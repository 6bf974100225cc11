"""What is in use, what was before, and by which figures each was put to use or was not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from kawaraban.doors.desk.triage.words import language_words, percent_words
from kawaraban.law.programs.listed import joined
from kawaraban.triage.model.weights import DamagedWeights
from kawaraban.triage.models import SiteVersion
from kawaraban.triage.taught.layer import Taught, current
from kawaraban.triage.taught.published import may_be_used, versions
from kawaraban.triage.taught.rules import Rules

_CODE_SIGNS: Final = 12


# Why a version was not put to use, by the codes of `triage/learning/gates.py`.
_REFUSALS: Final = {
    "few_lessons": _("too little to judge it by"),
    "below_base": _("sorts worse than the base model"),
    "below_used": _("sorts worse than the one in use"),
    "fairness": _("treats groups of people less alike"),
}


@dataclass(frozen=True, slots=True)
class TaughtVersionRow:
    """One version; `before` and `after` say how well the old and the new one sort what is kept for it.

    `refused` says why it was not put to use, "" where it was.
    """

    digest: str
    made_at: datetime
    lessons_count: int
    before: str
    after: str
    refused: str
    is_in_use: bool
    may_be_used: bool

    @property
    def code(self) -> str:
        """As much of the digest as tells two versions apart."""
        return self.digest[:_CODE_SIGNS]


@dataclass(frozen=True, slots=True)
class VersionsPart:
    """`in_use` is what decisions note as the model's version.

    `is_set_aside`: a version is chosen, and the model goes on without it.
    """

    in_use: str
    is_set_aside: bool
    base: str
    languages: str
    lessons_count: int
    may_go_to_base: bool
    rows: tuple[TaughtVersionRow, ...]


def in_use() -> Taught | None:
    """None where the files of the base model are gone or damaged: the page says so, and its switches still work."""
    try:
        return current()
    except (OSError, DamagedWeights):
        return None


def versions_part(taught: Taught, rules: Rules) -> VersionsPart:
    """One query, and none of the weights."""
    rows = tuple(_row(version, taught, rules) for version in versions())
    return VersionsPart(
        in_use=taught.version,
        is_set_aside=rules.version_id is not None and taught.site is None,
        base=taught.model.version,
        languages=joined(language_words(code) for code in sorted(taught.model.languages)),
        lessons_count=next((row.lessons_count for row in rows if row.is_in_use), 0),
        may_go_to_base=rules.version_id is not None or taught.site is not None,
        rows=rows,
    )


def refusal_words(version: SiteVersion) -> str:
    """Why it was not put to use; "" of one that was."""
    if version.was_published:
        return ""
    return joined(str(_REFUSALS.get(code, code)) for code in version.figures.get("refused", ()))


def _row(version: SiteVersion, taught: Taught, rules: Rules) -> TaughtVersionRow:
    is_in_use = version.pk == rules.version_id
    return TaughtVersionRow(
        digest=version.digest,
        made_at=version.made_at,
        lessons_count=version.lessons_count,
        before=percent_words(version.figures.get("auc_before")),
        after=percent_words(version.figures.get("auc_after")),
        refused=refusal_words(version),
        is_in_use=is_in_use,
        may_be_used=not is_in_use and may_be_used(version, taught.model),
    )
