"""The paper's contact address: read for every statement of reasons, set by the publisher."""

from kawaraban.kit.work.once import changed, once
from kawaraban.law.models import ContactPoint


def contact_email() -> str:
    """The address, "" while none is set. One query."""
    return once("contact", lambda: ContactPoint.objects.values_list("email", flat=True).first() or "")


def set_contact_email(email: str) -> None:
    """Name the address. The caller orders the reprint of what shows it."""
    ContactPoint.objects.update_or_create(pk=1, defaults={"email": email})
    changed("contact")
