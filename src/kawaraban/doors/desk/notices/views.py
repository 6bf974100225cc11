"""The notices of illegal content: the list, one of them, and answering it where no decision about a comment does."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.comments.actions.notices import DecidedOnItsComment, answer_in_words, undo_answer
from kawaraban.comments.raised.named import comment_of, section_of
from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.notices.forms import NoticeAnswerForm
from kawaraban.doors.desk.notices.page import NoticePlace, notice_page, notices_page
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Notice, Outcome
from kawaraban.law.redress.notices import AlreadyAnswered, AnswerStands
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require


@desk_view("GET")
def notices(request: HttpRequest, moderator: User) -> HttpResponse:
    """All of them, the open ones first; `?show=open` or `answered`, and `from` to go on."""
    place = NoticePlace.parsed(request.GET.get("from", ""))
    page = notices_page(moderator, show=request.GET.get("show", ""), place=place, now=utc_now())
    return render(request, "desk/notices/notices.html", {"page": page})


@desk_view("GET", Verb.DECIDE_NOTICE)
def notice(request: HttpRequest, moderator: User, notice_id: UUID) -> HttpResponse:
    """One of them."""
    return _notice_page(
        request, moderator, _notice_for(moderator, notice_id), done=request.GET.get("done", "")
    )


@desk_view("POST", Verb.DECIDE_NOTICE)
def answer(request: HttpRequest, moderator: User, notice_id: UUID) -> HttpResponse:
    """Answer it in words."""
    found = _notice_for(moderator, notice_id)
    form = NoticeAnswerForm(request.POST)
    if not form.is_valid():
        return _notice_page(request, moderator, found, form=form)
    try:
        answer_in_words(
            notice_id=notice_id,
            outcome=Outcome(form.cleaned_data["outcome"]),
            answer=form.cleaned_data["answer"],
            person=moderator,
            now=utc_now(),
        )
    except (AlreadyAnswered, DecidedOnItsComment):
        found = _notice_for(moderator, notice_id)
        told = _conflict(found)
        return _notice_page(request, moderator, found, form=form, conflict=told)
    return _to(notice_id, done="answered")


@desk_view("POST", Verb.UNDO)
def undo(request: HttpRequest, moderator: User, notice_id: UUID) -> HttpResponse:
    """Take the answer back before its mail leaves."""
    _notice_for(moderator, notice_id)
    try:
        undo_answer(notice_id=notice_id, person=moderator, now=utc_now())
    except AnswerStands:
        words = _("Too late to undo: the sender is being told. Nothing was changed.")
        found = _notice_for(moderator, notice_id)
        return _notice_page(request, moderator, found, conflict=words)
    return _to(notice_id, done="undone")


def _to(notice_id: UUID, *, done: str) -> HttpResponse:
    url = f"{reverse('desk:notice', args=[notice_id])}?done={done}"
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)


def _notice_for(moderator: User, notice_id: UUID) -> Notice:
    """The notice, when this person may decide it. Raises Http404 and PermissionDenied."""
    found = get_object_or_404(Notice.objects.select_related("decided_by"), pk=notice_id)
    require(moderator, Verb.DECIDE_NOTICE, section=section_of(comment_of(found)))
    return found


def _notice_page(
    request: HttpRequest,
    moderator: User,
    found: Notice,
    *,
    form: NoticeAnswerForm | None = None,
    conflict: str = "",
    done: str = "",
) -> HttpResponse:
    """The page, with what was done or could not be done: 409 for what came too late, 422 for a form with faults."""
    values = {
        "page": notice_page(found, moderator, now=utc_now()),
        "form": form,
        "conflict": conflict,
        "done": done,
        "outcomes": Outcome.choices,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    status = HTTPStatus.CONFLICT if conflict else status
    return render(request, "desk/notices/notice.html", values, status=status)


def _conflict(found: Notice) -> str:
    """Who was faster, and what they did."""
    if found.outcome and found.decided_by is None:
        return _("Its sender took the notice back meanwhile. Your answer was not sent.")
    if found.decided_by is None:
        return _("The comment is there again: decide about it on its card, and the notice is answered.")
    facts = {"name": found.decided_by.display_name, "outcome": Outcome(found.outcome).label}
    return _("%(name)s was faster: %(outcome)s. Your answer was not sent.") % facts
