"""3.12 (DSA Art. 16) The form for a notice needs no account; a page of its own tells what became of it."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.makers.comments import approved, sent
from tests.makers.public import OUR_PAGE, words

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Appeal, Decision, Notice
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    """A comment that readers see."""
    comment = sent(thread, now=utc_now())
    approved(comment, moderator, now=utc_now())
    comment.refresh_from_db()
    return comment


def filled(comment: Comment, **changes: str) -> dict[str, str]:
    fields = {
        "address": f"http://testserver/c/{comment.public_id}/",
        "offence": "defamation",
        "law": "",
        "explanation": "It says that I stole. I did not.",
        "name": "Nora Vell",
        "email": "nora@example.org",
        "is_in_good_faith": "on",
    }
    return {name: value for name, value in {**fields, **changes}.items() if value != "-"}


def given(comment: Comment, **changes: str) -> Notice:
    """Send the form as a reader would."""
    answer = Client().post("/notice/", filled(comment, **changes), headers=OUR_PAGE)
    assert answer.status_code == 303, words(answer)
    return Notice.objects.latest("received_at")


def test_3_12_art_16_a_notice_is_sent_without_an_account_and_has_a_page(shown: Comment) -> None:
    notice = given(shown)

    seen = words(Client().get(f"/notice/follow/{notice.token}/?sent=1"))
    assert "Your notice has arrived." in seen
    assert "I stole" in seen
    shown.refresh_from_db()
    assert shown.reported_at is not None


def test_3_12_art_16_the_address_of_the_comment_is_filled_in(shown: Comment) -> None:
    seen = words(Client().get(f"/notice/?about={shown.public_id}"))

    assert f"/c/{shown.public_id}/" in seen


@pytest.mark.parametrize("field", ["address", "explanation", "is_in_good_faith", "offence"])
def test_3_12_art_16_what_is_missing_is_named_and_nothing_is_lost(shown: Comment, field: str) -> None:
    answer = Client().post("/notice/", filled(shown, **{field: "-"}), headers=OUR_PAGE)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Nothing of what you wrote is lost" in words(answer)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("offence", ["minors", "defamation", "intellectual_property"])
def test_3_12_art_16_no_name_is_asked_whatever_it_is_about(shown: Comment, offence: str) -> None:
    assert given(shown, offence=offence, name="-", email="-").name == ""


def test_3_12_art_16_the_form_speaks_every_language_of_the_paper(shown: Comment) -> None:
    answer = Client().get("/notice/tr/")

    assert answer.headers["Content-Language"] == "tr"
    assert Client().get("/notice/xx/").status_code == 404


def test_3_12_art_16_the_decision_stands_on_the_page_and_its_sender_appeals_there(
    shown: Comment, moderator: User
) -> None:
    notice = given(shown)
    page = f"/notice/follow/{notice.token}/"
    decided = utc_now()
    decide(KEEP, Judged(shown.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=decided)
    assert "An opinion." not in words(Client().get(page)), "it can still be taken back"
    Notice.objects.filter(pk=notice.pk).update(decided_at=decided - timedelta(minutes=1))
    notice.refresh_from_db()
    assert notice.decision is not None
    Decision.objects.filter(pk=notice.decision.pk).update(decided_at=decided - timedelta(minutes=1))

    assert "An opinion." in words(Client().get(page))
    answer = Client().post(page, {"words": "It is a claim of fact."}, headers=OUR_PAGE)

    assert answer.status_code == 303
    assert Appeal.objects.get().words == "It is a claim of fact."
    assert "Another person decides" in words(Client().get(page))
    assert Client().post(page, {"words": "Again."}, headers=OUR_PAGE).status_code == 409


def test_3_12_art_16_another_site_cannot_send_one(shown: Comment) -> None:
    answer = Client().post("/notice/", filled(shown), headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert not Notice.objects.exists()


def test_3_12_art_16_a_page_that_nobody_was_given_is_not_there(db: None) -> None:
    assert Client().get("/notice/follow/abcdefghijklmnopqrstuv/").status_code == 404
