"""1.6: the editor is Wagtail, and an editor can do the work of the paper in it."""

from collections.abc import Sequence

import pytest
from django.test import Client
from tests.makers.stories import make_author, make_paper, make_picture, make_section, make_story
from tests.page import Page
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from kawaraban.comments.models import HouseRules, Thread
from kawaraban.law.models import LedgerEntry
from kawaraban.press.models import ReprintOrder
from kawaraban.stories.models import Author, PaperImage, PaperSettings, SectionPage, StoryPage

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def section() -> SectionPage:
    return make_section(make_paper(), "Technology", language="tr")


def a_whole_story(picture: PaperImage, author: Author, **changes: str) -> dict[str, str]:
    """What an editor's browser sends for a story with every block."""
    item = rich_text("<p>Two plants</p>")
    blocks = [
        ("paragraph", rich_text("<p>It would invest <b>$2.9 billion</b> in two plants.</p>")),
        ("subheading", "The plan"),
        ("picture", {"image": str(picture.pk), "alt": "Own words", "credit": "", "caption": "The site"}),
        ("quote", {"text": "We will build.", "source": "The mayor"}),
        ("list", list_block([item, rich_text("<p>Ten years</p>")])),
        ("link_card", {"url": "https://example.org/plan", "title": "The plan in full", "description": "PDF"}),
        (
            "key_figures",
            {
                "title": "The money",
                "figures": list_block(
                    [
                        {
                            "amount": "$2.9 billion",
                            "who": "The company",
                            "purpose": "two plants",
                            "by_when": "2029",
                            "source": "the company",
                        }
                    ]
                ),
            },
        ),
    ]
    form: dict[str, str] = nested_form_data(
        {
            "title": "A plant for the valley",
            "slug": "a-plant-for-the-valley",
            "lead": "",
            "picture": str(picture.pk),
            "picture_caption": "The valley",
            "body": streamfield(blocks),
            "bylines": inline_formset([{"author": str(author.pk)}]),
            "corrections": inline_formset(
                [{"corrected_at": "2026-11-23 10:00", "text": "It was two plants, not three."}]
            ),
            "dateline": "Ankara",
            "topics": "Chips, Energy",
            "language": "",
            "comments_open": "on",
            "comments_closed_reason": "",
            "comments": inline_formset([]),
            "go_live_at": "",
            "expire_at": "",
            **changes,
        }
    )
    return form


def list_block(values: Sequence[object]) -> dict[str, object]:
    """The fields of a list block in the editor's form."""
    fields: dict[str, object] = {"count": str(len(values))}
    for place, value in enumerate(values):
        fields[str(place)] = {"value": value, "deleted": "", "order": str(place), "type": "item", "id": ""}
    return fields


def test_1_06_an_editor_writes_a_story_with_every_block_and_publishes_it(
    at_work: Client, section: SectionPage
) -> None:
    form = a_whole_story(make_picture(), make_author("Mika Sato"), **{"action-publish": "action-publish"})

    answer = at_work.post(f"/editor/pages/add/stories/storypage/{section.pk}/", form)

    assert answer.status_code == 302, answer.context["form"].errors
    story = StoryPage.objects.get()
    page = Client().get(story.url).content.decode()
    assert story.live
    assert (story.language, story.shown_lead) == ("tr", "It would invest $2.9 billion in two plants.")
    assert [block.block_type for block in story.body] == [
        "paragraph",
        "subheading",
        "picture",
        "quote",
        "list",
        "link_card",
        "key_figures",
    ]
    for words in (
        "The plan",
        "Own words",
        "The site",
        "Photo: Ayşe Kaya",
        "We will build.",
        "The mayor",
        "Ten years",
        "https://example.org/plan",
        "The money",
        "2029",
        "Mika Sato",
        "Ankara",
        "It was two plants, not three.",
        "Energy",
    ):
        assert words in page, words
    assert Page(page).language == "tr"
    assert Thread.objects.get(locator=story.key).is_open


def test_1_06_the_preview_shows_the_real_page_of_what_is_not_saved(
    at_work: Client, section: SectionPage
) -> None:
    url = f"/editor/pages/add/stories/storypage/{section.pk}/preview/"
    form = a_whole_story(make_picture(), make_author("Mika Sato"))

    checked = at_work.post(url, form)
    preview = at_work.get(url)

    page = preview.content.decode()
    assert checked.json()["is_valid"], checked.content
    assert "A plant for the valley" in page
    assert "Mika Sato" in page
    assert "We will build." in page
    assert Page(page).language == "tr"
    assert "Surrogate-Key" not in preview
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert not StoryPage.objects.exists()


def test_1_06_an_editor_changes_a_story_and_the_paper_changes_only_when_it_is_published(
    at_work: Client, section: SectionPage
) -> None:
    story = make_story(section, "Old headline")
    form = a_whole_story(make_picture(), make_author("Mika Sato"), title="New headline")
    url = f"/editor/pages/{story.pk}/edit/"

    at_work.post(url, form)
    saved = Client().get(story.url).content.decode()
    at_work.post(url, {**form, "action-publish": "action-publish"})
    story.refresh_from_db()
    published = Client().get(story.url).content.decode()

    assert "New headline" not in saved
    assert "New headline" in published


def test_1_06_the_tree_cannot_be_built_wrong(at_work: Client, section: SectionPage) -> None:
    front = section.get_parent()
    story = make_story(section)

    answers = [
        at_work.get(f"/editor/pages/add/stories/{kind}/{parent}/").status_code
        for kind, parent in (
            ("storypage", front.pk),
            ("sectionpage", section.pk),
            ("storypage", story.pk),
            ("frontpage", front.pk),
        )
    ]

    assert 200 not in answers


