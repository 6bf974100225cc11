"""7.17 Whoever finds a fault learns whom to tell, and nobody writes lines of their own into that file."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from kawaraban.kit.clock import utc_now

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def fields(settings: Any, contact: str) -> dict[str, str]:
    settings.SECURITY_CONTACT = contact
    answer = Client().get(ADDRESS)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("security@paper.example", "mailto:security@paper.example"),
        ("https://paper.example/security", "https://paper.example/security"),
    ],
)
def test_7_17_it_says_whom_to_tell_and_until_when_that_holds(settings: Any, told: str, written: str) -> None:
    found = fields(settings, told)

    ends_at = datetime.fromisoformat(found["Expires"])
    assert found["Contact"] == written
    assert found["Canonical"] == f"{settings.SITE_URL}{ADDRESS}"
    assert timedelta(days=30) < ends_at - utc_now() < timedelta(days=365)


@pytest.mark.parametrize(
    "told", ["", "nobody", "javascript:alert(1)", "a@b.example\nContact: mailto:c@d.example"]
)
def test_7_17_without_somebody_to_tell_there_is_no_such_file(settings: Any, told: str) -> None:
    settings.SECURITY_CONTACT = told

    assert Client().get(ADDRESS).status_code == 404
