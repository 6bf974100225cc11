"""What the publisher says of the paper as a service under the law: read by its pages and report, saved by one verb."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.forms.models import model_to_dict

from kawaraban.law.contact import set_contact_email
from kawaraban.law.models import Duties
from kawaraban.law.record.ledger import record
from kawaraban.law.record.sealed_tables import duties_rows
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.keys import PAPER_KEY
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn

# What pages with figures carry besides the key of the paper.
FIGURES_KEY = "figures"


def current_duties() -> Duties:
    """The row; before anybody saved one, an empty one. One query."""
    return Duties.objects.first() or Duties()


def is_under_dsa() -> bool:
    """Whether pages, mails and the desk may name the Digital Services Act. One query.

    Where the row is at hand, `Duties.is_under_dsa` says the same.
    """
    return current_duties().is_under_dsa


def service_name(duties: Duties) -> str:
    """What the report calls the paper."""
    return duties.service_name or urlsplit(settings.SITE_URL).hostname or ""


def save_duties(changed: Duties, *, contact: str | None, person: User, now: datetime) -> Duties:
    """Keep them; every page is printed again. `contact`: the readers' address where no editor sets it.

    Raises PermissionDenied.
    """
    require(person, Verb.EDIT_PAPER)
    with one_turn():
        says = model_to_dict(changed, exclude=["id"])
        row, _is_new = Duties.objects.update_or_create(pk=1, defaults=says)
        if contact is not None:
            set_contact_email(contact)
        order_reprint(keys=[PAPER_KEY], reason="duties", now=now)
        says["person"] = person.get_username()
        if contact is not None:
            says["contact"] = contact
        record(kind="duties_changed", subject="paper", payload=says, now=now, rows=duties_rows(row))
    return row


def order_figures(*, now: datetime) -> None:
    """Print the pages with figures again. A few times a day: each decision changes them."""
    with one_turn():
        order_reprint(keys=[FIGURES_KEY], reason="figures", now=now)
