"""The publisher's page of keys: made and shown once, changed, revoked."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.triage.clients.forms import ClientChangeForm, ClientForm, change_form_of
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.triage.models import ApiClient
from kawaraban.triage.taught.clients import change_client, new_client, revoke
from kawaraban.triage.taught.rules import rules

# Of those that are revoked the newest stay in sight.
_REVOKED_SHOWN = 20


@desk_view("BOTH", Verb.EDIT_PAPER)
def clients(request: HttpRequest, publisher: User) -> HttpResponse:
    """All of them; POST makes one more and shows its key, this once."""
    form, key = ClientForm(request.POST or None, label_suffix=""), ""
    if request.method == "POST" and form.is_valid():
        try:
            _client, key = new_client(form.terms, person=publisher, now=utc_now())
            form = ClientForm(label_suffix="")
        except ValidationError as refused:
            form.add_error(None, refused)
    return _page(request, form, key=key)


@desk_view("POST", Verb.EDIT_PAPER)
def change(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """Another name, rate, trust or secret."""
    form = ClientChangeForm(request.POST, label_suffix="", prefix=f"c{pk}")
    get_object_or_404(ApiClient, pk=pk, revoked_at=None)
    if form.is_valid():
        try:
            change_client(client_id=pk, terms=form.terms, person=publisher, now=utc_now())
        except ValidationError as refused:
            form.add_error(None, refused)
        except ApiClient.DoesNotExist:
            # Revoked by somebody else between the two looks.
            raise Http404 from None
        else:
            messages.success(request, _("Saved."))
            return _back()
    return _page(request, ClientForm(label_suffix=""), changed={pk: form})


@desk_view("POST", Verb.EDIT_PAPER)
def take_back(request: HttpRequest, publisher: User, pk: int) -> HttpResponse:
    """The key opens nothing any more."""
    client = get_object_or_404(ApiClient, pk=pk)
    revoke(client_id=client.pk, person=publisher, now=utc_now())
    messages.success(request, _("The key is revoked. Whoever asks with it is refused from now on."))
    return _back()


def _page(
    request: HttpRequest,
    form: ClientForm,
    *,
    key: str = "",
    changed: dict[int, ClientChangeForm] | None = None,
) -> HttpResponse:
    sent = changed or {}
    current = ApiClient.objects.filter(revoked_at=None).order_by("pk")
    values = {
        "clients": [(client, sent.get(client.pk) or change_form_of(client)) for client in current],
        "revoked": ApiClient.objects.exclude(revoked_at=None).order_by("-revoked_at")[:_REVOKED_SHOWN],
        "open": next(iter(sent), None),
        "form": form,
        "key": key,
        "answers_clients": rules().answers_clients,
    }
    is_wrong = bool(form.errors) or any(each.errors for each in sent.values())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "desk/triage/clients.html", values, status=status)


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:triage_clients"), status=HTTPStatus.SEE_OTHER)
