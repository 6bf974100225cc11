"""1.13 and 1.20: the desk by mouse, by thumb, without JavaScript; axe finds nothing on it in any dress."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.makers.comments import returned
from tests.makers.desk import shown_comment, waiting_comment
from tests.makers.law.redress import notice_words, noticed, reported
from tests.makers.law.restrictions import HOME
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.actions.acts import KEEP, REJECT
from kawaraban.comments.actions.appeal import appeal, appeal_notice
from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Notice, Verdict
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.standing_windows, pytest.mark.django_db(transaction=True)]

OpenDesk = Callable[..., Page]
# A line of text in the middle of a paragraph of buttons: WCAG 2.5.8 wants 24 px, a thumb wants 44.
THUMB = 44


@pytest.fixture
def full_card(thread: Thread, moderator: User) -> Comment:
    """A comment with everything that a card can show, and some others that wait."""
    parent = shown_comment(thread, moderator, name="Emre", text="It feeds the town.", minutes=300)
    comment = waiting_comment(
        thread,
        name="Maximiliane-Theodora von und zu Hohenlohe",
        parent=parent,
        text="You idiots.",
        minutes=131,
        sender=HOME,
    )
    returned(comment, moderator, now=comment.sent_at)
    words = "You idiots. Call +90 532 555 01 99, see https://loans.example/"
    revise(tracking_token=comment.tracking_token, text=words, now=comment.sent_at)
    comment.refresh_from_db()
    shown_comment(thread, moderator, sender=HOME, minutes=400)
    waiting_comment(thread, name="نور", text="هل يمكنكم نشر الملحق؟", language="ar", minutes=60)
    waiting_comment(
        thread, name="花子", text="銭湯の煙突が見えると、帰ってきたと思います。", language="ja", minutes=40
    )
    return comment


@pytest.fixture
def matters(thread: Thread, moderator: User, editor: User) -> dict[str, Comment]:
    """Rea is reported, Noa noticed; Ada appeals herself, and a notifier appeals against Nuri."""
    now = utc_now()
    before = now - timedelta(hours=30)
    made = {
        name: shown_comment(thread, moderator, name=name, minutes=3000) for name in ("Rea", "Noa", "Nuri")
    }
    reported(made["Rea"], words="He calls us fools. " * 20, sender="192.0.2.1", now=before)
    reported(made["Rea"], ground=Ground.SPAM, sender="198.51.100.1", now=now)
    noticed(made["Noa"], now=before)
    notice = noticed(made["Nuri"], now=before)
    opinion = Reasons(note="An opinion.")
    decide(KEEP, Judged(made["Nuri"].pk, 1), opinion, moderator=editor, now=before)
    appeal_notice(token=notice.token, words="It is a claim of fact.", now=now)
    made["Ada"] = waiting_comment(thread, name="Ada", minutes=3000, now=before)
    too_loud = Reasons(ground=Ground.OTHER, note="Too loud.")
    decide(REJECT, Judged(made["Ada"].pk, 1), too_loud, moderator=editor, now=before)
    appeal(tracking_token=made["Ada"].tracking_token, words="It is a quotation.", now=now)
    give_notice(notice_words("https://other.example/"), sender_address="", now=before)
    return made


@pytest.mark.parametrize("language", ["en", "tr", "ja", "ar"])
def test_1_20_axe_finds_nothing_on_the_desk(open_desk: OpenDesk, full_card: Comment, language: str) -> None:
    page = open_desk(locale=language)

    for width in (1280, 390):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.reload()
            assert faults_of(page) == [], f"card {width} {scheme}"
            page.keyboard.press("r")
            expect(page.locator("#reject")).to_be_visible()
            assert faults_of(page) == [], f"grounds {width} {scheme}"


def test_1_20_axe_finds_nothing_on_the_other_pages_of_the_desk(
    open_desk: OpenDesk, moderator: User, thread: Thread
) -> None:
    comment = waiting_comment(thread)
    page = open_desk()

    page.keyboard.press("?")
    assert faults_of(page) == [], "help"
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#card-title")).to_have_text("Nobody waits.")
    assert faults_of(page) == [], "empty, after a decision"
    page.goto(page.url.replace("/desk/", "/desk/approved/"))
    expect(page.locator("#card-title")).to_have_text(comment.name)
    assert faults_of(page) == [], "approved"
    page.goto(page.url.replace("/approved/", "/not-published/"))
    assert faults_of(page) == [], "nothing there"


@pytest.mark.parametrize("width", [1280, 900, 390, 320])
def test_1_20_the_desk_never_scrolls_sideways(open_desk: OpenDesk, full_card: Comment, width: int) -> None:
    page = open_desk(width=width)
    page.keyboard.press("r")

    wider = page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.vh'))"
        ".map(e => e.outerHTML.slice(0, 90))"
    )

    assert wider == []


def test_1_20_where_its_columns_scroll_the_desk_itself_does_not(
    open_desk: OpenDesk, thread: Thread, full_card: Comment
) -> None:
    for number in range(30):
        waiting_comment(thread, text=f"The pier, once more: {number}")
    page = open_desk(width=1280)

    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.querySelector('.queue').scrollHeight > innerHeight")


@pytest.mark.parametrize("language", ["en", "tr", "ja", "ar"])
def test_1_20_what_can_be_decided_stands_in_one_row_with_the_arrows(
    open_desk: OpenDesk, thread: Thread, language: str
) -> None:
    comments = [waiting_comment(thread, name=name, minutes=minutes) for minutes, name in enumerate("abc")]
    page = open_desk(f"card/{comments[1].public_id}/", width=1280, locale=language)

    assert page.locator(".steps .button").count() == 2
    assert (
        page.evaluate(
            "new Set([...document.querySelectorAll('.dock :is(button, summary, .button)')].filter("
            "e => e.checkVisibility()).map(e => Math.round(e.getBoundingClientRect().top))).size"
        )
        == 1
    )


def test_1_13_without_javascript_a_comment_is_refused_and_brought_back(
    open_desk: OpenDesk, thread: Thread
) -> None:
    comment = waiting_comment(thread, minutes=9)
    waiting_comment(thread, name="Noor", minutes=3)
    page = open_desk(javascript=False)

    page.locator("#refuse > summary").click()
    page.get_by_label("Note to the author").fill("Please without insults.")
    page.get_by_role("button", name="Insult or swearing").click()
    expect(page.locator("#card-title")).to_have_text("Noor")
    expect(page.locator("#message")).to_contain_text("Not published: Insult or swearing · Leyla")
    assert Comment.objects.get(pk=comment.pk).status == Status.REJECTED
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("#card-title")).to_have_text("Leyla")
    assert Comment.objects.get(pk=comment.pk).status == Status.PENDING


def test_1_13_by_mouse_from_the_list(open_desk: OpenDesk, thread: Thread) -> None:
    waiting_comment(thread, minutes=9)
    second = waiting_comment(thread, name="Noor", minutes=3)
    page = open_desk()

    page.locator(f"#row-{second.public_id} a").click()
    expect(page.locator("#card-title")).to_have_text("Noor")
    page.get_by_role("button", name="Approve").click()

    expect(page.locator("#card-title")).to_have_text("Leyla")
    expect(page.locator("#rows > li")).to_have_count(1)
    assert Comment.objects.get(pk=second.pk).status == Status.APPROVED


def test_1_13_by_thumb_the_decisions_are_in_reach_and_large_enough(
    open_desk: OpenDesk, full_card: Comment
) -> None:
    page = open_desk(width=390, height=780, touch=True)

    for name in ("Approve", "Do not publish"):
        box = page.locator(".dock").get_by_text(name, exact=False).first.bounding_box()
        assert box is not None, name
        assert box["height"] >= THUMB, name
        assert box["y"] + box["height"] <= 780, name
    page.locator("#refuse > summary").tap()
    sizes = page.locator(".ground-grid button").evaluate_all("all => all.map(b => b.offsetHeight)")
    assert min(sizes) >= THUMB
    page.get_by_role("button", name="Spam or advertising").tap()

    expect(page.locator("#card-title")).to_have_text("نور")
    assert Comment.objects.get(pk=full_card.pk).status == Status.REJECTED


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize(
    "path",
    [
        "figures/?days=7",
        "rules/",
        "keys/",
        "bulk/?list=queue&act=reject",
        "bulk/",
        "all/?q=nothing+like+it",
        "all/?q=road&language=en",
        "withheld/",
    ],
)
def test_3_01_axe_finds_nothing_on_the_desks_other_pages_and_none_scrolls_sideways(
    open_desk: OpenDesk, full_card: Comment, moderator: User, path: str, width: int
) -> None:
    moderator.role = "publisher"
    moderator.save()
    page = open_desk(path, width=width, scheme="dark" if width == 390 else "light")

    wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")

    assert faults_of(page) == []
    assert not wider


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1280, "light", "en"), (390, "dark", "ar"), (320, "light", "en")]
)
def test_3_11_3_12_3_13_axe_finds_nothing_on_the_cards_and_pages_of_the_redress(
    open_desk: OpenDesk, matters: dict[str, Comment], width: int, scheme: str, language: str
) -> None:
    page = open_desk("reported/", width=width, scheme=scheme, locale=language)
    desk = page.url.removesuffix("reported/")
    loose = Notice.objects.get(subject="")
    about = Notice.objects.get(subject=matters["Noa"].subject)
    addresses = [
        *(f"card/{matters[name].public_id}/?lane=reported" for name in ("Rea", "Noa")),
        *(f"card/{matters[name].public_id}/?lane=appeals" for name in ("Ada", "Nuri")),
        "notices/",
        f"notices/{loose.pk}/",
        f"notices/{about.pk}/",
    ]

    for address in addresses:
        page.goto(desk + address)
        for asking in page.locator(".dock details.first > summary").all():
            asking.click()
        assert faults_of(page) == [], address
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address


def test_3_11_3_13_reports_and_appeals_are_decided_by_keyboard(
    open_desk: OpenDesk, matters: dict[str, Comment]
) -> None:
    page = open_desk("reported/")
    title = page.locator("#card-title")
    expect(title).to_have_text("Rea")

    page.keyboard.press("b")
    expect(title).to_have_text("Noa")
    expect(page.locator('#card[aria-busy="false"]')).to_be_visible()  # a key does nothing before
    page.keyboard.press("b")
    expect(page.locator("#keep-note")).to_be_focused()
    page.keyboard.type("An opinion.")
    page.get_by_role("button", name="It stays on the page").click()
    expect(title).to_have_text("Nothing is reported.")
    page.goto(page.url.split("/reported/")[0] + "/appeals/")
    expect(title).to_have_text("Nuri")
    page.keyboard.press("j")
    expect(title).to_have_text("Ada")
    expect(page.locator('#card[aria-busy="false"]')).to_be_visible()  # a key does nothing before
    page.keyboard.press("l")
    expect(page.locator("#uphold-note")).to_be_focused()
    page.keyboard.type("It is no quotation.")
    page.get_by_role("button", name="Tell the author").click()
    expect(title).to_have_text("Nuri")
    expect(page.locator('#card[aria-busy="false"]')).to_be_visible()  # a key does nothing before
    page.keyboard.press("u")
    expect(title).to_have_text("Ada")
    expect(page.locator('#card[aria-busy="false"]')).to_be_visible()  # a key does nothing before
    page.keyboard.press("w")
    page.get_by_role("button", name="Publish it now").click()
    expect(title).to_have_text("Nuri")

    verdicts = Decision.objects.filter(reversal=None).values_list("verdict", flat=True)
    assert sorted(verdicts).count(Verdict.KEPT) == 3
    assert Verdict.REINSTATED in verdicts


def test_3_13_without_javascript_an_appeal_is_decided(
    open_desk: OpenDesk, matters: dict[str, Comment]
) -> None:
    page = open_desk(f"card/{matters['Ada'].public_id}/?lane=appeals", javascript=False)

    page.locator("#uphold > summary").click()
    page.get_by_label("Why does it hold?").fill("It is no quotation.")
    page.get_by_role("button", name="Tell the author").click()

    expect(page.locator("#message")).to_contain_text("The decision holds · Ada")
