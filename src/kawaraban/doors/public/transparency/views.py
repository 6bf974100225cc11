"""The pages that the law asks for: contact points, how comments are moderated, and the figures of each year.

All three are made from the settings and the record (DSA Arts 11, 12, 14 and 15). The language is in the address,
as with the policy, and they are printed.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from kawaraban.comments.keys import PAPER_KEY
from kawaraban.comments.restrictions import DAYS
from kawaraban.doors.public.answering import page
from kawaraban.doors.public.policy.page import address, language_links
from kawaraban.doors.public.policy.terms import terms
from kawaraban.doors.public.policy.views import POLICY_KEY, spoken_language
from kawaraban.doors.public.transparency.page import year_links, year_page
from kawaraban.kit.clock import utc_now
from kawaraban.law.contact import contact_email
from kawaraban.law.dsa.duties import FIGURES_KEY, current_duties
from kawaraban.law.dsa.duties_texts import text_for, texts_for
from kawaraban.law.dsa.packing import zipped
from kawaraban.law.dsa.versions import Packed, packed_version
from kawaraban.law.dsa.year_counts import years_recorded
from kawaraban.law.dsa.yearly_report import yearly_files
from kawaraban.law.grounds import Ground
from kawaraban.law.personal.periods import days_set
from kawaraban.law.personal.table import periods
from kawaraban.law.policy.grounds import label_pairs
from kawaraban.law.policy.versions import policy_in_force
from kawaraban.law.programs.listed import PROGRAMS_KEY
from kawaraban.press.printing.printable import printable

# Numbers that the columns hold.
_FIRST_YEAR, _LAST_YEAR, _LAST_NUMBER = 2000, 9000, 32_000
_FOR_EVER = "public, max-age=31536000, immutable"


def contact_points(request: HttpRequest, language: str = "") -> HttpResponse:
    """Where authorities and readers reach the paper, and in which languages (DSA Arts 11 to 13)."""
    duties = current_duties()
    reader_email = contact_email()

    def facts(code: str) -> dict[str, object]:
        return {
            "duties": duties,
            "texts": texts_for(duties, code),
            "reader_email": reader_email,
            "authority_email": duties.authority_email or reader_email,
        }

    return _printed(request, "public:contact_points", language, facts, template="public/contact_points.html")


def moderation(request: HttpRequest, language: str = "") -> HttpResponse:
    """The rules on moderation, automation included, with the periods as they are set (DSA Art. 14)."""
    version = policy_in_force(utc_now())
    duties = current_duties()

    def facts(code: str) -> dict[str, object]:
        return {
            "version": version,
            "grounds": label_pairs(version.number if version else 0, code),
            "grounds_count": len(Ground),
            "undo_seconds": settings.UNDO_SECONDS,
            "suspension_days": (min(DAYS), max(DAYS)),
            "reports_per_hour": settings.REPORTS_PER_HOUR,
            "notices_per_hour": settings.NOTICES_PER_HOUR,
            "terms": terms(code, with_state=True),
            "hash_days": days_set("keep_hash_days"),
            "periods": periods(),
            "is_under_dsa": duties.is_under_dsa,
            "texts": texts_for(duties, code),
            "own_words": text_for(duties, "own_initiative", code),
            "automation_words": text_for(duties, "automated_means", code),
            "reader_email": contact_email(),
        }

    return _printed(
        request,
        "public:moderation",
        language,
        facts,
        template="public/moderation.html",
        keys=(POLICY_KEY, PROGRAMS_KEY),
    )


def transparency(request: HttpRequest, language: str = "") -> HttpResponse:
    """The years of which there are figures."""
    years = years_recorded(zone=timezone.get_current_timezone(), now=utc_now())

    def facts(code: str) -> dict[str, object]:
        return {"years": year_links(years, code)}

    return _printed(
        request,
        "public:transparency",
        language,
        facts,
        template="public/transparency.html",
        keys=(FIGURES_KEY,),
    )


def transparency_year(request: HttpRequest, year: int, language: str = "") -> HttpResponse:
    """The figures of one year, as the record gives them now, and every version of its report."""
    spoken = spoken_language(language)
    if language == settings.LANGUAGE_CODE:
        return HttpResponsePermanentRedirect(address("public:transparency_year", spoken, year))
    shown = year_page(year, spoken, zone=timezone.get_current_timezone(), now=utc_now())
    if shown is None:
        raise Http404
    response = page(request, "public/transparency_year.html", {"shown": shown}, language=spoken)
    own = address("public:transparency_year", spoken, year)
    return printable(response, keys=[FIGURES_KEY, PAPER_KEY], address=own, language=spoken)


def report_zip(request: HttpRequest, year: int, number: int | None = None) -> HttpResponseBase:
    """The eleven files of a published report, in one to download: of one version, or of the newest."""
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and (number or 1) <= _LAST_NUMBER):
        raise Http404
    found = packed_version(year, number) or _before_versions_were_kept(year, number)
    if found is None:
        raise Http404
    response = HttpResponse(found.content, content_type="application/zip")
    name = f"transparency-{year}-version-{found.number}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = _FOR_EVER if number and found.sha256 else "no-cache"
    if not found.sha256:
        return response
    response.headers["ETag"] = f'"{found.sha256}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def _before_versions_were_kept(year: int, number: int | None) -> Packed | None:
    """What was published before versions were kept, as the record gives it, until the worker has frozen it."""
    made = yearly_files(year, zone=timezone.get_current_timezone(), now=utc_now())
    if made.published_on is None or made.versions[0].is_kept or number not in {None, 1}:
        return None
    return Packed(1, "", zipped(made.files, at=made.published_on))


def _printed(
    request: HttpRequest,
    name: str,
    language: str,
    facts: Callable[[str], dict[str, object]],
    *,
    template: str,
    keys: tuple[str, ...] = (),
) -> HttpResponse:
    spoken = spoken_language(language)
    if language == settings.LANGUAGE_CODE:
        return HttpResponsePermanentRedirect(address(name, spoken))
    context = facts(spoken) | {
        "languages": language_links(name, spoken),
        "canonical_url": settings.SITE_URL + address(name, spoken),
    }
    response = page(request, template, context, language=spoken)
    return printable(response, keys=[*keys, PAPER_KEY], address=address(name, spoken), language=spoken)
