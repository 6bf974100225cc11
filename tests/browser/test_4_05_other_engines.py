"""4.5: posting, moderating by keyboard and publishing in Firefox and in WebKit, by their own drivers."""

from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer
from tests.makers.staff import PASSWORD
from tests.makers.stories import make_story
from tests.rigs.browsers.other_engines import ENGINES, Browser, missing, open_engine

from kawaraban.comments.models import Comment, Status
from kawaraban.people.models import User
from kawaraban.stories.editors import grant
from kawaraban.stories.models import SectionPage, StoryPage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("policy"),
]
ARABIC = "قبل ثلاثين عاما جاء صانع العود إلى المدينة."
# Where the first word of a paragraph begins and ends, in pixels.
WIDTH_OF_FIRST_WORD = """(paragraph => {
    const range = document.createRange(), text = paragraph.firstChild;
    range.setStart(text, 0); range.setEnd(text, text.data.indexOf(" "));
    return Math.round(range.getBoundingClientRect().width);
})"""


@pytest.fixture(scope="module", params=ENGINES)
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    if lacking := missing(request.param):
        pytest.skip(f"needs {request.param} (Debian: apt-get install {lacking})")
    with open_engine(request.param) as opened:
        yield opened


def sign_in(browser: Browser, address: str, name: str, *, then: str) -> None:
    browser.go(f"{address}/desk/sign-out/")
    if browser.ask("!!document.querySelector('form[action*=\"sign-out\"] button, main form button')"):
        browser.ask("document.querySelector('main form')?.submit()")
    browser.go(f"{address}/desk/sign-in/?next={then}")
    browser.write("input[name=login]", name)
    browser.write("input[name=password]", PASSWORD)
    browser.click("main form button[type=submit]")
    # The address changes first; a key that comes before the page's scripts is nobody's.
    browser.wait(f"location.pathname === {then!r} && document.readyState === 'complete'")


def test_4_5_a_reader_sends_a_comment(
    browser: Browser, live_server: LiveServer, section: SectionPage
) -> None:
    story = make_story(section, headline="Port reopens")
    browser.go(f"{live_server}{story.url}")

    browser.click("#write > summary")
    browser.write("#cf-name", "Aiko")
    browser.write("#cf-text", "Who pays for the road?")
    browser.click("#write button.primary")

    browser.wait("document.querySelector('[data-notices] .notice')")
    comment = Comment.objects.get()
    assert (comment.name, comment.text, comment.status) == ("Aiko", "Who pays for the road?", Status.PENDING)


def test_4_5_a_moderator_decides_by_keyboard(
    browser: Browser, live_server: LiveServer, section: SectionPage, moderator: User
) -> None:
    story = make_story(section, headline="Port reopens")
    browser.go(f"{live_server}{story.url}")
    browser.click("#write > summary")
    browser.write("#cf-name", "Aiko")
    browser.write("#cf-text", "Who pays for the road?")
    browser.click("#write button.primary")
    browser.wait("document.querySelector('[data-notices] .notice')")
    sign_in(browser, str(live_server), "mika", then="/desk/")
    browser.wait("document.querySelector('#rows a[aria-current]')")

    browser.press("a")

    browser.wait("document.querySelector('.told')")
    assert Comment.objects.get().status == Status.APPROVED


def test_4_5_an_editor_publishes_a_story(
    browser: Browser, live_server: LiveServer, section: SectionPage, editor: User
) -> None:
    editor.set_password(PASSWORD)
    editor.save()
    grant(editor)
    new = f"/editor/pages/add/stories/storypage/{section.pk}/"
    sign_in(browser, str(live_server), editor.username, then=new)

    browser.write("#id_title", "Port reopens")
    browser.click("body")
    browser.wait("document.querySelector('#id_slug, [name=slug]').value === 'port-reopens'")
    browser.ask("document.querySelector('button[name=action-publish]').click()")

    browser.wait("document.querySelector('.messages, [data-messages]')?.innerText.includes('published')")
    story = StoryPage.objects.get()
    assert (story.title, story.live) == ("Port reopens", True)
    browser.go(f"{live_server}{story.url}")
    assert browser.ask("document.querySelector('h1').innerText") == "Port reopens"


def test_4_5_the_first_word_of_an_arabic_story_is_whole(
    browser: Browser, live_server: LiveServer, section: SectionPage
) -> None:
    words = [("paragraph", f"<p>{ARABIC}</p>")] * 2
    story = make_story(section, headline="صانع العود", language="ar", body=words)
    browser.go(f"{live_server}{story.url}")

    first, second = (
        browser.ask(f"{WIDTH_OF_FIRST_WORD}(document.querySelectorAll('.story-text > p')[{place}])")
        for place in (0, 1)
    )

    assert first == second > 0
