"""7.9 The desk finds the same comments in the same order on both databases, in all languages.

What is expected is written down, or reckoned here from the words themselves: the run over SQLite and the run over
PostgreSQL hold the same test.
"""

import random
from datetime import timedelta

import pytest
from django.db import connection
from tests.makers.comments import NOON, many_rows, sent

from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.search.index import HITS_AT_MOST, can_be_made, matching, read_all
from kawaraban.doors.desk.search.words import indexed, terms_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
TEXTS = {
    "tr": "İSTANBUL'da çok güzel bir ığdır akşamı.",
    "ja": "地震です。港町のニュースを見た。",
    "ar": "أعوادٌ تتذكّر البحر في المدينة",
    "en": "The harbour master's café re-opened; naïve plans, 2nd of MAY.",
    "long": "ab" * 1_400 + " tail",
}
FOUND = {
    "istan": {"tr"},
    "IĞDIR": {"tr"},
    "guzel": {"tr"},
    "地震": {"ja"},
    "震で": {"ja"},
    "港町の": {"ja"},
    "町港": set(),
    "震見": set(),
    "ニュース": {"ja"},
    "البحر": {"ar"},
    "اعواد": {"ar"},
    "cafe": {"en"},
    "harb mas": {"en"},
    "arbour": set(),
    "may 2nd": {"en"},
    "ab" * 1_400: {"long"},
    "ab" * 1_400 + "c": set(),
    "ab" * 600: {"long"},
    "tail abab": {"long"},
    "tail harbour": set(),
    "' & | !": set(),
    "mas' | 'x": set(),
}


@pytest.fixture(autouse=True)
def an_index() -> None:
    assert can_be_made(), "this database can have no index of words"


@pytest.fixture
def comments(thread: Thread) -> dict[str, Comment]:
    made = {
        name: sent(thread, text, name="Ada", sender_address=f"198.51.100.{number}")
        for number, (name, text) in enumerate(TEXTS.items())
    }
    read_all()
    return made


@pytest.mark.parametrize("query", FOUND, ids=lambda query: query[:12])
def test_7_09_words_are_found_in_every_language(comments: dict[str, Comment], query: str) -> None:
    found = matching(query)

    assert found.is_whole
    assert {name for name, comment in comments.items() if comment.pk in found.ids} == FOUND[query]


def test_7_09_it_finds_what_reading_every_comment_finds_and_in_the_same_order(thread: Thread) -> None:
    chance = random.Random(7)
    syllables = ["港", "町", "の", "海", "ha", "har", "harb", "çay", "cay", "ı", "i", "2"]
    for number in range(120):
        words = [
            "".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(chance.randint(1, 6))
        ]
        sent(thread, " ".join(words) + f" {number}", name=chance.choice(["Ada", "港の人", "Bo"]))
    read_all()

    queries = ["".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(60)]
    for query in [*queries, *(f"{one} {other}" for one, other in zip(queries, queries[7:], strict=False))]:
        assert list(matching(query).ids) == _read_through(query), query


# Beginnings and endings of words: letters that fold, that join, and that stand without spaces.
_PARTS = {
    "en": ["har", "bour", "café", "CAF", "e", "re-", "naïve", "2nd", "the", "o’", "Ø"],
    "tr": ["çay", "ÇAY", "ığ", "IĞ", "dır", "İS", "is", "tan", "şeh", "ir", "gü", "zel"],
    "ja": ["港", "町", "の", "地震", "ニュ", "ース", "が", "ガ", "ｶﾞ", "です", "2", "A"],
    "ar": ["ال", "بحر", "أع", "اع", "وادٌ", "واد", "مد", "ينة", "ينه", "ى", "ي", "٢"],
}


@pytest.mark.parametrize("language", _PARTS)
def test_7_09_texts_by_chance_are_found_alike_in_each_language(thread: Thread, language: str) -> None:
    chance = random.Random(language)
    words = ["".join(chance.choices(_PARTS[language], k=chance.randint(1, 4))) for _number in range(40)]
    many_rows(
        thread,
        range(1, 101),
        status=Status.PENDING,
        text=lambda _number: " ".join(chance.choices(words, k=chance.randint(1, 9))),
    )
    gone = sent(thread, " ".join(words), name="Gone")
    read_all()
    erase_own(tracking_token=gone.tracking_token, now=NOON + timedelta(minutes=2))
    read_all()

    beginnings = [word[: chance.randint(1, len(word))] for word in words]
    pairs = [f"{one} {other}" for one, other in zip(words, beginnings[3:], strict=False)]
    found = {query: list(matching(query).ids) for query in [*words, *beginnings, *pairs]}

    assert found == {query: _read_through(query) for query in found}
    assert any(found.values())
    assert not any(gone.pk in pks for pks in found.values())


def _read_through(query: str) -> list[int]:
    terms = list(terms_of(query))
    return [
        comment.pk
        for comment in Comment.objects.order_by("-pk")
        if all(
            any(
                f" {' '.join(term.words)}{'' if term.is_beginning else ' '}" in f" {indexed(side)} "
                for side in (comment.name, comment.text)
            )
            for term in terms
        )
    ]


def test_7_09_two_hundred_are_shown_and_it_is_said_that_there_are_more(thread: Thread) -> None:
    for number in range(HITS_AT_MOST + 5):
        sent(thread, f"港町 pebble {number}", sender_address=f"198.51.{number // 200}.{number % 200}")
    read_all()
    newest = list(Comment.objects.order_by("-pk").values_list("pk", flat=True)[:HITS_AT_MOST])

    for query in ("pebble", "港町"):
        found = matching(query)
        assert (list(found.ids), found.is_whole) == (newest, False)


def test_7_09_new_words_take_the_place_of_the_old_and_erased_ones_go(thread: Thread) -> None:
    comment = sent(thread, "The ferry left.")
    read_all()
    revise(tracking_token=comment.tracking_token, text="The tram left.", now=NOON + timedelta(minutes=1))
    read_all()
    assert (matching("ferry").ids, matching("tram").ids) == ((), (comment.pk,))

    erase_own(tracking_token=comment.tracking_token, now=NOON + timedelta(minutes=2))
    read_all()

    assert matching("tram").ids == ()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM desk_words WHERE comment_id = %s", [comment.pk])
            assert cursor.fetchone() == (0,)
