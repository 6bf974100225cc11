"""The paper's own rules for comments, and the notice after sending, in a reader's language (promise P7)."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.kit.work.one_trip import DatabaseQuestion, ask


@dataclass(frozen=True, slots=True)
class HouseWords:
    """Whether the paper takes comments, why not, and what a sender reads after sending."""

    is_open: bool
    closed_reason: str
    notice: str


def house_words(language: str) -> HouseWords:
    """One query."""
    return ask(connection, words_of_house(language))


def words_of_house(language: str) -> DatabaseQuestion[HouseWords]:
    """The same as a question. Without a row of rules comments are open.

    The notice is the site's own text in this language, else our default in this language: a translation that
    readers understand goes before a text of the site that they do not.
    """
    # By hand, as in `lookups.py`: every batch of comments asks it.
    return DatabaseQuestion(
        "SELECT rules.is_open, rules.closed_reason, notice.language, notice.text FROM comments_houserules rules"
        " LEFT JOIN comments_noticetext notice ON notice.rules_id = rules.id ORDER BY rules.id",
        (),
        lambda rows: _words_of(rows, language),
    )


def _words_of(rows: list[Any], language: str) -> HouseWords:
    texts = {row[2]: row[3] for row in rows if row[2]}
    own = texts.get(language) or texts.get(language.split("-")[0])
    is_open, closed_reason = rows[0][:2] if rows else (True, "")
    return HouseWords(
        is_open=bool(is_open), closed_reason=closed_reason, notice=own or _default_notice(language)
    )


def _default_notice(language: str) -> str:
    with override(language):
        return _(
            "Your comment was forwarded to the administrator for approval. Keep the link to follow it: there you "
            "read what was decided, and you can take the comment back."
        )
