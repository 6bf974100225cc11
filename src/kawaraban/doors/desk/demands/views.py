"""Orders, letters and calls: the list, one of them, entering and correcting, confirming and settling."""

from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.comments.actions.demands import (
    confirm_receipt,
    correct_demand,
    enter_demand,
    reopen_demand,
    settle_demand,
    take_back_entry,
)
from kawaraban.comments.raised.for_person import demands_for
from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.demands.forms import ConfirmForm, DemandForm, SettleForm, initial_of
from kawaraban.doors.desk.demands.page import DemandPlace, demand_page, demands_page
from kawaraban.kit.clock import utc_now
from kawaraban.law.demands.entering import EntryStands, real_demands
from kawaraban.law.demands.settling import AlreadySettled, NotSettled, StillThere
from kawaraban.law.models import Demand, DemandOutcome
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@desk_view("GET")
def demands(request: HttpRequest, moderator: User) -> HttpResponse:
    """All that this person may see, the open ones first; `?show=open` or `settled`, and `from` to go on."""
    place = DemandPlace.parsed(request.GET.get("from", ""))
    page = demands_page(moderator, show=request.GET.get("show", ""), place=place, now=utc_now())
    return render(request, "desk/demands/demands.html", {"page": page, "done": request.GET.get("done", "")})


@desk_view("GET", Verb.SEE_COMMENT)
def demand(request: HttpRequest, moderator: User, demand_id: UUID) -> HttpResponse:
    """One of them."""
    return _demand_page(request, moderator, demand_id, done=request.GET.get("done", ""))


@desk_view("BOTH", Verb.ENTER_DEMAND)
def enter(request: HttpRequest, editor: User) -> HttpResponse:
    """Enter one; `?comment=` names a comment that it is about."""
    now = utc_now()
    if request.method != "POST":
        named = request.GET.get("comment", "")[:300]
        return _form(request, DemandForm(now=now, initial={"comments": named, "received_at": now}))
    form = DemandForm(request.POST, now=now)
    if not form.is_valid():
        return _form(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    entered = enter_demand(
        form.demand_words, public_ids=form.cleaned_data["comments"], person=editor, now=now
    )
    return _to(entered.pk, done="entered")


@desk_view("BOTH", Verb.ENTER_DEMAND)
def correct(request: HttpRequest, editor: User, demand_id: UUID) -> HttpResponse:
    """Correct what was entered."""
    found, now = _demand_for(editor, demand_id), utc_now()
    if request.method != "POST":
        return _form(request, DemandForm(now=now, initial=initial_of(found)), corrected=found)
    form = DemandForm(request.POST, now=now)
    if form.is_valid():
        try:
            correct_demand(
                demand_id=demand_id,
                words=form.demand_words,
                public_ids=form.cleaned_data["comments"],
                person=editor,
                now=now,
            )
            return _to(demand_id, done="corrected")
        except EntryStands:
            form.add_error(
                None,
                _(
                    "It is settled, or something was decided because of it: what it is, and what may be told, stands."
                ),
            )
    return _form(request, form, corrected=found, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@desk_view("POST", Verb.ENTER_DEMAND)
def take_back(request: HttpRequest, editor: User, demand_id: UUID) -> HttpResponse:
    """It was entered by mistake."""
    _demand_for(editor, demand_id)
    try:
        take_back_entry(demand_id=demand_id, person=editor, now=utc_now())
    except EntryStands:
        return _conflict(
            request, editor, demand_id, _("Too late to take the entry back. Correct it, or settle it.")
        )
    url = f"{reverse('desk:demands')}?done=taken_back"
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)


@desk_view("POST", Verb.ENTER_DEMAND)
def confirm(request: HttpRequest, editor: User, demand_id: UUID) -> HttpResponse:
    """Its sender was told that it arrived."""
    found, form = _demand_for(editor, demand_id), ConfirmForm(request.POST)
    wrong = _("It cannot be confirmed before it came, and not in the future.")
    if not form.is_valid() or found.outcome:
        return _conflict(request, editor, demand_id, wrong)
    try:
        confirm_receipt(demand_id=demand_id, at=form.cleaned_data["at"], person=editor, now=utc_now())
    except ValueError:
        return _conflict(request, editor, demand_id, wrong)
    return _to(demand_id, done="confirmed")


@desk_view("POST", Verb.ENTER_DEMAND)
def settle(request: HttpRequest, editor: User, demand_id: UUID) -> HttpResponse:
    """Say what became of it."""
    found = _demand_for(editor, demand_id)
    form = SettleForm(request.POST, is_order=found.is_order)
    if not form.is_valid():
        return _demand_page(request, editor, demand_id, form=form)
    try:
        settle_demand(
            demand_id=demand_id,
            outcome=DemandOutcome(form.cleaned_data["outcome"]),
            answer=form.cleaned_data["answer"],
            person=editor,
            now=utc_now(),
        )
    except StillThere:
        words = _("It is not done: a comment that it names is on the page.")
        return _conflict(request, editor, demand_id, words, form=form)
    except AlreadySettled:
        words = _("Somebody was faster and settled it. Your answer was not kept.")
        return _conflict(request, editor, demand_id, words, form=form)
    return _to(demand_id, done="settled")


@desk_view("POST", Verb.ENTER_DEMAND)
def reopen(request: HttpRequest, editor: User, demand_id: UUID) -> HttpResponse:
    """It was settled by mistake."""
    _demand_for(editor, demand_id)
    try:
        reopen_demand(demand_id=demand_id, person=editor, now=utc_now())
    except NotSettled:
        return _conflict(request, editor, demand_id, _("It is open already."))
    return _to(demand_id, done="reopened")


def _to(demand_id: UUID, *, done: str) -> HttpResponse:
    url = f"{reverse('desk:demand', args=[demand_id])}?done={done}"
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)


def _demand_for(person: User, demand_id: UUID) -> Demand:
    """The demand, when this person may see it. Raises Http404 and PermissionDenied."""
    found = demands_for(person).filter(pk=demand_id).first()
    if found is None:
        if real_demands().filter(pk=demand_id).exists():
            raise PermissionDenied
        raise Http404
    return found


def _form(
    request: HttpRequest, form: DemandForm, *, corrected: Demand | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "desk/demands/form.html", {"form": form, "corrected": corrected}, status=status)


def _conflict(
    request: HttpRequest, person: User, demand_id: UUID, words: str, *, form: SettleForm | None = None
) -> HttpResponse:
    return _demand_page(request, person, demand_id, form=form, conflict=words)


def _demand_page(
    request: HttpRequest,
    person: User,
    demand_id: UUID,
    *,
    form: SettleForm | None = None,
    conflict: str = "",
    done: str = "",
) -> HttpResponse:
    """The page, with what was done or could not be done: 409 for what came too late, 422 for a form with faults."""
    found = _demand_for(person, demand_id)
    values = {
        "page": demand_page(found, person=person, now=utc_now()),
        "form": form,
        "conflict": conflict,
        "done": done,
        "outcomes": DemandOutcome.choices,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    status = HTTPStatus.CONFLICT if conflict else status
    return render(request, "desk/demands/demand.html", values, status=status)