def test_1_06_an_author_is_made_by_an_editor_and_a_new_name_prints_the_stories_again(
    at_work: Client, section: SectionPage
) -> None:
    story = make_story(section, authors=("Mika Sato",))
    author = Author.objects.get()
    before = ReprintOrder.objects.latest("pk").pk

    made = at_work.post(
        "/editor/snippets/stories/author/add/", {"name": "Ayşe Kaya", "slug": "", "introduction": ""}
    )
    at_work.post(
        f"/editor/snippets/stories/author/edit/{author.pk}/",
        {"name": "Mika Satō", "slug": author.slug, "introduction": "Writes about the port."},
    )

    ordered = {key for order in ReprintOrder.objects.filter(pk__gt=before) for key in order.keys}
    assert made.status_code == 302
    assert Author.objects.filter(slug="ayşe-kaya").exists()
    assert {story.key, f"author-{author.pk}"} <= ordered
    assert "Mika Satō" in Client().get(story.url).content.decode()


def test_1_06_the_menu_leads_to_the_desk_and_says_how_many_wait(at_work: Client) -> None:
    page = at_work.get("/editor/").content.decode()

    assert "/desk/" in page
    assert "paper-settings" not in page


def test_1_06_the_publisher_names_the_paper_and_every_page_is_printed_again(
    publishing: Client, section: SectionPage
) -> None:
    before = ReprintOrder.objects.latest("pk").pk

    answer = publishing.post(
        "/editor/paper-settings/edit/1/",
        {
            "name": "The Valley Sheet",
            "motto": "Printed once",
            "logo": "",
            "contact_email": "desk@sheet.example",
            "imprint": "",
            "default_language": "en",
            "time_zone": "Asia/Tokyo",
        },
    )

    assert answer.status_code == 302, answer.context["form"].errors
    assert PaperSettings.objects.get().time_zone == "Asia/Tokyo"
    assert "The Valley Sheet" in Client().get(section.url).content.decode()
    assert any("paper" in order.keys for order in ReprintOrder.objects.filter(pk__gt=before))


def test_1_06_an_unknown_time_zone_is_refused_with_a_sentence(publishing: Client) -> None:
    answer = publishing.post(
        "/editor/paper-settings/edit/1/", {"name": "X", "default_language": "en", "time_zone": "Mars/Base"}
    )

    assert "Write it like Europe/Istanbul" in answer.content.decode()
    assert PaperSettings.objects.get().time_zone != "Mars/Base"


def test_1_06_editors_are_offered_the_languages_in_which_the_paper_writes(
    publishing: Client, section: SectionPage
) -> None:
    named = {"name": "X", "default_language": "en", "time_zone": "UTC"}

    left_out = publishing.post("/editor/paper-settings/edit/1/", {**named, "languages": ["ja"]})
    answer = publishing.post("/editor/paper-settings/edit/1/", {**named, "languages": ["en", "ja"]})

    assert "one of those in which it writes" in left_out.content.decode()
    assert answer.status_code == 302, answer.context["form"].errors
    form = publishing.get(f"/editor/pages/add/stories/storypage/{section.pk}/").context["form"]
    assert [code for code, _name in form.fields["language"].choices] == ["", "en", "ja"]


def test_1_06_a_page_in_a_language_that_the_paper_gave_up_keeps_it(
    publishing: Client, section: SectionPage
) -> None:
    PaperSettings.objects.filter(pk=1).update(languages=["en"])
    section.language = "tr"
    section.save()

    form = publishing.get(f"/editor/pages/{section.pk}/edit/").context["form"]

    assert {code for code, _name in form.fields["language"].choices} - {""} == {"en", "tr"}


def test_1_06_one_switch_closes_all_comments_and_the_notice_has_the_publishers_words(
    publishing: Client, section: SectionPage
) -> None:
    story = make_story(section)
    rules = HouseRules.objects.create()

    answer = publishing.post(
        f"/editor/comment-rules/edit/{rules.pk}/",
        {"closed_reason": "Back on Monday.", "notice_tr": "Yorumunuz iletildi.", "notice_en": ""},
    )

    rules.refresh_from_db()
    assert answer.status_code == 302, answer.context["form"].errors
    assert (rules.is_open, rules.closed_reason) == (False, "Back on Monday.")
    assert rules.notices.get().text == "Yorumunuz iletildi."
    assert "Back on Monday." in Client().get(story.url).content.decode()
    assert LedgerEntry.objects.filter(kind="rules_changed").exists()


def test_1_06_the_publisher_finds_the_policy_in_the_menu(publishing: Client) -> None:
    assert "/desk/policy/" in publishing.get("/editor/").content.decode()


def test_1_06_an_editor_does_not_find_the_policy_in_the_menu(at_work: Client) -> None:
    assert "/desk/policy/" not in at_work.get("/editor/").content.decode()


def test_1_06_an_editor_may_change_nothing_that_is_the_publishers(at_work: Client) -> None:
    rules = HouseRules.objects.create()

    for url in (
        "/editor/paper-settings/edit/1/",
        f"/editor/comment-rules/edit/{rules.pk}/",
    ):
        assert at_work.post(url, {}).status_code == 302, url
        assert at_work.get(url).status_code == 302, url
    assert PaperSettings.objects.get().name == "The Harbour Sheet"
