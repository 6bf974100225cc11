"""Promises 3.3 and 3.4 in a real browser: sixty decisions by keyboard, other keys, many at once, two desks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.makers.desk import crowd, shown_comment, signed_in, waiting_comment

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.keys.table import choose_keys, default_keys
from kawaraban.doors.desk.models import BulkJob, Claim
from kawaraban.law.models import Decision
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]

OpenDesk = Callable[..., Page]


def heading(page: Page) -> Locator:
    return page.locator("#card-title")


def test_3_03_sixty_decisions_by_keyboard_and_none_of_a_wrong_comment(
    open_desk: OpenDesk, thread: Thread
) -> None:
    comments = crowd(thread, 60)
    page = open_desk()

    for place, comment in enumerate(comments):
        # The eye waits for the comment, the hand does not wait for anything else.
        expect(heading(page)).to_have_text(comment.name)
        if place % 3:
            page.keyboard.press("a")
        else:
            page.keyboard.press("r")
            page.keyboard.press("m")

    expect(heading(page)).to_have_text("Nobody waits.")
    refused = set(Comment.objects.filter(status=Status.REJECTED).values_list("pk", flat=True))
    approved = set(Comment.objects.filter(status=Status.APPROVED).values_list("pk", flat=True))
    assert refused == {comment.pk for comment in comments[::3]}
    assert len(approved) == 40
    assert Decision.objects.count() == 60
    assert not Claim.objects.exists()


def test_3_03_ones_own_keys_decide_and_the_old_ones_do_nothing(
    open_desk: OpenDesk, thread: Thread, moderator: User
) -> None:
    own = default_keys()
    choose_keys(
        person=moderator,
        are_on=True,
        acts={**own.acts, "approve": "1"},
        grounds={**own.grounds, "spam": "2"},
    )
    first, second = waiting_comment(thread, minutes=9), waiting_comment(thread, name="Noor", minutes=3)
    page = open_desk()

    page.keyboard.press("a")
    page.keyboard.press("1")
    expect(heading(page)).to_have_text("Noor")
    page.keyboard.press("r")
    page.keyboard.press("2")

    expect(heading(page)).to_have_text("Nobody waits.")
    assert Comment.objects.get(pk=first.pk).status == Status.APPROVED
    assert Decision.objects.get(subject=second.subject).ground == "spam"


def test_3_03_send_back_is_a_key_and_a_few_words(open_desk: OpenDesk, thread: Thread) -> None:
    comment = waiting_comment(thread)
    page = open_desk()

    page.keyboard.press("e")
    expect(page.locator("#return-note")).to_be_focused()
    page.keyboard.type("Please without names.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Nobody waits.")
    expect(page.locator("#message")).to_contain_text("Sent back for changes")
    assert Comment.objects.get(pk=comment.pk).status == Status.RETURNED


def test_3_03_p_picks_and_takes_the_pick_away(open_desk: OpenDesk, thread: Thread, moderator: User) -> None:
    comment = shown_comment(thread, moderator)
    page = open_desk(f"card/{comment.public_id}/")

    page.keyboard.press("p")
    expect(page.locator("#pick button")).to_contain_text("Take the pick away")
    picked = Comment.objects.get(pk=comment.pk).is_picked
    page.keyboard.press("p")
    expect(page.locator("#message")).to_contain_text("No longer picked")

    assert picked
    assert not Comment.objects.get(pk=comment.pk).is_picked


def test_3_05_x_and_shift_choose_many_and_show_what_would_happen(open_desk: OpenDesk, thread: Thread) -> None:
    comments = crowd(thread, 4)
    page = open_desk()

    page.keyboard.press("Shift+A")
    expect(heading(page)).to_have_text(comments[0].name)
    page.keyboard.press("Shift+J")
    expect(heading(page)).to_have_text(comments[1].name)
    page.keyboard.press("x")
    expect(page.locator("#bulk .chosen .num")).to_have_text("2")
    page.keyboard.press("Shift+A")

    expect(page.get_by_role("heading", name="It would happen to 2 comments")).to_be_visible()
    page.get_by_role("button", name="Approve · 2").click()
    expect(page.locator(".job-words")).to_contain_text("0 approved")
    assert BulkJob.objects.get().items.count() == 2


def test_3_03_slash_searches_and_a_pasted_link_opens_the_comment(open_desk: OpenDesk, thread: Thread) -> None:
    waiting_comment(thread, minutes=9)
    other = waiting_comment(thread, name="Noor", minutes=3)
    page = open_desk()

    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type(f"https://paper.example/c/{other.public_id}/")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Noor")


def test_3_04_what_a_colleague_takes_over_is_said_on_the_open_card(
    open_desk: OpenDesk, thread: Thread, editor: User
) -> None:
    comment = waiting_comment(thread)
    page = open_desk()
    expect(page.locator("#approve")).to_be_visible()
    signed_in(editor).post(f"/desk/card/{comment.public_id}/take-over")

    # The beat comes every few seconds; here it is asked for at once.
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    expect(page.locator("#lost")).to_have_text("Ines has taken this comment over.")
    expect(page.locator("#announcement")).to_have_text("Ines has taken this comment over.")


def test_3_04_leaving_the_desk_lets_go(open_desk: OpenDesk, thread: Thread) -> None:
    waiting_comment(thread)
    page = open_desk()
    expect(page.locator("#approve")).to_be_visible()
    held = Claim.objects.count()

    page.goto(page.url.split("/desk/")[0] + "/desk/keys/")

    expect(page.get_by_role("heading", name="Keys of the desk")).to_be_visible()
    for _try in range(600):
        if not Claim.objects.exists():
            break
        page.wait_for_timeout(50)
    assert held == 1
    assert not Claim.objects.exists()
