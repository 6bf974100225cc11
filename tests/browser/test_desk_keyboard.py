"""1.13 and 1.20: a moderator clears a queue with the keyboard, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.desk import crowd, found, shown_comment, signed_in, waiting_comment

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.law.models import Decision
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]

OpenDesk = Callable[..., Page]


def heading(page: Page) -> Locator:
    return page.locator("#card-title")


def status_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def test_1_13_twenty_comments_are_cleared_by_one_key_each(open_desk: OpenDesk, thread: Thread) -> None:
    comments = crowd(thread, 20)
    page = open_desk()

    for comment in comments:
        expect(heading(page)).to_have_text(comment.name)
        page.keyboard.press("a")

    expect(heading(page)).to_have_text("Nobody waits.")
    expect(page.locator("#capacity")).to_contain_text("Nobody waits")
    assert Comment.objects.filter(status=Status.APPROVED).count() == 20


def test_1_13_a_ground_is_one_key_after_r(open_desk: OpenDesk, thread: Thread) -> None:
    comment, _next = waiting_comment(thread, minutes=9), waiting_comment(thread, name="Noor", minutes=3)
    found(comment, phase="contact_data", ground="personality_rights", quote="road")
    page = open_desk()

    page.keyboard.press("r")
    expect(page.locator(".ground-grid .suggested")).to_contain_text("Personality rights")
    page.keyboard.press("s")

    expect(heading(page)).to_have_text("Noor")
    expect(page.locator("#message")).to_contain_text("Not published: Insult or swearing")
    assert Decision.objects.get(subject=comment.subject).ground == "insult"


def test_1_13_the_focus_goes_to_the_next_comment_and_it_is_said(open_desk: OpenDesk, thread: Thread) -> None:
    waiting_comment(thread, minutes=9)
    second = waiting_comment(thread, name="Noor", minutes=3)
    page = open_desk()

    page.keyboard.press("a")

    expect(heading(page)).to_have_text("Noor")
    expect(heading(page)).to_be_focused()
    expect(page.locator("#announcement")).to_have_text("Approved. Next: Noor. 1 waits.")
    expect(page.locator(f"#row-{second.public_id} a")).to_have_attribute("aria-current", "true")
    assert page.url.endswith(f"/desk/card/{second.public_id}/")
    expect(page).to_have_title(re.compile("^Noor · Waiting"))


def test_1_13_u_takes_the_last_decision_back(open_desk: OpenDesk, thread: Thread) -> None:
    comment = waiting_comment(thread, minutes=9)
    waiting_comment(thread, name="Noor", minutes=3)
    page = open_desk()
    page.keyboard.press("a")
    expect(page.locator("#message button")).to_contain_text("Undo")

    page.keyboard.press("u")

    expect(heading(page)).to_have_text("Leyla")
    expect(page.locator("#rows > li").first).to_contain_text("Leyla")
    expect(page.locator("#message")).to_contain_text("Taken back")
    assert status_of(comment) == Status.PENDING


def test_1_13_other_asks_for_words_first(open_desk: OpenDesk, thread: Thread) -> None:
    comment = waiting_comment(thread)
    page = open_desk()

    page.keyboard.press("r")
    page.keyboard.press("o")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("a jar of kites")
    assert status_of(comment) == Status.PENDING
    page.keyboard.press("Escape")
    page.keyboard.press("o")

    expect(heading(page)).to_have_text("Nobody waits.")
    decision = Decision.objects.get(subject=comment.subject)
    assert (decision.ground, decision.note) == ("other", "a jar of kites")


def test_1_13_keys_do_nothing_while_typing_with_modifiers_or_during_composition(
    open_desk: OpenDesk, thread: Thread
) -> None:
    comment = waiting_comment(thread)
    page = open_desk()

    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+a")
    page.keyboard.press("Shift+A")
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'a', code: 'KeyA', isComposing: true, bubbles: true}))"
    )
    page.keyboard.press("n")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("a r s u j")

    expect(page.locator("#note")).to_have_value("a r s u j")
    assert status_of(comment) == Status.PENDING


def test_1_13_a_key_that_types_another_alphabet_is_known_by_its_place(
    open_desk: OpenDesk, thread: Thread
) -> None:
    comment = waiting_comment(thread)
    page = open_desk()

    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ش', code: 'KeyA', bubbles: true}))"
    )

    expect(heading(page)).to_have_text("Nobody waits.")
    assert status_of(comment) == Status.APPROVED


def test_1_13_with_the_grounds_open_an_approval_cannot_slip_in(open_desk: OpenDesk, thread: Thread) -> None:
    comment = waiting_comment(thread)
    page = open_desk()

    page.keyboard.press("r")
    page.keyboard.press("a")
    page.keyboard.press("Escape")

    expect(page.locator("#refuse")).not_to_have_attribute("open", "")
    expect(heading(page)).to_be_focused()
    assert status_of(comment) == Status.PENDING


def test_1_13_help_names_the_keys_and_can_turn_them_off(open_desk: OpenDesk, thread: Thread) -> None:
    comment = waiting_comment(thread)
    page = open_desk()

    page.keyboard.press("?")
    expect(page.locator("#help")).to_contain_text("Keys of the desk")
    expect(page.locator("#help")).to_contain_text("Personality rights")
    page.get_by_role("switch").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("a")
    page.keyboard.press("?")

    expect(page.locator("#help")).to_be_hidden()
    assert status_of(comment) == Status.PENDING


def test_1_13_j_and_k_walk_and_c_opens_the_context(
    open_desk: OpenDesk, thread: Thread, moderator: User
) -> None:
    parent = shown_comment(thread, moderator, text="A parent. " * 60, minutes=99)
    waiting_comment(thread, minutes=9, parent=parent)
    waiting_comment(thread, name="Noor", minutes=3)
    page = open_desk()

    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Noor")
    page.keyboard.press("j")
    expect(page.locator("#announcement")).to_have_text("This is the last one.")
    page.keyboard.press("k")
    expect(heading(page)).to_have_text("Leyla")
    expect(page.locator("#context blockquote")).to_be_hidden()
    page.keyboard.press("c")

    expect(page.locator("#context blockquote")).to_be_visible()
    expect(page.locator("#context summary")).to_be_focused()


def test_1_13_a_key_that_comes_before_the_page_has_settled_keeps_the_focus_that_it_set(
    open_desk: OpenDesk, thread: Thread, moderator: User
) -> None:
    parent = shown_comment(thread, moderator, text="A parent. " * 60, minutes=99)
    waiting_comment(thread, name="Noor", minutes=9)
    waiting_comment(thread, minutes=3, parent=parent)
    page = open_desk()
    page.evaluate(
        """() => {
            const press = () => document.body.dispatchEvent(
                new KeyboardEvent("keydown", { key: "c", code: "KeyC", bubbles: true }));
            document.body.addEventListener("htmx:afterSwap", () => queueMicrotask(press), { once: true });
            document.body.addEventListener("htmx:afterSettle", () => { document.body.dataset.settled = ""; });
        }"""
    )

    page.keyboard.press("j")

    expect(page.locator("body[data-settled]")).to_be_attached()
    expect(heading(page)).to_have_text("Leyla")
    expect(page.locator("#context summary")).to_be_focused()


def test_1_13_the_list_fills_itself_and_follows_beyond_its_end(open_desk: OpenDesk, thread: Thread) -> None:
    comments = crowd(thread, 80)
    page = open_desk(f"card/{comments[40].public_id}/")

    expect(page.locator(f"#row-{comments[40].public_id} a")).to_have_attribute("aria-current", "true")
    page.locator("#more a").scroll_into_view_if_needed()

    expect(page.locator(f"#row-{comments[79].public_id}")).to_be_attached()
    expect(page.locator(f"#row-{comments[10].public_id}")).not_to_be_attached()


def test_1_13_who_was_faster_is_said_in_place_and_the_note_is_kept(
    open_desk: OpenDesk, thread: Thread, editor: User, live_server: LiveServer
) -> None:
    comment = waiting_comment(thread)
    waiting_comment(thread, name="Noor", minutes=3)
    page = open_desk()
    page.keyboard.press("n")
    page.keyboard.type("think of the children")
    signed_in(editor).post(f"/desk/card/{comment.public_id}/approve", {"revision_number": 1})

    page.keyboard.press("Escape")
    page.keyboard.press("h")

    expect(page.get_by_role("alert")).to_contain_text("Ines was faster and approved this comment.")
    expect(page.locator("#kept-note")).to_have_value("think of the children")
    page.wait_for_load_state("networkidle")
    expect(page.locator(f"#row-{comment.public_id}")).not_to_be_attached()
    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Noor")


def test_1_13_what_arrives_is_a_button_and_the_list_stays(open_desk: OpenDesk, thread: Thread) -> None:
    waiting_comment(thread, minutes=9)
    page = open_desk()
    waiting_comment(thread, name="Noor", minutes=1)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#arrived a")).to_have_text("1 new comment")
    expect(page.locator("#rows > li")).to_have_count(1)
    page.locator("#arrived a").click()

    expect(page.locator("#rows > li")).to_have_count(2)
    expect(page.locator("#arrived")).to_be_hidden()


def test_1_13_a_lost_connection_is_said_and_nothing_is_lost(open_desk: OpenDesk, thread: Thread) -> None:
    comment = waiting_comment(thread)
    page = open_desk()
    page.keyboard.press("n")
    page.keyboard.type("a careful note")
    page.evaluate("console.error = () => {}")  # htmx reports the lost connection there, rightly
    page.context.set_offline(True)

    page.keyboard.press("Escape")
    page.keyboard.press("s")

    expect(page.locator("#message")).to_contain_text("The paper did not answer. Nothing was decided")
    expect(page.locator("#note")).to_have_value("a careful note")
    assert status_of(comment) == Status.PENDING
