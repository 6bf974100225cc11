"""A story with 200 comments stays light: 16 kB as it travels."""

import random

import brotli
from django.template.loader import render_to_string
from django.utils import translation
from tests.makers.look_samples import PAPER, sample_comment, sample_story, sample_thread

WORDS = (
    "town",
    "council",
    "road",
    "cable",
    "school",
    "harbour",
    "crane",
    "ship",
    "night",
    "rain",
    "money",
    "plan",
    "year",
)
NAMES = ("Emre", "Ayşe", "Noor", "Aiko", "佐藤", "Deniz", "Leyla", "Hakan", "Mika", "Ines")


def test_a_story_with_two_hundred_comments_travels_in_sixteen_kilobytes() -> None:
    chance = random.Random(7)
    alphabet = "23456789bcdfghjkmnpqrstvwxz"
    sentences = [" ".join(chance.choices(WORDS, k=chance.randint(6, 14))) + "." for _ in range(60)]
    comments = tuple(
        sample_comment(
            number,
            chance.choice(NAMES),
            " ".join(chance.choices(sentences, k=2)),
            public_id=(public_id := "".join(chance.choices(alphabet, k=10))),
            anchor=f"comment-{public_id}",
        )
        for number in range(200)
    )
    story = sample_story(thread=sample_thread(comments=comments, comments_count=200))

    with translation.override("en"):
        page = render_to_string("stories/story.html", {"paper": PAPER, "story": story})

    assert page.count('<li class="c"') == 200
    assert len(brotli.compress(page.encode(), quality=11)) <= 16_000
