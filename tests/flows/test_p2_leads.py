"""P2: a lead is never cut inside a number, a word, a grapheme or a tag, on any screen that shows it."""

import pytest
from django.test import Client
from tests.makers.stories import make_paper, make_section, make_story

pytestmark = pytest.mark.django_db

SENTENCE = "The company would invest $2.9 billion in two new plants by 2030, the minister said on Monday"
LONG = f"{SENTENCE}, and {'the towns along the coast wait for work, ' * 8}as they have for years."


def test_p2_the_sum_is_whole_on_the_story_in_lists_and_in_the_feed(client: Client) -> None:
    front = make_paper()
    section = make_section(front, "Economy", slug="economy")
    story = make_story(section, "Two plants", body=f"<p>{LONG} More follows.</p>")

    pages = {address: client.get(address) for address in ("/", "/economy/", story.url, "/feed.xml")}

    for address, answer in pages.items():
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert "invest $2.9 billion in two new plants" in text, address
        assert "$2.<" not in text
        assert "$2.…" not in text
    assert story.shown_lead.endswith("…")
    assert story.shown_lead.removesuffix("…") == LONG[: len(story.shown_lead) - 1]


def test_p2_a_lead_is_cut_at_a_sentence_where_one_fits() -> None:
    section = make_section(make_paper(), "Economy", slug="economy")

    story = make_story(section, "Two plants", body=f"<p>{SENTENCE}. {LONG}</p>")

    assert story.shown_lead == f"{SENTENCE}."
