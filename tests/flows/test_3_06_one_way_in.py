"""3.6: there is one way in. Wagtail's own doors, and the logs, lead nobody past it."""

import pytest
from django.conf import settings as live
from django.test import Client
from tests.makers.staff import PASSWORD

from kawaraban.doors.public.trouble.quiet_log import without_tokens
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
newspaper_only = pytest.mark.skipif("wagtail" not in live.INSTALLED_APPS, reason="there is no editor here")


@newspaper_only
@pytest.mark.parametrize(
    ("door", "ours"),
    [
        ("/editor/", "/desk/sign-in/"),
        ("/editor/login/", "/desk/sign-in/"),
        ("/editor/logout/", "/desk/sign-out/"),
        ("/editor/password_reset/", "/desk/sign-in/forgotten/"),
        ("/editor/password_reset/confirm/MQ/abc/", "/desk/sign-in/forgotten/"),
        ("/editor/users/", "/desk/staff/"),
        ("/editor/users/new/", "/desk/staff/"),
        ("/editor/groups/1/", "/desk/staff/"),
    ],
)
def test_3_06_wagtails_own_doors_lead_to_ours(client: Client, door: str, ours: str) -> None:
    assert client.get(door)["Location"].split("?")[0] == ours


@newspaper_only
def test_3_06_a_password_sent_to_wagtails_form_signs_nobody_in(client: Client, publisher: User) -> None:
    client.post("/editor/login/", {"username": "leyla", "password": PASSWORD})

    assert "_auth_user_id" not in client.session


@newspaper_only
def test_3_06_the_editors_own_account_page_changes_no_password(client: Client, publisher: User) -> None:
    client.force_login(publisher)

    page = client.get("/editor/account/").content.decode()

    assert 'type="password"' not in page


@pytest.mark.parametrize(
    "path",
    [
        "/desk/sign-in/forgotten/key/1-c9abcd-0123456789abcdef0123456789abcdef/",
        "/desk/decide/7/Xk3vAbCdEfGhIjKlMnOpQr/",
        "/desk/join/7-1764300000/Xk3vAbCdEfGhIjKlMnOpQr/",
    ],
)
def test_3_06_the_secrets_of_links_are_in_no_log(path: str) -> None:
    kept = without_tokens(path)

    assert "0123456789abcdef" not in kept
    assert "Xk3v" not in kept
