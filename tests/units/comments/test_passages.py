"""A passage stands in the comment, word for word, and ends between characters."""

import pytest

from kawaraban.comments.passages import PASSAGE_LENGTH, PassageTooLong, PassageUnknown, passage_in

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("text", "given", "passage"),
    [
        ("You fool.", "", ""),
        ("You fool.", " \n ", ""),
        ("You  fool,\r\n\r\nsit\u00a0down.", "fool, sit down", "fool, sit down"),
        ("You fool.", "You\n\nfool", "You fool"),
        ("a.*b", ".*", ".*"),
        # Half a character is the whole one.
        (f"See {FAMILY} there", "\U0001f469", FAMILY),
        ("cafe\u0301 noir", "cafe", "cafe\u0301"),
        ("هذا كذب، يا أحمق.", "كذب، يا أحمق", "كذب، يا أحمق"),
        ("これは\n嘘だ。", "これは 嘘", "これは 嘘"),
        # As the page shows a link, and as it was sent.
        ("See https://example.org/a now", "See example.org/a", "See example.org/a"),
        ("See https://example.org/a now", "https://example.org/a", "https://example.org/a"),
        ("<b>bold</b> & co", "<b>bold</b> & co", "<b>bold</b> & co"),
    ],
)
def test_4b_02_a_passage_is_what_the_comment_says(text: str, given: str, passage: str) -> None:
    assert passage_in(text, given) == passage


@pytest.mark.parametrize("given", ["you fool", "You are", "fool. You", "&lt;b&gt;", "<p"])
def test_4b_02_words_that_are_not_there_are_refused(given: str) -> None:
    with pytest.raises(PassageUnknown):
        passage_in("You fool. <b>", given)


def test_4b_02_a_passage_has_an_end() -> None:
    text = FAMILY * 2000
    assert passage_in(text, FAMILY * PASSAGE_LENGTH) == FAMILY * PASSAGE_LENGTH

    for much in (FAMILY * (PASSAGE_LENGTH + 1), "a\u0301" * 600, "x" * 10_000_000):
        with pytest.raises(PassageTooLong):
            passage_in(text, much)
