"""4.5: what is missing is said in sight, at its field; on a phone the words that are judged stay in sight above."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.makers.desk import crowd, found, shown_comment, waiting_comment
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.models import Comment, Thread
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.standing_windows, pytest.mark.django_db(transaction=True)]

OpenDesk = Callable[..., Page]
WORDS = {
    "en": "You call this a paper? You printed what the harbour board gave you. " * 9,
    "ar": "هل يمكنكم نشر الملحق الذي ذكرتموه في المقال؟ " * 12,
    "ja": "銭湯の煙突が見えると、帰ってきたと思います。" * 14,
}
# A phone's keyboard takes the lower part of the glass; what is written must be seen above it.
ABOVE_KEYBOARD = 0.62
# Two lines of the comment at least: where its text begins, and what of it is not covered.
IN_SIGHT = """() => {
  const box = (node) => node.getBoundingClientRect();
  const text = document.querySelector(".shown .text");
  const sheet = document.querySelector(".dock details[open] > :not(summary)");
  const { activeElement: field } = document;
  const error = document.getElementById(field.getAttribute("aria-describedby"));
  return {
    field: field.id,
    top: box(text).top,
    lines: (box(sheet).top - box(text).top) / parseFloat(getComputedStyle(text).lineHeight),
    field_top: box(field).top - box(sheet).top,
    error_bottom: box(error).bottom,
    sheet_bottom: box(sheet).bottom,
  };
}"""


@pytest.fixture
def long_comment(thread: Thread, moderator: User) -> Callable[[str], Comment]:
    """With what it answers above it, and something found in it."""

    def make(language: str) -> Comment:
        answered = shown_comment(thread, moderator, name="Emre", minutes=300)
        comment = waiting_comment(thread, text=WORDS[language], language=language, parent=answered)
        found(comment, phase="contact_data", ground="personality_rights", quote="paper")
        return comment

    return make


def assert_both_in_sight(page: Page, field: str, above: float) -> None:
    seen = page.evaluate(IN_SIGHT)
    assert seen["field"] == field
    assert seen["top"] >= 0, seen
    assert seen["lines"] >= 2, seen
    assert seen["field_top"] >= 0, seen
    assert seen["error_bottom"] <= min(seen["sheet_bottom"], above), seen


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640)])
@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_4_05_a_ground_that_needs_words_says_so_in_sight_of_the_comment(
    open_desk: OpenDesk,
    long_comment: Callable[[str], Comment],
    language: str,
    width: int,
    height: int,
) -> None:
    card = f"card/{long_comment(language).public_id}/"
    page = open_desk(card, width=width, height=height, locale=language, touch=True)

    page.locator("#refuse > summary").tap()
    page.locator("#reject button[value=illegal]").tap()
    assert_both_in_sight(page, "note", height * ABOVE_KEYBOARD)
    page.keyboard.type("This is a threat against the board of the harbour, and it names a person.")
    assert page.evaluate(IN_SIGHT.replace("error,", "").replace("box(error).bottom", "0"))["lines"] >= 2
    page.locator("#reject button[value=illegal]").tap()

    assert_both_in_sight(page, "law", height * ABOVE_KEYBOARD)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640)])
def test_4_05_what_the_paper_refuses_is_said_in_sight_of_the_comment(
    open_desk: OpenDesk, long_comment: Callable[[str], Comment], width: int, height: int
) -> None:
    page = open_desk(f"card/{long_comment('en').public_id}/", width=width, height=height, touch=True)
    page.locator("#return > summary").tap()

    page.locator("#return button").tap()

    expect(page.locator("#return-note-error")).to_be_visible()
    expect(page.locator("#return-note")).to_be_focused()
    assert_both_in_sight(page, "return-note", height)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_4_03_what_is_missing_for_many_leaves_when_it_is_mended(
    open_desk: OpenDesk, thread: Thread, width: int, scheme: str
) -> None:
    comments = crowd(thread, 2)
    page = open_desk(f"bulk/?list=queue&act=reject&id={comments[0].public_id}", width=width, scheme=scheme)
    page.locator("#ground").select_option("illegal")
    page.locator("#said .primary").click()
    expect(page.locator("#errors p")).to_have_count(2)
    assert faults_of(page) == []

    page.locator("#note").fill("It names a person.")

    expect(page.locator("#note-error")).to_have_count(0)
    expect(page.locator("#note")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#errors p")).to_have_count(1)
    page.locator("#errors a").click()
    expect(page.locator("#law")).to_be_focused()
    page.locator("#ground").select_option("insult")
    expect(page.locator("#errors, .error")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "tr", "ar"])
@pytest.mark.parametrize("width", [1280, 1000])
def test_4_05_on_a_desk_as_well_the_whole_of_a_short_comment_stays_in_sight(
    open_desk: OpenDesk, thread: Thread, width: int, language: str
) -> None:
    comment = waiting_comment(thread, text="They sold the harbour for a song.\n\n" * 3)
    page = open_desk(f"card/{comment.public_id}/", width=width, height=800, locale=language)

    page.keyboard.press("r")
    page.locator("#reject button[value=illegal]").click()

    seen = page.evaluate(
        "[...document.querySelectorAll('.shown .text, #reject')].map(e => e.getBoundingClientRect())"
        ".flatMap(box => [box.top, box.bottom])"
    )
    main = page.locator("#main").bounding_box()
    assert main is not None
    assert seen[0] >= main["y"], seen
    assert seen[1] <= seen[2], seen
