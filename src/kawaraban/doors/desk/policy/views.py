"""The policy editor: the publisher writes new versions; what has been in force is only read (DSA Art. 14)."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.policy.forms import PolicyForm
from kawaraban.doors.desk.policy.page import preview, version_rows
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import PolicyVersion
from kawaraban.law.policy.actions import (
    AlreadyInForce,
    PolicyDraft,
    draft_of,
    drop_policy,
    publish_policy,
    revise_policy,
)
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@desk_view("GET", Verb.EDIT_POLICY)
def versions(request: HttpRequest, publisher: User) -> HttpResponse:
    """All versions: coming, in force, past."""
    return render(
        request, "desk/policy/versions.html", {"versions": version_rows(utc_now()), "is_list": True}
    )


@desk_view("GET", Verb.EDIT_POLICY)
def new(request: HttpRequest, publisher: User) -> HttpResponse:
    """A new version, starting from the words of the newest one."""
    now = utc_now()
    form = PolicyForm(draft=_newest(), now=now, initial={"effective_at": now})
    return _edited(request, form, None)


@desk_view("POST", Verb.EDIT_POLICY)
def publish(request: HttpRequest, publisher: User) -> HttpResponse:
    """Publish the new version, or show what it would look like."""
    now = utc_now()
    form = PolicyForm(request.POST, draft=_newest(), now=now)
    if not form.is_valid() or "preview" in request.POST:
        return _edited(request, form, None)
    effective_at = form.cleaned_data["effective_at"]
    version = publish_policy(form.draft, effective_at=effective_at, person=publisher, now=now)
    messages.success(request, _("Version %(number)d is published.") % {"number": version.number})
    return redirect("desk:policy")


@desk_view("GET", Verb.EDIT_POLICY)
def change(request: HttpRequest, publisher: User, number: int) -> HttpResponse:
    """A version that lies ahead, to be changed; one that has been in force is on the public page."""
    version = get_object_or_404(PolicyVersion, number=number)
    if version.effective_at <= utc_now():
        return redirect("public:policy_version", number)
    initial = {"effective_at": version.effective_at}
    return _edited(request, PolicyForm(draft=draft_of(version), now=utc_now(), initial=initial), version)


@desk_view("POST", Verb.EDIT_POLICY)
def revise(request: HttpRequest, publisher: User, number: int) -> HttpResponse:
    """Change a version that lies ahead, or show what it would look like."""
    now = utc_now()
    version = get_object_or_404(PolicyVersion, number=number)
    form = PolicyForm(request.POST, draft=draft_of(version), now=now)
    if not form.is_valid() or "preview" in request.POST:
        return _edited(request, form, version)
    try:
        effective_at = form.cleaned_data["effective_at"]
        revise_policy(version, form.draft, effective_at=effective_at, person=publisher, now=now)
    except AlreadyInForce:
        form.add_error(None, _in_force())
        return _edited(request, form, version, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Version %(number)d is changed.") % {"number": number})
    return redirect("desk:policy")


@desk_view("POST", Verb.EDIT_POLICY)
def drop(request: HttpRequest, publisher: User, number: int) -> HttpResponse:
    """Take a version that lies ahead back."""
    version = get_object_or_404(PolicyVersion, number=number)
    try:
        drop_policy(version, person=publisher, now=utc_now())
    except AlreadyInForce:
        messages.error(request, _in_force())
    else:
        messages.success(request, _("Version %(number)d will not come into force.") % {"number": number})
    return redirect("desk:policy")


def _newest() -> PolicyDraft:
    version = PolicyVersion.objects.order_by("-number").first()
    return draft_of(version) if version else PolicyDraft({})


def _in_force() -> str:
    return _("This version is in force: comments were sent under its words. Write a new version instead.")


def _edited(
    request: HttpRequest, form: PolicyForm, version: PolicyVersion | None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The form, with a preview in each language above it when one was asked for and nothing is missing."""
    previews = []
    if form.is_bound and not form.errors:
        for code in form.draft.texts:
            with override(code):
                previews.append(preview(form.draft, code))
    if form.errors and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "form": form,
        "version": version,
        "previews": previews,
        "is_new": version is None,
    }
    return render(request, "desk/policy/edit.html", context, status=status)
