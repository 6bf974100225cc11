"""Reporting a comment to the desk: one page to say what is wrong, one sentence afterwards."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from kawaraban.comments.actions.report import report_comment
from kawaraban.comments.models import Comment
from kawaraban.doors.public.answering import page, private
from kawaraban.doors.public.form.origin import FormOrigin, origin_of_form
from kawaraban.doors.public.form.page import reply_context
from kawaraban.doors.public.redress.report.forms import CommentReportForm
from kawaraban.kit.clock import utc_now
from kawaraban.law.grounds import Ground
from kawaraban.law.reporters import TooManyAtOnce
from kawaraban.press.printing.methods import takes_form


@csrf_exempt
@takes_form
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET: the form. POST from a page of ours: the report is at the desk; readers and author see no difference."""
    comment = Comment.objects.approved().select_related("thread").filter(public_id=public_id).first()
    if comment is None:
        raise Http404
    language = comment.thread.language
    with translation.override(language):
        if request.method != "POST":
            return _page(request, comment, _form(comment))
        form = _form(comment, request)
        if origin_of_form(request) is FormOrigin.FOREIGN:
            refused = _("This was sent from another site. Please look through it and send it from here.")
            return _page(request, comment, form, refused=refused, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return _page(request, comment, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return _reported(request, comment, form)


def _reported(request: HttpRequest, comment: Comment, form: CommentReportForm) -> HttpResponse:
    try:
        report_comment(
            public_id=comment.public_id,
            ground=Ground(form.cleaned_data["ground"]),
            words=form.cleaned_data["words"],
            reporter_address=str(request.META.get("REMOTE_ADDR", "")),
            now=utc_now(),
        )
    except TooManyAtOnce as told:
        return _page(request, comment, form, refused=pace_words(told), status=HTTPStatus.TOO_MANY_REQUESTS)
    except Comment.DoesNotExist:
        raise Http404 from None
    return _page(request, comment, None)


def pace_words(told: TooManyAtOnce) -> str:
    """How long to wait, in the active language."""
    minutes = -(-told.seconds // 60)
    words = ngettext(
        "You have sent many in a short time. Please wait %(minutes)d minute; your words are kept here.",
        "You have sent many in a short time. Please wait %(minutes)d minutes; your words are kept here.",
        minutes,
    )
    return words % {"minutes": minutes}


def _form(comment: Comment, request: HttpRequest | None = None) -> CommentReportForm:
    return CommentReportForm(
        request.POST if request else None,
        policy_number=comment.policy_number,
        language=comment.thread.language,
        label_suffix="",
    )


def _page(
    request: HttpRequest,
    comment: Comment,
    form: CommentReportForm | None,
    *,
    refused: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The form under the comment; without a form, the thanks."""
    context = reply_context(comment.public_id)
    values = {
        "page": context,
        "comment": context.parent if context else None,
        "public_id": comment.public_id,
        "form": form,
        "refused": refused,
    }
    return private(
        page(request, "public/report.html", values, language=comment.thread.language, status=status)
    )
