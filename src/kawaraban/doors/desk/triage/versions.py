"""What is in use, what was before, and by which figures each was put to use or was not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kawaraban.doors.desk.triage.words import language_words, percent_words
from kawaraban.law.programs.listed import joined
from kawaraban.triage.models import SiteVersion
from kawaraban.triage.taught.layer import Taught
from kawaraban.triage.taught.rules import Rules

# As many as are kept.
_SHOWN: Final = 10
_CODE_SIGNS: Final = 12


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version; `before` and `after` say how well the old and the new one sort what is kept for it."""

    digest: str
    made_at: datetime
    lessons_count: int
    before: str
    after: str
    was_published: bool
    is_in_use: bool

    @property
    def code(self) -> str:
        """As much of the digest as tells two versions apart."""
        return self.digest[:_CODE_SIGNS]


@dataclass(frozen=True, slots=True)
class VersionsPart:
    """`in_use` is what decisions note as the model's version."""

    in_use: str
    base: str
    languages: str
    lessons_count: int
    may_go_to_base: bool
    rows: tuple[VersionRow, ...]


def versions_part(taught: Taught, rules: Rules) -> VersionsPart:
    """One query, and none of the weights."""
    newest = SiteVersion.objects.order_by("-pk").defer("weights")[:_SHOWN]
    rows = tuple(_row(version, is_in_use=version.pk == rules.version_id) for version in newest)
    return VersionsPart(
        in_use=taught.version,
        base=taught.model.version,
        languages=joined(language_words(code) for code in sorted(taught.model.languages)),
        lessons_count=next((row.lessons_count for row in rows if row.is_in_use), 0),
        may_go_to_base=taught.version != taught.model.version,
        rows=rows,
    )


def _row(version: SiteVersion, *, is_in_use: bool) -> VersionRow:
    figures: Mapping[str, Any] = version.figures
    return VersionRow(
        digest=version.digest,
        made_at=version.made_at,
        lessons_count=version.lessons_count,
        before=percent_words(figures.get("auc_before")),
        after=percent_words(figures.get("auc_after")),
        was_published=version.was_published,
        is_in_use=is_in_use,
    )
