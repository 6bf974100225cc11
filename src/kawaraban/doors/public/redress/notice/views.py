"""Notices of illegal content (DSA Art. 16): a form without an account, and the page on which its sender follows it.

That page's address is the permission, as with the tracking page of a comment.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from kawaraban.comments.actions.appeal import appeal_notice
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.models import Comment
from kawaraban.doors.public.answering import known_language, page, private
from kawaraban.doors.public.form.origin import FormOrigin, is_foreign_to_a_secret_address, origin_of_form
from kawaraban.doors.public.policy.page import language_links
from kawaraban.doors.public.redress.appeal.forms import AppealForm
from kawaraban.doors.public.redress.notice.forms import NoticeForm
from kawaraban.doors.public.redress.notice.page import notice_view
from kawaraban.doors.public.redress.report.views import pace_words
from kawaraban.kit.clock import utc_now
from kawaraban.law.basis import Offence
from kawaraban.law.models import Notice
from kawaraban.law.redress.appeals import NotAppealable
from kawaraban.law.redress.notices import NoticeWords, bundle_of
from kawaraban.law.reporters import TooManyAtOnce
from kawaraban.press.printing.methods import takes_form


@csrf_exempt
@takes_form
def notice(request: HttpRequest, language: str = "") -> HttpResponse:
    """The form. `?about=` fills in the address of a comment. After sending: 303 to the page that follows it."""
    if language and language != known_language(language):
        raise Http404
    spoken = language or str(settings.LANGUAGE_CODE)
    with translation.override(spoken):
        if request.method != "POST":
            return _form_page(request, spoken, NoticeForm(initial=_named(request), label_suffix=""))
        form = NoticeForm(request.POST, label_suffix="")
        if origin_of_form(request) is FormOrigin.FOREIGN:
            refused = _("This was sent from another site. Please look through it and send it from here.")
            return _form_page(request, spoken, form, refused=refused, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return _form_page(request, spoken, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            kept = give_notice(
                _words(form, spoken),
                sender_address=str(request.META.get("REMOTE_ADDR", "")),
                now=utc_now(),
            )
        except TooManyAtOnce as told:
            refused = pace_words(told)
            return _form_page(request, spoken, form, refused=refused, status=HTTPStatus.TOO_MANY_REQUESTS)
    return _secret(HttpResponseRedirect(_address(kept.token) + "?sent=1", status=HTTPStatus.SEE_OTHER))


@csrf_exempt
@takes_form
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Where the notice stands; POST appeals against the answer for the address whose token it is.

    All addresses of one notice have one page: that of the first.
    """
    kept = Notice.objects.select_related("decision").filter(token=token).first()
    if kept is None:
        raise Http404
    rows = bundle_of(kept)
    if request.method != "POST":
        here = rows[0].token
        return _follow_page(request, rows) if token == here else _secret(HttpResponseRedirect(_address(here)))
    form = AppealForm(request.POST, label_suffix="", auto_id=_auto_id(kept))
    with translation.override(kept.language):
        if is_foreign_to_a_secret_address(request):
            return _follow_page(request, rows, (token, form), status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return _follow_page(request, rows, (token, form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            appeal_notice(token=token, words=form.cleaned_data["words"], now=utc_now())
        except NotAppealable:
            return _follow_page(request, rows, (token, form), status=HTTPStatus.CONFLICT)
    return _secret(HttpResponseRedirect(_address(rows[0].token), status=HTTPStatus.SEE_OTHER))


def _named(request: HttpRequest) -> dict[str, str]:
    public_id = request.GET.get("about", "")[:16]
    if not Comment.objects.approved().filter(public_id=public_id).exists():
        return {}
    return {"address": settings.SITE_URL + reverse("public:comment", args=[public_id])}


def _words(form: NoticeForm, language: str) -> NoticeWords:
    said = form.cleaned_data
    first, *more = said["address"]
    return NoticeWords(
        address=first,
        more=tuple(more),
        explanation=said["explanation"],
        offence=Offence(said["offence"]),
        law=said["law"],
        name=said["name"],
        email=said["email"],
        is_in_good_faith=said["is_in_good_faith"],
        language=language,
    )


def _form_page(
    request: HttpRequest, language: str, form: NoticeForm, *, refused: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    values = {
        "form": form,
        "refused": refused,
        "languages": language_links("public:notice", language),
    }
    return private(page(request, "public/notice.html", values, language=language, status=status))


def _follow_page(
    request: HttpRequest,
    rows: list[Notice],
    sent: tuple[str, AppealForm] | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """`sent`: the token of an address, and the form that came for it."""
    view = notice_view(rows, now=utc_now())
    forms = [
        sent[1] if sent and row.token == sent[0] else AppealForm(label_suffix="", auto_id=_auto_id(row))
        for row in rows
    ]
    values = {
        "notice": view,
        "items": list(zip(view.items, forms, strict=True)),
        "page_url": settings.SITE_URL + _address(rows[0].token),
        "is_arrival": "sent" in request.GET,
        "is_too_late": status == HTTPStatus.CONFLICT,
    }
    language = rows[0].language
    return _secret(page(request, "public/notice_follow.html", values, language=language, status=status))


def _auto_id(row: Notice) -> str:
    """Several forms may stand on one page."""
    return f"id_%s_{row.pk.hex[:8]}{row.pk.hex[-4:]}"


def _address(token: str) -> str:
    return reverse("public:notice_follow", args=[token])


def _secret(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    return private(response)
