"""Which policy is in force, and its words in a reader's language."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.kit.work.one_trip import DatabaseQuestion, ask
from kawaraban.law.models import PolicyText, PolicyVersion


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """One version in one language. `language` is that of the words, which may not be the one asked for."""

    number: int
    effective_at: datetime | None
    language: str
    introduction: str
    responsibility: str


def policy_in_force(now: datetime) -> PolicyVersion | None:
    """The version in force; None before the first one."""
    return PolicyVersion.objects.in_force_at(now).first()


def number_at(moment: datetime) -> DatabaseQuestion[int]:
    """The number alone, 0 before the first version. By hand: every batch of comments asks it inside its transaction."""
    return DatabaseQuestion(
        "SELECT max(number) FROM law_policyversion WHERE effective_at <= %s",
        [connection.ops.adapt_datetimefield_value(moment)],
        lambda rows: rows[0][0] or 0,
    )


def policy_number_at(moment: datetime) -> int:
    """The same, asked by itself."""
    return ask(connection, number_at(moment))


def policy_text(version: PolicyVersion, language: str) -> PolicyText | None:
    """Its text in this language, else in the nearest one that there is; None when it has none at all."""
    texts = {text.language: text for text in version.texts.order_by("pk")}
    chosen = nearest_language(language, list(texts))
    return texts[chosen] if chosen else None


def words_in_force(language: str, *, now: datetime) -> DatabaseQuestion[PolicyWords]:
    """What stands beside the comment box, as a question. Without any policy: number 0 and the sentence of law."""
    # The newest alone: a version has its texts, and a paper many versions.
    newest = "SELECT max(number) FROM law_policyversion WHERE effective_at <= %s"
    return DatabaseQuestion(
        "SELECT version.number, version.effective_at, text.language, text.introduction, text.responsibility"  # noqa: S608
        " FROM law_policyversion version LEFT JOIN law_policytext text ON text.version_id = version.id"
        f" WHERE version.number = ({newest}) ORDER BY text.id",
        [connection.ops.adapt_datetimefield_value(now)],
        lambda rows: _words_of(rows, language),
    )


def _words_of(rows: list[Any], language: str) -> PolicyWords:
    texts = {row[2]: row for row in rows if row[2]}
    chosen = nearest_language(language, list(texts))
    if chosen:
        number, effective_at, _language, introduction, responsibility = texts[chosen]
        return PolicyWords(number, _aware(effective_at), chosen, introduction, responsibility)
    with override(language):
        sentence = _("You answer for what you send.")
    if rows:
        return PolicyWords(rows[0][0], _aware(rows[0][1]), language, "", sentence)
    return PolicyWords(0, None, language, "", sentence)


def _aware(moment: datetime) -> datetime:
    """SQLite keeps no zone: what is written there is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def policy_url(number: int) -> str:
    """The page of one version of the policy; of the one in force for 0."""
    return f"/policy/{number}/" if number else "/policy/"


def nearest_language(wanted: str, there_are: list[str]) -> str:
    """The language itself, else its base ("tr" for "tr-cy"), else the paper's, else the first; "" of none."""
    for candidate in (wanted, wanted.split("-")[0], settings.LANGUAGE_CODE):
        if candidate in there_are:
            return candidate
    return there_are[0] if there_are else ""
