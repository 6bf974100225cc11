"""The pages of the paper as rows: what they take over, work out and refuse."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from tests.makers.stories import make_author, make_paper, make_section, make_story

from kawaraban.stories.models import Author, StoryPage

pytestmark = pytest.mark.django_db


def test_a_story_takes_over_the_language_of_its_section() -> None:
    section = make_section(make_paper(), "日本", language="ja")

    story = make_story(section, "港が再開")

    assert story.language == "ja"
    assert story.slug == "港が再開"


def test_a_story_without_a_lead_shows_whole_sentences_of_its_first_paragraph() -> None:
    body = f"<p>The company would invest <b>$2.9 billion</b> in two plants. {'Work starts soon. ' * 20}</p>"

    story = make_story(make_section(make_paper()), body=body)

    assert story.shown_lead.startswith("The company would invest $2.9 billion in two plants.")
    assert story.shown_lead.endswith("Work starts soon.")
    assert len(story.shown_lead) <= 280


def test_the_lead_of_the_editor_stands_as_written() -> None:
    story = make_story(make_section(make_paper()), lead="Ships sail again.")

    assert story.shown_lead == "Ships sail again."


def test_reading_time_counts_words_and_japanese_characters() -> None:
    section = make_section(make_paper())

    english = make_story(section, "Long", body=f"<p>{'word ' * 441}</p>")
    japanese = make_story(section, "長い", body=f"<p>{'港' * 1001}</p>", language="ja")

    assert english.reading_minutes == 3
    assert japanese.reading_minutes == 3


def test_a_page_cannot_take_an_address_at_which_the_paper_itself_answers() -> None:
    front = make_paper()

    with pytest.raises(ValidationError, match="Choose another one"):
        make_section(front, "Desk", slug="desk")


def test_two_authors_of_the_same_name_have_two_addresses() -> None:
    first, second = Author(name="Mika Sato"), Author(name="Mika Sato")

    for author in (first, second):
        author.full_clean()
        author.save()

    assert (first.slug, second.slug) == ("mika-sato", "mika-sato-2")
    assert make_author("MIKA SATO") == first


def test_a_story_is_updated_only_when_it_was_published_again_later() -> None:
    morning = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    story = make_story(make_section(make_paper()), published_at=morning)

    assert story.published_at == morning
    assert story.updated_at is None


def test_printed_stories_are_live_ones_newest_first() -> None:
    section = make_section(make_paper())
    old = make_story(section, "Old", published_at=datetime(2026, 11, 1, tzinfo=UTC))
    new = make_story(section, "New", published_at=datetime(2026, 11, 2, tzinfo=UTC))
    make_story(section, "Draft", live=False)

    assert list(StoryPage.objects.printed()) == [new, old]
