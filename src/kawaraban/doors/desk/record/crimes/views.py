"""Suspected crimes (DSA Art. 18): placing one, noting who was told, gathering the evidence as a file."""

import hashlib
import json
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kawaraban.comments.forgetting.evidence import evidence
from kawaraban.comments.models import Comment, public_id_of
from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.record.crimes.forms import CrimeForm, ToldForm
from kawaraban.kit.clock import utc_now
from kawaraban.law.dsa.duties import current_duties
from kawaraban.law.models import Hold
from kawaraban.law.models.holds import Cause
from kawaraban.law.record.holds import record_evidence, suspect_crime, tell_authority
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@desk_view("BOTH", Verb.LEGAL_HOLD)
def crimes(request: HttpRequest, publisher: User) -> HttpResponse:
    """All that stand; the form places another. `?about=k7fq2m9xwd` fills in the comment."""
    if request.method != "POST":
        return _page(request, CrimeForm(initial={"about": request.GET.get("about", "")[:300]}))
    form = CrimeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    suspect_crime(
        subject=form.cleaned_data["about"],
        reason=form.cleaned_data["reason"],
        told=form.told,
        until=form.cleaned_data["until"],
        person=publisher,
        now=utc_now(),
    )
    messages.success(request, _("It is on hold: neither its time nor an erasure takes anything of it."))
    return redirect("desk:crimes")


@desk_view("POST", Verb.LEGAL_HOLD)
def told(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """Note which authority was told, and when."""
    hold = get_object_or_404(Hold, pk=pk, cause=Cause.CRIME)
    form = ToldForm(request.POST, label_suffix="", auto_id=_id_of(hold))
    if not form.is_valid() or form.told is None:
        return _page(request, CrimeForm(), told=(hold.pk, form))
    tell_authority(hold_id=hold.pk, told=form.told, person=publisher, now=utc_now())
    messages.success(request, _("Noted."))
    return redirect("desk:crimes")


@desk_view("POST", Verb.LEGAL_HOLD)
def gather(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """The evidence about the comment, as a file. That it was gathered, and the file's hash, stand in the record."""
    hold = get_object_or_404(Hold, pk=pk, cause=Cause.CRIME)
    public_id = public_id_of(hold.subject)
    rows = Comment.objects.select_related("thread", "parent")
    comment = get_object_or_404(rows, public_id=public_id)
    now = utc_now()
    said = evidence(comment, now=now) | {
        "suspected": hold.reason,
        "told": {"whom": hold.told_whom, "at": hold.told_at.isoformat()} if hold.told_at else None,
    }
    content = (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
    sha256 = hashlib.sha256(content).hexdigest()
    record_evidence(subject=comment.subject, sha256=sha256, person=publisher, now=now)
    response = HttpResponse(content, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{public_id}.json"'
    return response


def _id_of(hold: Hold) -> str:
    return f"told_{hold.pk}_%s"


def _page(request: HttpRequest, form: CrimeForm, *, told: tuple[int, ToldForm] | None = None) -> HttpResponse:
    """The page; with 422 where a form could not be followed. `told`: the form of one hold as it was sent."""
    standing = Hold.objects.standing(utc_now()).filter(cause=Cause.CRIME).select_related("placed_by")
    rows = [
        (
            hold,
            public_id_of(hold.subject),
            told[1] if told and told[0] == hold.pk else ToldForm(label_suffix="", auto_id=_id_of(hold)),
        )
        for hold in standing
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or told else HTTPStatus.OK
    context = {
        "place": "crimes",
        "form": form,
        "rows": rows,
        "is_under_dsa": current_duties().is_under_dsa,
    }
    return render(request, "desk/record/crimes/crimes.html", context, status=status)
