"""7.18: what one of the two databases cannot keep breaks no door: NUL, and more than a column holds.

SQLite keeps both. So this runs over both, and the answer is the same: an address that is not there, a sentence of the
form, or the text without what nobody meant.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.conf import settings as live
from django.test import Client
from tests.makers.desk import signed_in, waiting_comment
from tests.rigs.every_address import FILLED, addresses, has_view

from kawaraban.comments.models import Thread
from kawaraban.doors.desk.models import AuthorNote
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
PROFILE = "kawaraban.config.urls." + ("newspaper" if "wagtail" in live.INSTALLED_APPS else "comments_only")
# What the desk reads of an address or a form without a form of Django's.
READ_PLAINLY = (
    *(
        "q",
        "from",
        "show",
        "done",
        "comment",
        "about",
        "days",
        "order",
        "section",
        "before",
        "after",
        "since",
    ),
    *(
        "page",
        "staff_before",
        "year",
        "ask",
        "verdict",
        "note",
        "act",
        "version",
        "lane",
        "is_on",
        "look",
        "law",
    ),
    *("ground", "offence", "chosen", "comments", "act-approve", "ground-spam", "preview", "thread", "sender"),
)
TOO_MUCH = {"NUL": "a\0b", "long": "\N{NEWSPAPER}" * 6_000}


def _fields() -> set[str]:
    def forms_under(kind: type[Any]) -> Iterator[type[Any]]:
        for each in kind.__subclasses__():
            yield each
            yield from forms_under(each)

    ours = [each for each in forms_under(forms.BaseForm) if each.__module__.startswith("kawaraban.doors")]
    assert ours
    return {name for form in ours for name in getattr(form, "base_fields", {})} | set(READ_PLAINLY)


def _doors(filled: dict[str, str]) -> list[str]:
    places = dict.fromkeys(addresses(PROFILE, FILLED | filled))
    return [place for place in places if not place.startswith("/editor/") and has_view(place, PROFILE)]


@pytest.fixture(params=TOO_MUCH)
def words(request: pytest.FixtureRequest) -> str:
    return TOO_MUCH[request.param]


def test_7_18_no_address_of_the_doors_breaks_on_nul(publisher: User) -> None:
    client, answers = signed_in(publisher), {}

    for place in _doors({"str": "a%00b"}):
        answers[place] = client.get(place).status_code

    assert len(answers) > 60
    assert {place: code for place, code in answers.items() if code >= 500} == {}


def test_7_18_no_question_of_the_doors_breaks_on_it(words: str, publisher: User, thread: Thread) -> None:
    client, comment = signed_in(publisher), waiting_comment(thread, name="Ada")
    asked, answers = dict.fromkeys(_fields(), words[:2_000]), {}

    for place in _doors({"str": comment.public_id, "slug": comment.public_id}):
        answers[place] = client.get(place, asked).status_code

    assert {place: code for place, code in answers.items() if code >= 500} == {}


def test_7_18_no_form_of_the_doors_breaks_on_it(words: str, publisher: User, thread: Thread) -> None:
    client, comment = signed_in(publisher), waiting_comment(thread, name="Ada")
    fields, answers = dict.fromkeys(_fields(), words), {}

    for place in _doors({"str": comment.public_id, "slug": comment.public_id}):
        client.force_login(publisher)
        answers[place] = client.post(place, fields).status_code

    assert {place: code for place, code in answers.items() if code >= 500} == {}


@pytest.mark.parametrize("value", ["abcdefgh\0", "x" * 1_000])
def test_7_18_a_cookie_that_holds_it_is_nobodys(value: str) -> None:
    client = Client()
    client.cookies["sessionid"] = value

    assert client.get("/desk/").status_code == 302


def test_7_18_what_is_typed_is_kept_without_nul(publisher: User, thread: Thread) -> None:
    comment = waiting_comment(thread, name="Ada")

    signed_in(publisher).post(f"/desk/card/{comment.public_id}/notes", {"text": "Known\0 to us."})

    assert AuthorNote.objects.get().text == "Known to us."
