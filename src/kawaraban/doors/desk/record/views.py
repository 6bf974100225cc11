"""The page of the record, for the publisher: statements, what is kept, holds, erasure."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.comments.actions.erasing.comment import erase_comment
from kawaraban.comments.actions.erasing.person import Erased, NothingFound, Pace, erase_person
from kawaraban.comments.kept_for import KeptFor
from kawaraban.comments.models import Erasure
from kawaraban.comments.people.file import about_comment, about_email
from kawaraban.comments.people.finding import blind_spots
from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.record.forms import (
    EraseForm,
    HoldForm,
    StatementsForm,
    WhoForm,
)
from kawaraban.doors.desk.record.report.words import LOCAL_ADDRESS
from kawaraban.doors.desk.record.staff_changes import staff_changes_page
from kawaraban.kit.clock import utc_now
from kawaraban.law.dsa.statements_export import BrokenRule, statement_payloads
from kawaraban.law.dsa.year_counts import years_recorded
from kawaraban.law.models import Hold, PublishedReport
from kawaraban.law.outbox_standing import failure_words, outbox_standing
from kawaraban.law.personal.table import periods
from kawaraban.law.record.holds import OnHold, lift_hold, place_hold
from kawaraban.law.site_address import LocalAddress
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.press.backup_targets import last_backup

# More has no number of an entry.
_DIGITS = 19
# As long as a request may take; what is left of an erasure is done by the worker.
_ERASED_AT_ONCE_SECONDS = 3.0


@desk_view("GET", Verb.EXPORT_RECORD)
def overview(request: HttpRequest, publisher: User) -> HttpResponse:
    """Everything that is done with the record, on one page; `?staff_before=17` for earlier changes of staff."""
    return _overview(request)


@desk_view("POST", Verb.EXPORT_RECORD)
def statements(request: HttpRequest, publisher: User) -> HttpResponseBase:
    """The statements of some days, one JSON object a line."""
    form = StatementsForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _overview(request, statements_form=form)
    zone = timezone.get_current_timezone()
    start = datetime.combine(form.cleaned_data["first"], datetime.min.time(), zone)
    end = datetime.combine(form.cleaned_data["last"] + timedelta(days=1), datetime.min.time(), zone)
    try:
        made = [payload for _d, payload in statement_payloads(start, end, zone=zone, now=utc_now())]
    except BrokenRule as broken:
        form.add_error(None, str(broken))
        return _overview(request, statements_form=form)
    except LocalAddress:
        form.add_error(None, LOCAL_ADDRESS)
        return _overview(request, statements_form=form)
    lines = "".join(json.dumps(payload, ensure_ascii=False) + "\n" for payload in made)
    return _attached(lines.encode(), "statements.jsonl", "application/jsonl")


@desk_view("POST", Verb.LEGAL_HOLD)
def hold(request: HttpRequest, publisher: User) -> HttpResponse:
    """Place a legal hold."""
    form = HoldForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _overview(request, hold_form=form)
    given = form.cleaned_data
    place_hold(
        subject=given["subject"],
        reason=given["reason"],
        until=given["until"],
        person=publisher,
        now=utc_now(),
    )
    messages.success(request, _("It is on hold: neither its time nor an erasure takes anything of it."))
    return redirect("desk:records")


@desk_view("POST", Verb.LEGAL_HOLD)
def lift(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """Lift a legal hold."""
    placed = get_object_or_404(Hold, pk=pk)
    lift_hold(hold_id=placed.pk, person=publisher, now=utc_now())
    messages.success(request, _("The hold is lifted."))
    return redirect("desk:records")


@desk_view("POST", Verb.ERASE_PERSON)
def erase(request: HttpRequest, publisher: User) -> HttpResponse:
    """Erase a comment, or everything under an address."""
    form = EraseForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _overview(request, erase_form=form)
    reason, now = form.cleaned_data["reason"], utc_now()
    try:
        if form.comment is None:
            pace = Pace(utc_now, seconds=_ERASED_AT_ONCE_SECONDS)
            erased = erase_person(email=form.email, reason=reason, person=publisher, now=now, pace=pace)
            kept = erased.put_off
            _tell_erased(request, erased)
        else:
            one = erase_comment(comment_id=form.comment.pk, reason=reason, person=publisher, now=now)
            kept = (one,) if one else ()
            if not kept:
                messages.success(request, _("The comment is erased."))
    except OnHold:
        form.add_error("who", _held(1))
        return _overview(request, erase_form=form)
    except NothingFound:
        _add_nothing_found(form)
        return _overview(request, erase_form=form)
    for each in kept:
        messages.info(request, _put_off_words(each))
    return redirect("desk:records")


@desk_view("POST", Verb.EXPORT_RECORD)
def person(request: HttpRequest, publisher: User) -> HttpResponseBase:
    """All that is held about a person, as a file to hand over."""
    form = WhoForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _overview(request, person_form=form)
    now = utc_now()
    file = about_comment(form.comment, now=now) if form.comment else about_email(form.email, now=now)
    if form.comment is None and file.is_empty:
        _add_nothing_found(form)
        return _overview(request, person_form=form)
    return _attached((piece.encode() for piece in file.pieces()), "person.json", "application/json")


def _tell_erased(request: HttpRequest, erased: Erased) -> None:
    facts = {
        "comments": erased.comments,
        "notices": erased.notices,
        "mails": erased.mails,
        "suspensions": erased.suspensions,
    }
    done = (
        _(
            "Erased: comments %(comments)d, notices %(notices)d, mails %(mails)d, words about suspensions "
            "%(suspensions)d."
        )
        % facts
    )
    more = [_("It goes on by itself; this page says how far it is.")] if erased.goes_on else []
    messages.success(request, " ".join([done, *more, *blind_spots()]))
    if erased.held:
        messages.error(request, _held(len(erased.held)))


def _put_off_words(kept: KeptFor) -> str:
    facts = {"comment": kept.subject, "notices": kept.notices, "demands": kept.demands}
    return (
        _(
            "Put off: %(comment)s is off the page. Open about it: notices %(notices)d, orders, letters and calls "
            "%(demands)d. It is erased by itself within minutes after the last of them is answered; answer them first "
            "where it must be sooner."
        )
        % facts
    )


def _add_nothing_found(form: forms.Form) -> None:
    """Why nothing was found: an empty file would say that nothing is held."""
    nothing = _("Nothing was found under this address. That does not mean that nothing is held:")
    form.add_error("who", " ".join([nothing, *blind_spots()]))


def _held(count: int) -> str:
    return ngettext(
        "On legal hold, and left as it is: %(count)d.",
        "On legal hold, and left as they are: %(count)d.",
        count,
    ) % {"count": count}


def _attached(content: bytes | Iterator[bytes], name: str, kind: str) -> HttpResponseBase:
    is_whole = isinstance(content, bytes)
    response = (HttpResponse if is_whole else StreamingHttpResponse)(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else None


def _overview(request: HttpRequest, **bound: forms.BaseForm) -> HttpResponse:
    """The page; with 422 where a form could not be followed, and that form as it was sent."""
    now = utc_now()
    mails = outbox_standing(now=now)
    backup = last_backup()
    context: dict[str, Any] = {
        "place": "records",
        "years": years_recorded(zone=timezone.get_current_timezone(), now=now),
        "published": set(PublishedReport.objects.values_list("year", flat=True)),
        "erasures": Erasure.objects.order_by("pk"),
        "holds": Hold.objects.standing(now).select_related("placed_by"),
        "periods": periods(),
        "backup": backup,
        "backup_is_late": backup is not None and backup.is_late(hours=settings.BACKUP_HOURS, now=now),
        "backup_hours": settings.BACKUP_HOURS,
        "mails": mails,
        "mail_failure": failure_words(mails.last_error),
        "staff": staff_changes_page(before=_number(request.GET.get("staff_before", ""))),
        "this_year": timezone.localdate().year,
        "statements_form": StatementsForm(label_suffix=""),
        "hold_form": HoldForm(label_suffix=""),
        "erase_form": EraseForm(label_suffix="", prefix=None, auto_id="erase_%s"),
        "person_form": WhoForm(label_suffix="", auto_id="person_%s"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    return render(request, "desk/record/overview.html", context | bound, status=status)
