"""The two rules that the paper publishes: the policy for comments, and how reads are counted.

The language is in the address; the plain address speaks the paper's own. Cookies and browser settings change
nothing, so these pages are printed.
"""

from django.conf import settings
from django.db import connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)

from kawaraban.comments.keys import PAPER_KEY
from kawaraban.doors.public.answering import page
from kawaraban.doors.public.policy.page import address, language_links, policy_page
from kawaraban.doors.public.policy.terms import terms
from kawaraban.kit.clock import utc_now
from kawaraban.law.policy.versions import policy_in_force
from kawaraban.press.printing.printable import printable
from kawaraban.reads.counts import DAY, WEEK
from kawaraban.reads.rule import DAY_SECONDS, FLOOD_SECONDS, remembered_reads

POLICY_KEY = "policy"


def policy(request: HttpRequest, language: str = "") -> HttpResponse:
    """302 to the version in force. A redirect is never stored, so it is right on the day a version takes effect."""
    spoken = spoken_language(language)
    version = policy_in_force(utc_now())
    if version is None:
        return page(request, "public/policy_none.html", {}, language=spoken, status=404)
    return HttpResponseRedirect(address("public:policy_version", spoken, version.number))


def policy_version(request: HttpRequest, number: int, language: str = "") -> HttpResponse:
    """One version in one language, with the list of all. Not printed while a version lies ahead."""
    spoken = spoken_language(language)
    shown = policy_page(number, spoken, now=utc_now())
    if shown is None:
        raise Http404
    if language == settings.LANGUAGE_CODE:
        return HttpResponsePermanentRedirect(address("public:policy_version", spoken, number))
    response = page(request, "public/policy.html", {"policy": shown, "terms": terms(spoken)}, language=spoken)
    if shown.changes_by_itself:
        return response
    own = address("public:policy_version", spoken, number)
    return printable(response, keys=[POLICY_KEY, PAPER_KEY], address=own, language=spoken)


def reads_rule(request: HttpRequest, language: str = "") -> HttpResponse:
    """How we count reads, with the numbers of the rule that counts."""
    spoken = spoken_language(language)
    if language == settings.LANGUAGE_CODE:
        return HttpResponsePermanentRedirect(address("public:reads_rule", spoken))
    context = {
        "rule": {
            "seconds": settings.READS_SECONDS,
            "hours": DAY_SECONDS // 3600,
            "flood": settings.READS_PER_NETWORK,
            "flood_minutes": FLOOD_SECONDS // 60,
            "remembered": remembered_reads(),
            # Of a paper in a file there is one machine.
            "machines": connection.vendor == "postgresql",
            "day_half_life": DAY.half_life_hours,
            "week_half_life": WEEK.half_life_hours,
        },
        "languages": language_links("public:reads_rule", spoken),
        "canonical_url": settings.SITE_URL + address("public:reads_rule", spoken),
    }
    response = page(request, "public/reads_rule.html", context, language=spoken)
    own = address("public:reads_rule", spoken)
    return printable(response, keys=[PAPER_KEY], address=own, language=spoken)


def spoken_language(language: str) -> str:
    """The language that an address asks for. 404 for one that the paper does not speak."""
    if language and language not in dict(settings.LANGUAGES):
        raise Http404
    return language or str(settings.LANGUAGE_CODE)
