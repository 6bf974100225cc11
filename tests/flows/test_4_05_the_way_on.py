"""4.5: pages that say where to go on: the tracking page, a page that is not for somebody, Share."""

import re

import pytest
from django.test import Client
from django.utils import timezone, translation
from tests.makers.comments import rejected, sent
from tests.makers.desk import signed_in

from kawaraban.comments.models import Thread
from kawaraban.law.models import PolicyVersion
from kawaraban.people.models import User
from kawaraban.stories.machines.shares import share_links

pytestmark = pytest.mark.django_db


def test_4_5_after_sending_without_javascript_the_page_says_that_its_address_is_the_way_back(
    client: Client, thread: Thread
) -> None:
    comment = sent(thread, now=timezone.now())

    page = client.get(f"/track/{comment.tracking_token}/?sent=1").content.decode()
    later = client.get(f"/track/{comment.tracking_token}/").content.decode()

    assert "keep its address" in page
    # Only a script can copy; without one no button pretends to.
    assert re.search(r'<p class="actions" data-copy><input type="button" class="button" hidden', page)
    assert "data-copy" not in later


def test_4_5_every_form_of_the_tracking_page_has_a_name(client: Client, thread: Thread) -> None:
    comment = sent(thread, now=timezone.now())

    page = client.get(f"/track/{comment.tracking_token}/").content.decode()

    forms = re.findall(r"<form[^>]*>", page)
    assert len(forms) == 3
    assert all("aria-label=" in form for form in forms)


@pytest.mark.parametrize(("who", "is_led"), [("moderator", True), ("nobody", False)])
def test_4_5_staff_on_a_page_that_is_not_for_them_find_the_desk(
    who: str, is_led: bool, client: Client, moderator: User, policy: PolicyVersion
) -> None:
    browser = signed_in(moderator) if who == "moderator" else client
    address = "/desk/policy/" if who == "moderator" else "/desk/hooks-of-nobody/"

    answer = browser.get(address)

    assert answer.status_code == (403 if is_led else 404)
    assert ('href="/desk/">To the desk' in answer.content.decode()) is is_led


def test_4_5_no_head_of_a_column_of_the_figures_is_empty(thread: Thread, moderator: User) -> None:
    rejected(sent(thread, now=timezone.now()), moderator, now=timezone.now())

    page = signed_in(moderator).get("/desk/figures/").content.decode()

    heads = re.findall(r"<th[^>]*>(.*?)</th>", page, flags=re.DOTALL)
    assert heads
    assert all(re.sub(r'<span class="vh">.*?</span>|<[^>]+>', "", head).strip() for head in heads)


def test_4_5_share_by_mail_has_words_of_its_own() -> None:
    with translation.override("ja"):
        label = next(
            share.label for share in share_links("http://paper.example/", "A") if share.service == "email"
        )

    assert label != "メールアドレス"
