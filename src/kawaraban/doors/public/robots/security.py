"""security.txt: where somebody who found a fault tells of it (RFC 9116)."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from kawaraban.kit.clock import utc_now

# RFC 9116, 2.5.5: less than a year. The file is made anew each day that somebody asks.
_HOLDS: Final = timedelta(days=180)
_SCHEMES: Final = ("https://", "mailto:", "tel:")


@cache_control(public=True, max_age=86400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """The file, as long as the publisher has said whom to tell; else 404."""
    contact = _contact(settings.SECURITY_CONTACT)
    if not contact:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    ends_at = (utc_now() + _HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {contact}",
        f"Expires: {_moment(ends_at)}",
        f"Preferred-Languages: {', '.join(dict.fromkeys((settings.LANGUAGE_CODE, 'en')))}",
        f"Canonical: {settings.SITE_URL}{reverse('public:security_txt')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _contact(told: str) -> str:
    """The knob as an address with a scheme; "" where it is none, or would write a line of its own."""
    contact = told.strip()
    if not contact or not contact.isprintable() or " " in contact:
        return ""
    if contact.startswith(_SCHEMES):
        return contact
    return f"mailto:{contact}" if "@" in contact else ""


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
