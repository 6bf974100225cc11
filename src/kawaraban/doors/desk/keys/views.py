"""What a person chooses at the desk for themselves: the keys, and whether the model's hints are shown to them."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.keys.page import HintsView, keys_page
from kawaraban.doors.desk.keys.table import BadKeys, Keys, choose_keys, default_keys, keys_of
from kawaraban.people.models import User
from kawaraban.triage.taught.hints import are_shown, has_hidden, hide_hints


@desk_view("BOTH")
def keys(request: HttpRequest, moderator: User) -> HttpResponse:
    """The keys as they are, with the desk's own beside them; or those of the form, or why they cannot be."""
    if request.method != "POST":
        page = keys_page(keys_of(moderator), wrong={}, is_kept="kept" in request.GET)
        return render(request, "desk/keys/keys.html", {"page": page, "hints": _hints(request, moderator)})
    wanted = default_keys() if "defaults" in request.POST else _typed_keys(request)
    try:
        choose_keys(person=moderator, are_on=wanted.are_on, acts=wanted.acts, grounds=wanted.grounds)
    except BadKeys as bad:
        page = keys_page(wanted, wrong=bad.sentences, is_kept=False)
        values = {"page": page, "hints": _hints(request, moderator)}
        return render(request, "desk/keys/keys.html", values, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return HttpResponseRedirect(f"{reverse('desk:keys')}?kept=1", status=HTTPStatus.SEE_OTHER)


@desk_view("POST")
def hints(request: HttpRequest, moderator: User) -> HttpResponse:
    """Show this person what the model suspects, or hide it."""
    hide_hints(person=moderator, hides="hides" in request.POST)
    return HttpResponseRedirect(f"{reverse('desk:keys')}?hints=kept#hints", status=HTTPStatus.SEE_OTHER)


def _hints(request: HttpRequest, moderator: User) -> HintsView:
    return HintsView(
        are_shown=are_shown(), are_hidden=has_hidden(moderator), is_kept=request.GET.get("hints") == "kept"
    )


def _typed_keys(request: HttpRequest) -> Keys:
    own = default_keys()
    return Keys(
        are_on="are_on" in request.POST,
        acts={code: request.POST.get(f"act-{code}", "") for code in own.acts},
        grounds={code: request.POST.get(f"ground-{code}", "") for code in own.grounds},
    )
