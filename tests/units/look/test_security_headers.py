"""The headers on real responses: strict on pages and desk, wider in the editor, a cage for uploads."""

from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.test import Client
from tests.page import Page

from kawaraban.look.security_headers import STRICT
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


@pytest.mark.parametrize(
    "path", ["/policy/1/", "/how-we-count-reads/", "/no/such/page/", "/robots.txt", "/desk/sign-in/"]
)
def test_pages_and_desk_run_nothing_but_files_of_ours(client: Client, policy: object, path: str) -> None:
    answer = client.get(path)

    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "clipboard" not in answer["Permissions-Policy"]
    assert "web-share" not in answer["Permissions-Policy"]


def test_no_page_of_ours_breaks_its_own_policy(client: Client, policy: object) -> None:
    for path in ("/policy/1/", "/how-we-count-reads/", "/no/such/page/", "/desk/sign-in/"):
        page = Page(client.get(path).content)

        assert not page.has('script:not([src], [type="application/json"])')
        assert not page.has("[style]")
        assert not page.has("style")
        assert not page.has("[onclick]")


def test_the_editor_may_frame_its_preview_and_nobody_else_may_frame_it(
    client: Client, publisher: User
) -> None:
    client.force_login(publisher)

    answer = client.get("/editor/login/", follow=False)

    given = directives(answer["Content-Security-Policy"])
    assert given["frame-src"] == "'self'"
    assert given["frame-ancestors"] == "'self'"
    assert "'unsafe-inline'" in given["script-src"]
    assert "'unsafe-eval'" not in given["script-src"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_wider_policy_is_for_the_editor_alone() -> None:
    assert "unsafe" not in STRICT


def test_an_uploaded_file_that_is_opened_by_itself_runs_nothing(client: Client) -> None:
    folder = Path(live_settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')

    answer = client.get("/media/drawing.svg")

    assert answer.status_code == 200
    given = directives(answer["Content-Security-Policy"])
    assert "sandbox" in given
    assert given["default-src"] == "'none'"
    assert "script-src" not in given
    assert answer["X-Content-Type-Options"] == "nosniff"
