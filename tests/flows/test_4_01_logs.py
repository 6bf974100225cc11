"""4.1: no log holds the secret of a link, wherever it stands and whatever follows it; a refusal is one line."""

import logging
import re
from collections.abc import Iterator
from io import StringIO
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings as live
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kawaraban.doors.public.trouble.quiet_log import without_tokens
from kawaraban.kit.secret_paths import masked, masked_text
from kawaraban.people.models import User
from kawaraban.press.front.access_log import LogEntry, _line, loggable_path

SECRET = "0ydT2djgIOShI16zRmuhuw"
# Of 22 letters, too, but of no kind that a pattern of letters would know.
OTHER = "abcdefghijklmnopqrstuv"
PLACES = [
    "/track/{}/",
    "/track/{}/revise/",
    "/notice/follow/{}/",
    "/desk/decide/7/{}/",
    "/desk/join/7-1764300000/{}/",
    "/desk/sign-in/forgotten/key/1-{}/",
    "/editor/password_reset/confirm/MQ/{}/",
]
FORMS = [
    "{}",
    "{}%00",
    "{}=",
    "{}/x",
    "{}//",
    "x{}",
    "{}%2F",
    "{}.html",
    "{};a=b",
    "{}%0d%0a",
    "%20{}",
    "%22{}",
    "%27{}%27",
    "%3C{}%3E",
    "x/{}",
    "{}é",
    "{}" + "x" * 700,
]


def spelled(path: str) -> list[str]:
    """The same address as somebody may write it, or a program."""
    return [
        path,
        path.rstrip("/"),
        path.replace("/", "//"),
        path.replace("/", "/./"),
        path.replace("/", "%2F"),
        path.replace("/", "%252f"),
        "/" + path[1:].split("/")[0].upper() + "/" + path[1:].partition("/")[2],
        path.replace("tra", "%74ra").replace("join", "joi%6e"),
        f"/en{path}",
        f"http://paper.example{path}",
        f"{path}?page=2",
        f"{path}?next=/track/",
    ]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("secret", [SECRET, OTHER, OTHER[:9]])
def test_4_1_a_secret_is_masked_by_its_place_whatever_follows(place: str, secret: str) -> None:
    for form in FORMS:
        for path in spelled(place.format(form.format(secret))):
            assert secret not in loggable_path(path), path
            assert secret not in masked(path.partition("?")[0]), path


# What may stand where the last slash before a secret belongs: a slip of the pen, a mail program, or somebody who tries.
SIGNS = [
    *(
        ".",
        "-",
        "_",
        "",
        "//",
        "%2F",
        "%2f",
        "%252f",
        "%25252525252525252f",
        "\\",
        "%5c",
        ";",
        "/;",
        "/x;/",
        ";a=b/",
    ),
    *(
        "./",
        "../",
        "/../",
        "/./",
        "%2e",
        "%2E/",
        "%2d",
        "%20",
        "+",
        "&",
        "?",
        "#",
        "@",
        "$",
        "(",
        "'",
        '"',
        "%c0%af",
    ),
    *(
        "\uff0f",
        "/%00",
        "%e2%81%84",
        "\t",
        "%09",
        "...",
        "--",
        "-/",
        "_/",
        "/-",
        "%3B",
        "%2525252525252525253B",
    ),
]
# The place of each, and what stands behind the sign.
BEHIND = [
    ("/track", "{}/"),
    ("/notice/follow", "{}/"),
    ("/desk/decide/7", "{}/"),
    ("/desk/join/7-1764300000", "{}/"),
    ("/desk/sign-in/forgotten/key", "1-{}/"),
    ("/editor/password_reset/confirm", "MQ/{}/"),
]


@pytest.mark.parametrize(("place", "rest"), BEHIND)
@pytest.mark.parametrize("host", ["", "http://paper.example", "HTTPS://PAPER.EXAMPLE:443", "/en"])
def test_4_03_a_secret_is_masked_by_its_place_whatever_stands_before_it(
    place: str, rest: str, host: str
) -> None:
    for sign in SIGNS:
        for spelled_place in (place, place.upper(), place.replace("k", "%6b").replace("c", "%2563")):
            path = host + spelled_place + sign + rest.format(SECRET)
            assert SECRET not in masked(path), path
            assert SECRET not in loggable_path(path), path
            if "%" in spelled_place and not sign.strip("'\"\t"):
                continue  # an address ends with these in a text, and is not decoded there
            assert SECRET not in masked_text(path), path
            assert SECRET not in masked_text(f"Not Found: {path} (404)"), path


@pytest.mark.parametrize("place", PLACES)
def test_4_03_an_address_without_its_first_slash_is_masked(place: str) -> None:
    assert SECRET not in masked(place.format(SECRET).lstrip("/"))


def test_4_03_of_the_page_before_the_access_log_keeps_the_site_alone() -> None:
    entry = LogEntry("192.0.2.7", "GET", "/", f"http://paper.example/track-{SECRET}/", 200, 1, "store")

    assert SECRET not in _line(0.0, entry, 1)


@pytest.mark.parametrize(
    "path", ["/", "/city/track/", "/city/the-track-record/", "/join/", "/a%20b/", "/policy/2/tr/"]
)
def test_4_1_other_addresses_are_written_as_they_came(path: str) -> None:
    assert loggable_path(path) == masked(path) == path


