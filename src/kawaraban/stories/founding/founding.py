"""The root of a new paper: an empty front page, the pages every paper needs, and the first policy."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from kawaraban.comments.models import HouseRules
from kawaraban.law.models import PolicyVersion
from kawaraban.law.policy.actions import PolicyDraft, publish_policy
from kawaraban.press.turn import one_turn
from kawaraban.stories.editors import give_rights
from kawaraban.stories.founding.words import PageWords, page_words, policy_words
from kawaraban.stories.models import FrontPage, PaperSettings, StandardPage

ROOT_SLUG = "paper"


def found_paper(*, name: str, language: str, time_zone: str, site_url: str, now: datetime) -> FrontPage:
    """Make what is missing of the paper's root and keep what is there. Idempotent.

    The site's address follows `site_url`, which is a knob of the server; everything else is the publisher's.
    """
    with one_turn(), override(language):
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        front = FrontPage.objects.first() or _front(name, language)
        _site(front, site_url)
        PaperSettings.objects.get_or_create(
            defaults={"name": name, "default_language": language, "time_zone": time_zone}
        )
        if not StandardPage.objects.exists():
            for words in page_words(name):
                _page(front, words, language)
        if not HouseRules.objects.exists():
            HouseRules.objects.create()
        if not PolicyVersion.objects.exists():
            publish_policy(PolicyDraft(_policy()), effective_at=now, person=None, now=now)
        give_rights()
    return front


def _front(name: str, language: str) -> FrontPage:
    """The front page in place of Wagtail's page of welcome."""
    root = Page.get_first_root_node()
    front: FrontPage = root.add_child(instance=FrontPage(title=name, slug=ROOT_SLUG, language=language))
    front.save_revision().publish()
    return front


def _site(front: FrontPage, site_url: str) -> None:
    """One site: the paper. Wagtail's example goes, with its page."""
    address = urlsplit(site_url)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.pk and site.root_page_id != front.pk else None
    site.hostname, site.port, site.root_page = address.hostname or "localhost", port, front
    site.site_name = front.title
    site.save()
    if welcome is not None and welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()


def _page(front: FrontPage, words: PageWords, language: str) -> None:
    body = [{"type": "paragraph", "value": f"<p>{paragraph}</p>"} for paragraph in words.paragraphs]
    page = StandardPage(
        title=words.title, slug=words.slug, introduction=words.introduction, body=body, language=language
    )
    front.add_child(instance=page)
    page.save_revision().publish()


def _policy() -> dict[str, tuple[str, str]]:
    """The first policy in every language of the program."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words[code] = policy_words()
    return words
