"""4.5: with the grounds open no key decides what was not meant: not a note, not a missing law, not somebody typing."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests.makers.desk import shown_comment, waiting_comment
from tests.makers.law.redress import reported
from tests.makers.law.restrictions import HOME

from kawaraban.comments.actions import author
from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Thread
from kawaraban.doors.desk.keys.table import default_keys
from kawaraban.doors.desk.models import KeyChoice
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision, Verdict
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]
OpenDesk = Callable[..., Page]


@pytest.fixture
def comment(thread: Thread) -> Comment:
    first = waiting_comment(thread, minutes=9, sender=HOME)
    waiting_comment(thread, name="Noor", minutes=3)
    return first


def heading(page: Page) -> Locator:
    return page.locator("#card-title")


def type_on(page: Page, key: str, code: str = "", more: Mapping[str, bool] | None = None) -> None:
    """A key as a keyboard of another layout sends it."""
    page.evaluate(
        "event => (document.activeElement ?? document.body).dispatchEvent("
        "new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...event}))",
        {"key": key, "code": code or f"Key{key.upper()}", **(more or {})},
    )


@contextmanager
def slow(page: Page, path: str) -> Iterator[list[Route]]:
    """Holds what is asked for under this path until the block ends; the list has what waits."""
    held: list[Route] = []
    page.route(re.compile(path), lambda route: held.append(route))
    yield held
    for route in held:
        route.continue_()
    page.unroute_all(behavior="ignoreErrors")


def wait_until_held(page: Page, held: list[Route], number: int = 1) -> None:
    while len(held) < number:
        page.wait_for_timeout(20)


@pytest.mark.parametrize("act", [code for code in default_keys().acts if code not in {"refuse", "undo"}])
def test_4_5_no_key_of_an_act_decides_with_the_grounds_open(
    act: str, open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()

    page.keyboard.press("r")
    page.keyboard.press(default_keys().acts[act])
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    expect(heading(page)).to_have_text("Leyla")
    expect(page.locator("#message")).to_be_empty()
    assert not Decision.objects.exists()


def test_4_5_r_n_is_a_note_to_the_author(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()

    page.keyboard.press("r")
    page.keyboard.press("n")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("no insults, please")
    page.keyboard.press("Escape")
    page.keyboard.press("s")

    expect(heading(page)).to_have_text("Noor")
    decision = Decision.objects.get()
    assert (decision.ground, decision.note) == ("insult", "no insults, please")


@pytest.mark.parametrize("way", ["key", "mouse", "enter"])
def test_4_5_a_missing_law_is_said_at_its_field_and_typing_on_decides_nothing(
    way: str, open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()
    page.keyboard.press("r")

    if way == "key":
        page.keyboard.press("i")
    elif way == "mouse":
        page.locator(".ground-grid button", has_text="Against the law").click()
    else:
        page.locator(".ground-grid button", has_text="Against the law").press("Enter")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("Section 12")

    expect(page.locator("#note")).to_have_value("Section 12")
    expect(page.locator("#note-error")).to_have_count(0)
    expect(page.locator("#law-error")).to_contain_text("Name the law")
    expect(page.locator("#law")).to_be_visible()
    expect(page.locator("#law")).to_have_attribute("aria-invalid", "true")
    assert page.locator("#law").get_attribute("aria-describedby") == "law-error"
    page.locator("#law").fill("Criminal Code, section 12")
    page.keyboard.press("Enter")
    expect(page.locator("#law-error")).to_have_count(0)
    assert not Decision.objects.exists()
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    expect(heading(page)).to_have_text("Noor")
    assert Decision.objects.get().legal_ground == "Criminal Code, section 12"


def test_4_5_after_an_error_letters_do_nothing_until_the_field_was_left(
    open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()
    page.keyboard.press("r")
    page.keyboard.press("o")
    expect(page.locator("#note-error")).to_contain_text("This ground says nothing by itself")

    # The focus is lost, not the field left: a click beside it, and the typing goes on.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type("stuy")
    assert not Decision.objects.exists()
    expect(page.locator("#refuse")).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator("#note-error")).to_have_count(0)
    page.keyboard.press("s")

    expect(heading(page)).to_have_text("Noor")
    assert Decision.objects.get().ground == "insult"


def test_4_5_what_the_paper_refuses_is_said_at_the_field_and_typing_on_decides_nothing(
    open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()
    page.keyboard.press("n")
    page.locator("#note").fill("x" * 2001)
    page.keyboard.press("Escape")

    page.keyboard.press("s")
    expect(page.locator("#note-error")).to_contain_text("too long")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("t")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type("sthv")

    expect(heading(page)).to_have_text("Leyla")
    assert not Decision.objects.exists()


def test_4_5_words_that_changed_meanwhile_are_not_judged_by_the_next_letter(
    open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()
    page.keyboard.press("n")
    page.keyboard.type("a note")
    page.keyboard.press("Escape")
    author.revise(tracking_token=comment.tracking_token, text="Other words.", now=utc_now())

    page.keyboard.press("s")
    expect(page.get_by_role("alert").first).to_contain_text("The author changed the comment while you read")
    page.keyboard.type("ssthv")

    expect(page.locator(".shown .text")).to_have_text("Other words.")
    expect(page.locator("#note")).to_have_value("a note")
    assert not Decision.objects.exists()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.press("s")
    expect(heading(page)).to_have_text("Noor")
    assert Decision.objects.get().revision_number == 2


def test_4_5_with_words_asked_for_no_key_carries_the_card_away(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()

    for opened, field in (("e", "#return-note"), ("q", "#restrict-note")):
        page.keyboard.press(opened)
        page.locator(field).fill("half a thought")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.type("ajk pubx")
        page.keyboard.press("Shift+A")
        expect(heading(page)).to_have_text("Leyla")
        expect(page.locator(field)).to_have_value("half a thought")
        page.keyboard.press("Escape")
        expect(page.locator(field)).to_be_hidden()

    assert not Decision.objects.exists()
    page.keyboard.press("a")
    expect(heading(page)).to_have_text("Noor")


def test_4_5_undo_does_not_carry_away_a_note_that_is_being_written(
    open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()
    page.keyboard.press("a")
    expect(heading(page)).to_have_text("Noor")
    page.keyboard.press("r")
    page.keyboard.press("n")
    page.keyboard.type("Please leave out the number.")
    page.keyboard.press("Escape")

    page.keyboard.press("u")
    page.keyboard.press("s")

    expect(page.locator("#card-title")).not_to_have_text("Noor")
    assert Decision.objects.filter(verdict="rejected").get().note == "Please leave out the number."


def test_4_5_without_a_script_enter_in_a_field_is_no_ground(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk(javascript=False)
    page.click("#refuse > summary")
    page.fill("#note", "Which one?")
    page.click("#refuse .which-law > summary")

    page.fill("#law", "Section 12")
    page.press("#law", "Enter")
    page.press("#law", "End")

    assert page.url.endswith("/desk/")
    assert not Decision.objects.exists()


def test_4_5_one_sheet_is_open_at_a_time(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()
    page.keyboard.press("r")

    page.locator("#return > summary").click()

    expect(page.locator("#refuse")).not_to_have_attribute("open", "")
    page.keyboard.press("s")
    expect(page.locator("#return")).to_have_attribute("open", "")
    assert not Decision.objects.exists()


def test_4_5_keys_of_a_card_on_its_way_are_meant_for_none(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()

    with slow(page, "/approve") as held:
        page.keyboard.press("a")
        wait_until_held(page, held)
        for key in ("a", "r", "s", "u", "j", "e"):
            page.keyboard.press(key)
        page.locator("#rows a").nth(1).click()
        page.locator("#approve button").dblclick()
    expect(heading(page)).to_have_text("Noor")

    expect(page.locator("#refuse")).not_to_have_attribute("open", "")
    assert Decision.objects.count() == 1
    page.keyboard.press("a")
    expect(heading(page)).to_have_text("Nobody waits.")
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    "more", [{"repeat": True}, {"isComposing": True}, {"ctrlKey": True}, {"metaKey": True}]
)
@pytest.mark.parametrize("key", ["a", "s"])
def test_4_5_a_key_that_is_held_composed_or_with_another_is_none(
    key: str, more: dict[str, bool], open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()
    if key == "s":
        page.keyboard.press("r")

    type_on(page, key, more=more)
    page.evaluate(
        "document.activeElement.dispatchEvent(Object.assign(new Event('keydown', {bubbles: true}), {key: undefined}))"
    )

    expect(heading(page)).to_have_text("Leyla")
    assert not Decision.objects.exists()


def test_4_5_other_alphabets_are_known_by_the_place_of_the_key_and_turkish_letters_by_themselves(
    open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()
    page.keyboard.press("r")

    for key, code in (
        ("ı", "KeyI"),
        ("ş", "Semicolon"),
        ("€", "KeyT"),
        ("Dead", "KeyT"),
        ("Process", "KeyT"),
    ):
        type_on(page, key, code)
    expect(page.locator("#refuse .error")).to_have_count(0)
    expect(heading(page)).to_have_text("Leyla")
    type_on(page, "İ", "Quote")  # with CapsLock
    expect(page.locator("#law-error")).to_be_visible()
    page.keyboard.press("Escape")
    type_on(page, "س", "KeyS")

    expect(heading(page)).to_have_text("Noor")
    assert Decision.objects.get().ground == "insult"


def test_4_5_an_arabic_keyboard_has_every_key_of_the_desk(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()

    type_on(page, "ظ", "Slash")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    type_on(page, "؟", "Slash", more={"shiftKey": True})
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    signs = page.evaluate(
        """async () => {
            const script = document.querySelector("script[src*='desk/screen/desk']").src;
            const { signsOf } = await import(new URL("../keys/signs.js", script));
            return ["لا", "ﻻ"].map((key) => signsOf({ key, code: "KeyB", shiftKey: false }).at(-1));
        }"""
    )

    assert signs == ["b", "b"]


def test_4_5_a_letter_that_was_chosen_is_not_taken_for_the_one_under_it(
    open_desk: OpenDesk, moderator: User, comment: Comment
) -> None:
    KeyChoice.objects.create(person=moderator, keys={"note": "س", "ground:spam": "ش"})
    page = open_desk()

    type_on(page, "ش", "KeyA")  # a ground's: with the grounds closed it is not "approve"
    expect(heading(page)).to_have_text("Leyla")
    page.keyboard.press("r")
    type_on(page, "س", "KeyS")  # the note's: it is not "Insult"

    expect(page.locator("#note")).to_be_focused()
    assert not Decision.objects.exists()


def test_4_5_digits_can_be_keys(open_desk: OpenDesk, moderator: User, comment: Comment) -> None:
    KeyChoice.objects.create(person=moderator, keys={"refuse": "1", "ground:insult": "2"})
    page = open_desk()

    page.keyboard.press("1")
    page.keyboard.type("r")
    type_on(page, "٢", "Digit2")

    expect(heading(page)).to_have_text("Noor")
    assert Decision.objects.get().ground == "insult"


def test_4_5_a_sheet_on_the_page_says_what_is_missing_at_its_field(
    open_desk: OpenDesk, thread: Thread, moderator: User
) -> None:
    shown = shown_comment(thread, moderator)
    page = open_desk(f"card/{shown.public_id}/")
    page.locator("#withhold > summary").click()

    page.locator("#withhold-ground").select_option("illegal")
    page.get_by_role("button", name="Withhold it").click()

    expect(page.locator("#withhold-law-error")).to_contain_text("Name the law")
    expect(page.locator("#withhold-note-error")).to_be_visible()
    expect(page.locator("#withhold-law")).to_be_focused()
    expect(page.locator("#withhold-ground")).to_have_value("illegal")
    page.keyboard.type("Section 12")
    expect(page.locator("#withhold-law-error")).to_have_count(0)
    page.locator("#withhold-note").fill("Why.")
    page.get_by_role("button", name="Withhold it").click()
    expect(page.locator("#message")).to_contain_text("Withheld")
    assert Decision.objects.exclude(verdict=Verdict.APPROVED).get().legal_ground == "Section 12"


def test_4_5_a_kept_report_is_no_hazard_either(open_desk: OpenDesk, thread: Thread, editor: User) -> None:
    shown = waiting_comment(thread)
    decide(APPROVE, Judged(shown.pk, 1), moderator=editor, now=utc_now())
    reported(shown, now=utc_now())
    page = open_desk("reported/")

    page.keyboard.press("r")
    page.keyboard.press("b")
    page.keyboard.press("p")
    page.keyboard.press("Escape")

    assert Decision.objects.count() == 1
    page.keyboard.press("b")
    expect(page.locator("#message")).to_contain_text("Stays on the page")
