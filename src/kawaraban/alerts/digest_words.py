"""A digest in words, in the language of the person: how many wait, since when, and a few of them with links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_supported_language_variant, ngettext, override
from django.utils.translation import gettext as _

from kawaraban.alerts.links import link_path, make_link
from kawaraban.comments.models import Comment
from kawaraban.kit.graphemes import count as graphemes
from kawaraban.kit.graphemes import cut
from kawaraban.people.models import User

_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class DigestMail:
    heading: str
    body: str
    language: str


def digest_mail(user: User, oldest: Sequence[Comment], *, count: int, now: datetime) -> DigestMail:
    """The mail. Makes a link for each comment that it shows: call it in the transaction of the mail."""
    language = _language_of(user)
    with override(language):
        heading = ngettext("%(count)d comment waits", "%(count)d comments wait", count) % {"count": count}
        hours, minutes = divmod(max(0, int((now - oldest[0].sent_at).total_seconds())) // 60, 60)
        parts = [
            _("%(heading)s. The longest has waited %(hours)d h %(minutes)d min.")
            % {"heading": heading, "hours": hours, "minutes": minutes},
            _("The whole queue: %(url)s") % {"url": f"{settings.SITE_URL}/desk/"},
            *(_one(user, comment, now) for comment in oldest),
            _(
                "Each link opens a page that asks before anything happens. It works for two days, once, and "
                "only for you: do not pass this mail on."
            ),
            _("When these mails come, you set here: %(url)s") % {"url": f"{settings.SITE_URL}/desk/digest/"},
        ]
    return DigestMail(heading=heading, body="\n\n".join(parts) + "\n", language=language)


def _one(user: User, comment: Comment, now: datetime) -> str:
    text = " ".join(comment.text.split())
    excerpt = cut(text, _EXCERPT).rstrip() + "…" if graphemes(text) > _EXCERPT else text
    url = f"{settings.SITE_URL}{link_path(make_link(user, comment, now=now))}"
    where = _("%(name)s on “%(title)s”") % {"name": comment.name, "title": comment.thread.title}
    return f"{where}\n> {excerpt}\n{url}"


def _language_of(user: User) -> str:
    try:
        return get_supported_language_variant(user.language or settings.LANGUAGE_CODE)
    except LookupError:
        return str(settings.LANGUAGE_CODE)
