"""3.6: a passkey in a real browser with a virtual authenticator, under the strict policy; and how the pages look."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.staff import PASSWORD
from tests.rigs.browsers.axe import faults_of

from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_authenticator(page: Page) -> None:
    """A key that the browser believes to be in its port, and a person who always touches it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def typed_sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/sign-in/")
    page.get_by_label("Name").fill("mika")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_3_06_a_passkey_is_added_and_signs_in_without_the_password(
    browser_page: Callable[..., Page], live_server: LiveServer, moderator: User
) -> None:
    # A browser gives no passkey to a number.
    address = live_server.url.replace("127.0.0.1", "localhost")
    page = browser_page()
    with_authenticator(page)
    typed_sign_in(page, address)
    page.goto(f"{address}/desk/account/passkeys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()

    page.locator("input[name=name]").fill("The blue one")
    page.locator("input[name=passwordless]").check()
    page.get_by_role("button", name="Add the passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    page.goto(f"{address}/desk/sign-out/")
    page.get_by_role("button", name="Sign out").last.click()
    page.goto(f"{address}/desk/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{address}/desk/")


def test_3_06_a_passkey_is_the_second_step_after_the_password(
    browser_page: Callable[..., Page], live_server: LiveServer, moderator: User
) -> None:
    address = live_server.url.replace("127.0.0.1", "localhost")
    page = browser_page()
    with_authenticator(page)
    typed_sign_in(page, address)
    page.goto(f"{address}/desk/account/passkeys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.context.clear_cookies()

    typed_sign_in(page, address)
    page.get_by_role("button", name="Use a passkey instead").click()

    expect(page).to_have_url(f"{address}/desk/")


def test_3_06_where_no_passkey_fits_the_page_says_so(
    browser_page: Callable[..., Page], live_server: LiveServer, moderator: User
) -> None:
    page = browser_page()
    with_authenticator(page)
    page.goto(f"{live_server.url.replace('127.0.0.1', 'localhost')}/desk/sign-in/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_3_06_the_pages_of_staff_are_accessible(
    browser_page: Callable[..., Page],
    live_server: LiveServer,
    publisher: User,
    language: str,
) -> None:
    publisher.language = language
    publisher.save()
    page = browser_page(width=390, scheme="dark")
    page.goto(f"{live_server.url}/desk/sign-in/")
    page.locator("input[name=login]").fill("leyla")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form .primary").click()
    page.wait_for_url("**/desk/")
    faults = []

    for path in ("account/", "account/password/", "staff/", f"staff/{publisher.pk}/", "hooks/", "digest/"):
        page.goto(f"{live_server.url}/desk/{path}")
        for details in page.locator("details").all():
            details.evaluate("box => { box.open = true }")
        faults += [f"{path}: {fault}" for fault in faults_of(page)]
        page.set_viewport_size({"width": 320, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            faults.append(f"{path} scrolls sideways")
        page.set_viewport_size({"width": 390, "height": 800})

    assert faults == []
