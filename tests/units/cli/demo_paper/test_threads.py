"""Threads as their writers type them."""

from datetime import timedelta

import pytest

from kawaraban.cli.demo_paper.stories import WrittenStory, read_stories
from kawaraban.cli.demo_paper.threads import WrittenMatter, parse_thread, read_thread
from kawaraban.cli.demo_paper.written import BadlyWritten
from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.grounds import Ground


def test_a_header_says_who_and_how_long_ago_and_the_words_follow() -> None:
    [comment] = parse_thread("@ Nell | 1d 2h\nFirst.\n\nSecond.\n", language="en")

    assert (comment.name, comment.text) == ("Nell", "First.\n\nSecond.")
    assert comment.sent_ago == timedelta(days=1, hours=2)
    assert (comment.fate, comment.language, comment.parent) == ("approved", "en", None)


def test_a_second_sign_answers_the_comment_above_and_a_third_the_reply() -> None:
    written = "@ A | 5h\na\n@@ B | 4h\nb\n@@@ C | 3h\nc\n@@ D | 2h\nd\n@ E | 1h\ne"

    parents = [comment.parent for comment in parse_thread(written, language="en")]

    assert parents == [None, 0, 1, 0, None]


def test_a_refusal_names_its_ground_and_its_note() -> None:
    [comment] = parse_thread("@ A | 5h | rejected spam: Twice: no.\nBuy", language="en")

    assert (comment.fate, comment.ground, comment.note) == ("rejected", Ground.SPAM, "Twice: no.")


def test_what_waits_for_another_look_says_since_when_and_in_which_words() -> None:
    written = (
        "@ A | 5h | reported:spam@2h: An advertisement.\nBuy\n"
        "@ B | 5h | noticed@1h offence:fraud law:Offers_Act: It is a fraud.\nBuy\n"
        "@ C | 5h | rejected insult appealed@30m:It_is_a_quotation.: Too loud.\nFool"
    )

    reported, noticed, appealed = parse_thread(written, language="en")

    assert reported.matters == (
        WrittenMatter("reported", timedelta(hours=2), "An advertisement.", Ground.SPAM),
    )
    assert noticed.matters == (WrittenMatter("noticed", timedelta(hours=1), "It is a fraud."),)
    assert noticed.law == LegalGround("Offers Act", Offence.FRAUD)
    assert appealed.matters == (WrittenMatter("appealed", timedelta(minutes=30), "It is a quotation."),)
    assert (appealed.fate, appealed.note) == ("rejected", "Too loud.")


def test_a_suspension_says_for_how_long_and_what_its_sender_is_told_and_says() -> None:
    [comment] = parse_thread(
        "@ A | 5h | rejected spam suspended:7@3h:Four_times. suspension_appealed@80m:Twice.: Your own shop.\nBuy",
        language="en",
    )

    assert comment.matters == (
        WrittenMatter("suspended", timedelta(hours=3), "Four times.", days=7),
        WrittenMatter("suspension_appealed", timedelta(minutes=80), "Twice."),
    )
    assert comment.note == "Your own shop."


def test_marks_stand_beside_the_fate() -> None:
    [comment] = parse_thread("@ A | 5h | pending picked lang:tr sender:B\nMerhaba", language="en")

    assert (comment.fate, comment.language, comment.sender, comment.is_picked) == ("pending", "tr", "B", True)


def test_a_withdrawn_comment_says_when_and_an_erased_one_has_no_words() -> None:
    withdrawn, erased = parse_thread("@ A | 5h | withdrawn 40m\na\n@ B | 4h | erased\n.", language="en")

    assert withdrawn.withdrawn_after == timedelta(minutes=40)
    assert erased.text == ""


def test_a_reply_to_nothing_is_refused() -> None:
    with pytest.raises(BadlyWritten):
        parse_thread("@@ A | 5h\na", language="en")


@pytest.mark.parametrize("story", read_stories(), ids=lambda story: story.slug)
def test_every_comment_comes_after_its_story_and_every_reply_after_what_it_answers(
    story: WrittenStory,
) -> None:
    comments = read_thread(story.slug, language=story.language)

    assert comments
    for comment in comments:
        before = story.published_ago if comment.parent is None else comments[comment.parent].sent_ago
        assert comment.sent_ago < before, comment.name
        assert comment.parent is None or comments[comment.parent].fate == "approved"