# What a pattern may take that is no secret. Anything else is one, until it stands here.
NO_SECRETS = {
    *(
        "delivery",
        "demand_id",
        "ends_at",
        "kind",
        "language",
        "note_id",
        "notice_id",
        "number",
        "part",
        "path",
        "pk",
        "public_id",
    ),
    *("slug", "user_id", "year"),
}


def arguments_of(urlconf: str) -> Iterator[tuple[str, str, list[str]]]:
    """(address with its arguments as {name}, name of the view, names of the arguments) of every pattern of ours."""

    def walk(patterns: list[Any], before: str) -> Iterator[tuple[str, str, list[str]]]:
        for pattern in patterns:
            route = str(pattern.pattern)
            route = (
                re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"{\1}", route) if "(?P" in route else route
            )
            place = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route).lstrip("^").rstrip("$")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, place)
            elif isinstance(pattern, URLPattern):
                yield place, pattern.callback.__module__, re.findall(r"\{(\w+)\}", place)

    yield from walk(get_resolver(urlconf).url_patterns, "/")


def is_ours(module: str) -> bool:
    return module.startswith(("kawaraban.", "allauth."))


@pytest.mark.parametrize("profile", ["comments_only", "newspaper"])
def test_4_1_every_address_that_takes_a_token_is_masked(profile: str) -> None:
    if profile == "newspaper" and "wagtail" not in live.INSTALLED_APPS:
        pytest.skip("there are no stories here")
    secret_addresses = 0
    for place, module, names in arguments_of(f"kawaraban.config.urls.{profile}"):
        secrets = [name for name in names if name not in NO_SECRETS]
        if not is_ours(module) or not secrets:
            continue
        secret_addresses += 1
        filled = place.format(**{name: OTHER if name in secrets else "7" for name in names})
        assert OTHER not in loggable_path(filled), place
        assert OTHER not in without_tokens(f"Not Found: {filled}"), place

    assert secret_addresses >= 9


def test_4_1_the_list_of_what_is_no_secret_names_no_secret() -> None:
    assert not NO_SECRETS & {"token", "mark", "key", "uidb36", "uidb64", "secret"}


@pytest.mark.parametrize(
    "line",
    [
        f"Not Found: /track/{SECRET}/",
        f"Internal Server Error: /track/{SECRET}\x00/revise/",
        f"Not Found: /track/ {SECRET}/",
        f"Not Found: /track /{SECRET}/",
        f'Not Found: /track/"{SECRET}/',
        f"Not Found: /track/'{SECRET}'",
        f"Not Found: /desk/decide/7/<{SECRET}>/",
        f"Not Found: /track:{SECRET}",
        f"Not Found: /track={SECRET}/",
        f"Not Found: /notice/./follow/{SECRET}",
        f"GET http://paper.example/track/{SECRET}/?sent=1 took 3 ms",
        f"see '/notice/follow/{SECRET}/', and \"/desk/join/7-1764300000/{SECRET}/\"",
        f"{{'PATH_INFO': '/track/{SECRET}='}}",
        f"(/track/{SECRET})",
    ],
)
def test_4_1_a_line_of_any_logger_loses_the_secret(line: str) -> None:
    assert SECRET not in masked_text(line)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What the process would have written, set up as it is where a paper is served."""
    kept = StringIO()
    before = logging.root.handlers[:], logging.root.level
    dictConfig(live.LOGGING)
    for handler in logging.root.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(kept)
    yield kept
    logging.root.handlers[:], level = before
    logging.root.setLevel(level)


@pytest.mark.django_db
def test_4_1_no_line_of_the_app_holds_the_secret_of_a_link(client: Client, written: StringIO) -> None:
    for place in PLACES:
        for form in ("{}", "{}%00", "{}=", "%20{}", "x%20{}", "{}//"):
            client.get(place.format(form.format(SECRET)))
    client.get(f"/track/{SECRET}/", headers={"host": "elsewhere.example"})
    logging.getLogger("waitress").error("Exception while serving %s", f"/track/{SECRET}/")
    try:
        raise ValueError(f"/track/{SECRET}/")
    except ValueError:
        logging.getLogger("any.library").exception("It broke")

    lines = written.getvalue()
    assert "Not Found: /track/" in lines
    assert "ValueError" in lines
    assert SECRET not in lines


@pytest.mark.django_db
def test_4_1_a_plain_403_is_one_line(client: Client, moderator: User, written: StringIO) -> None:
    client.force_login(moderator)

    answer = client.get("/desk/staff/")

    assert answer.status_code == 403
    lines = [line for line in written.getvalue().splitlines() if line]
    assert len(lines) == 1, lines
    assert "/desk/staff/" in lines[0]


@pytest.mark.django_db
def test_4_1_what_broke_is_still_told_in_full(
    written: StringIO, monkeypatch: pytest.MonkeyPatch, thread: object
) -> None:
    monkeypatch.setattr("kawaraban.doors.public.tracking.views.track", None)

    Client(raise_request_exception=False).get(f"/track/{SECRET}/")

    assert "Traceback" in written.getvalue()
    assert SECRET not in written.getvalue()
