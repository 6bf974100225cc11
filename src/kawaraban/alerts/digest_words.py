"""A digest in words, in the language of the person: how many wait, since when, and a few of them with links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_supported_language_variant, ngettext, ngettext_lazy, override
from django.utils.translation import gettext as _

from kawaraban.alerts.links import link_path, make_link
from kawaraban.alerts.waiting import Matter, Matters
from kawaraban.comments.models import Comment
from kawaraban.kit.graphemes import count as graphemes
from kawaraban.kit.graphemes import cut
from kawaraban.people.models import User

_EXCERPT = 300
_DEMANDS = ngettext_lazy(
    "%(count)d order, letter or call waits", "%(count)d orders, letters and calls wait", "count"
)
_REPORTED = ngettext_lazy("%(count)d comment is reported", "%(count)d comments are reported", "count")
_NOTICES = ngettext_lazy(
    "%(count)d notice of illegal content waits", "%(count)d notices of illegal content wait", "count"
)
_APPEALS = ngettext_lazy("%(count)d appeal waits", "%(count)d appeals wait", "count")
_SUSPENSIONS = ngettext_lazy(
    "%(count)d appeal against a suspension waits", "%(count)d appeals against suspensions wait", "count"
)


@dataclass(frozen=True, slots=True)
class DigestMail:
    heading: str
    body: str
    language: str


def digest_mail(
    user: User, oldest: Sequence[Comment], *, count: int, matters: Matters, now: datetime
) -> DigestMail:
    """The mail; `oldest` is empty where only reports and the like wait.

    Makes a link for each comment that it shows: call it in the transaction of the mail.
    """
    language = language_of(user)
    with override(language):
        heading = ngettext("%(count)d comment waits", "%(count)d comments wait", count) % {"count": count}
        others = _matter_lines(matters, now)
        if not count:
            heading = others[0][0]
        parts = [
            *([_waited(heading, oldest[0], now)] if oldest else []),
            *(["\n".join(lines for _waits, lines in others)] if others else []),
            _("The whole queue: %(url)s") % {"url": f"{settings.SITE_URL}/desk/"},
            *(_one(user, comment, now) for comment in oldest),
            *([_about_links()] if oldest else []),
            _("When these mails come, you set here: %(url)s") % {"url": f"{settings.SITE_URL}/desk/digest/"},
        ]
    return DigestMail(heading=heading, body="\n\n".join(parts) + "\n", language=language)


def _waited(heading: str, first: Comment, now: datetime) -> str:
    return _("%(heading)s. The longest has waited %(hours)d h %(minutes)d min.") % {
        "heading": heading,
        **span(first.sent_at, now),
    }


def span(since: datetime, now: datetime) -> dict[str, int]:
    """Hours and minutes between the two; none where the second comes first."""
    hours, minutes = divmod(max(0, int((now - since).total_seconds())) // 60, 60)
    return {"hours": hours, "minutes": minutes}


def _matter_lines(matters: Matters, now: datetime) -> list[tuple[str, str]]:
    """(words, lines) of each kind of which something waits."""
    kinds = (
        (matters.demands, "demands", _DEMANDS),
        (matters.reported, "reported", _REPORTED),
        (matters.notices, "notices", _NOTICES),
        (matters.appealed, "appeals", _APPEALS),
        (matters.suspensions, "restrictions", _SUSPENSIONS),
    )
    said = [
        (waits % {"count": matter.count}, matter, place) for matter, place, waits in kinds if matter.count
    ]
    return [(words, _matter_words(words, matter, place, now=now)) for words, matter, place in said]


def _matter_words(waits: str, matter: Matter, place: str, *, now: datetime) -> str:
    """ "2 comments are reported: address", and since when the oldest has waited."""
    words = f"{waits}: {settings.SITE_URL}/desk/{place}/"
    if matter.since is None:
        return words
    waited = _("The longest has waited %(hours)d h %(minutes)d min.") % span(matter.since, now)
    return f"{words}\n{waited}"


def _about_links() -> str:
    return _(
        "Each link opens a page that asks before anything happens. It works for two days, once, and "
        "only for you: do not pass this mail on."
    )


def _one(user: User, comment: Comment, now: datetime) -> str:
    text = " ".join(comment.text.split())
    excerpt = cut(text, _EXCERPT).rstrip() + "…" if graphemes(text) > _EXCERPT else text
    url = f"{settings.SITE_URL}{link_path(make_link(user, comment, now=now))}"
    where = _("%(name)s on “%(title)s”") % {"name": comment.name, "title": comment.thread.title}
    return f"{where}\n> {excerpt}\n{url}"


def language_of(user: User) -> str:
    """The language in which this person is written to: their own, if the paper speaks it."""
    try:
        return get_supported_language_variant(user.language or settings.LANGUAGE_CODE)
    except LookupError:
        return str(settings.LANGUAGE_CODE)
