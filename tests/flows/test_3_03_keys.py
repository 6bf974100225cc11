"""Promise 3.3: keys that a person may change, with a sentence for what cannot be; and everything has a button."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from tests.makers.desk import shown_comment, signed_in, waiting_comment
from tests.makers.law.redress import reported
from tests.makers.law.restrictions import HOME
from tests.page import Page

from kawaraban.comments.actions.acts import REJECT
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Thread
from kawaraban.doors.desk.keys.table import KEY_ROWS, BadKeys, choose_keys, default_keys, keys_of
from kawaraban.doors.desk.models import KeyChoice
from kawaraban.kit.clock import utc_now
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def form(**changes: str) -> dict[str, str]:
    """The form of the page as it is filled at first, with changes."""
    own = default_keys()
    fields = {f"act-{code}": key for code, key in own.acts.items()}
    fields |= {f"ground-{code}": key for code, key in own.grounds.items()}
    return fields | {"are_on": "on"} | {name.replace("__", "-"): value for name, value in changes.items()}


def test_3_03_another_key_is_shown_everywhere_and_is_ones_own(
    desk: Client, moderator: User, editor: User, thread: Thread
) -> None:
    waiting_comment(thread)

    answer = desk.post("/desk/keys/", form(act__approve="1", ground__spam="2"))
    page = Page(desk.get("/desk/").content)
    colleagues = Page(signed_in(editor).get("/desk/").content)

    assert answer.headers["Location"] == "/desk/keys/?kept=1"
    assert page.one('[data-act="approve"]')["data-key"] == "1"
    assert 'Approve <kbd aria-hidden="true">1</kbd>' in page.markup
    assert page.one('[data-key][value="spam"]')["data-key"] == "2"
    assert colleagues.one('[data-act="approve"]')["data-key"] == "a"
    assert KeyChoice.objects.get(person=moderator).keys == {"approve": "1", "ground:spam": "2"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"act__approve": "j"}, "“j” is already the key for: next comment."),
        ({"act__approve": ""}, "One small letter, digit or sign"),
        ({"act__approve": "ab"}, "One small letter, digit or sign"),
        ({"act__approve": "A"}, "One small letter, digit or sign"),
        ({"act__approve": " "}, "One small letter, digit or sign"),
        ({"ground__spam": "i"}, "“i” is already the key for: Against the law."),
        ({"ground__spam": "u"}, "“u” is already the key for: undo the last decision."),
    ],
)
def test_3_03_a_key_that_cannot_be_is_refused_with_a_sentence_and_nothing_changes(
    changes: dict[str, str], sentence: str, desk: Client, moderator: User
) -> None:
    answer = desk.post("/desk/keys/", form(**changes))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in answer.content.decode()
    assert keys_of(moderator) == default_keys()


def test_3_03_letters_of_every_alphabet_are_keys(moderator: User) -> None:
    own = default_keys()

    choose_keys(
        person=moderator, are_on=True, acts={**own.acts, "approve": "ş", "next": "あ"}, grounds=own.grounds
    )

    assert keys_of(moderator).acts["approve"] == "ş"


def test_3_03_two_acts_may_exchange_their_keys(moderator: User) -> None:
    own = default_keys()

    choose_keys(
        person=moderator, are_on=True, acts={**own.acts, "next": "k", "previous": "j"}, grounds=own.grounds
    )

    assert (keys_of(moderator).acts["next"], keys_of(moderator).acts["previous"]) == ("k", "j")
    with pytest.raises(BadKeys):
        choose_keys(person=moderator, are_on=True, acts={**own.acts, "next": "k"}, grounds=own.grounds)


def test_3_03_the_desks_own_keys_come_back(desk: Client, moderator: User) -> None:
    desk.post("/desk/keys/", form(act__approve="1"))

    desk.post("/desk/keys/", {"defaults": "1"})

    assert keys_of(moderator) == default_keys()


def test_3_03_keys_are_off_by_choice_on_every_computer(desk: Client, moderator: User, thread: Thread) -> None:
    fields = form()
    del fields["are_on"]

    desk.post("/desk/keys/", fields)

    assert not keys_of(moderator).are_on
    assert Page(desk.get("/desk/").content).one("dialog#help")["data-shortcuts"] == "off"


def test_3_03_every_act_has_something_to_press(
    desk: Client, thread: Thread, editor: User, moderator: User
) -> None:
    parent = shown_comment(thread, moderator, name="Emre")
    waiting_comment(thread, name="One", minutes=9)
    waiting_comment(thread, name="Two", minutes=5, parent=parent, sender=HOME)
    waiting_comment(thread, name="Three", minutes=3)
    [row] = [row for row in Page(desk.get("/desk/?section=city").content).rows if row.name == "Two"]
    card_of_two, _question, narrowed = row.address.partition("?")
    assert narrowed == "section=city"
    waiting = Page(desk.get(card_of_two).content)
    approved = Page(desk.get(f"/desk/card/{parent.public_id}/").content)
    refused = waiting_comment(thread, name="Refused")
    earlier = utc_now() - timedelta(hours=1)
    decide(REJECT, Judged(refused.pk, 1), Reasons(ground="spam"), moderator=editor, now=earlier)
    appeal(tracking_token=refused.tracking_token, words="It is none.", now=utc_now())
    reported(parent, now=utc_now())
    cards = [Page(desk.get(f"/desk/card/{each.public_id}/").content) for each in (parent, refused)]

    buttons = {
        "next": '[rel="next"]', "previous": '[rel="prev"]', "approve": "#approve", "refuse": "#refuse",
        "return": "#return", "note": "#note", "context": "details.parent", "select": '[name="id"]',
        "search": "#search", "help": "#help-button", "undo": 'form[action*="/undo"]', "pick": "#pick",
        "keep": "#keep", "reinstate": "#reinstate", "uphold": "#uphold", "restrict": "#restrict",
    }  # fmt: skip
    done = Page(desk.post(waiting.form("/approve").action, {"revision_number": 1}, follow=True).content)
    assert set(buttons) == {act.code for act in KEY_ROWS}
    pages = [waiting, approved, *cards, done]
    missing = [code for code, button in buttons.items() if not any(page.has(button) for page in pages)]
    assert missing == []
