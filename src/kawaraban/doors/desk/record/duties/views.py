"""Contact points and the words of the report: the page on which the publisher writes them."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kawaraban.doors.desk.access import desk_view
from kawaraban.doors.desk.record.duties.forms import DutiesForm
from kawaraban.kit.clock import utc_now
from kawaraban.law.contact import contact_email
from kawaraban.law.dsa.duties import current_duties, save_duties
from kawaraban.law.dsa.duties_gaps import gaps, platform_gaps
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@desk_view("GET", Verb.EDIT_PAPER)
def duties(request: HttpRequest, publisher: User) -> HttpResponse:
    """Contact points and the words of the report."""
    form = DutiesForm(instance=current_duties(), contact=contact_email())
    return _duties_page(request, form)


@desk_view("POST", Verb.EDIT_PAPER)
def duties_save(request: HttpRequest, publisher: User) -> HttpResponse:
    """Keep them; the pages are printed again."""
    form = DutiesForm(request.POST, instance=current_duties(), contact=contact_email())
    if not form.is_valid():
        return _duties_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    contact = form.cleaned_data.get("contact")
    save_duties(form.duties, contact=contact, person=publisher, now=utc_now())
    messages.success(request, _("Saved. The pages that say it are being printed again."))
    return redirect("desk:duties")


def _duties_page(request: HttpRequest, form: DutiesForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    """The form, and what is missing of what was saved."""
    saved, contact = current_duties(), contact_email()
    context = {
        "form": form,
        "place": "duties",
        "is_under_dsa": saved.is_under_dsa,
        "gaps": gaps(saved, contact=contact),
        "platform_gaps": platform_gaps(saved),
    }
    return render(request, "desk/record/duties/duties.html", context, status=status)
