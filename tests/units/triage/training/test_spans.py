"""What readers marked, as the strength of single words."""

import numpy as np

from kawaraban.triage.training.spans import NAMES, Marked, MarkedSpan, counted, strengths

INSULT = NAMES.index("insult")


def marked(text: str, word: str, kind: str, *, readers: int, of: int) -> Marked:
    begin = text.index(word)
    span = MarkedSpan(begin, begin + len(word), kind)
    return Marked(text, tuple((n < readers, (span,) if n < readers else ()) for n in range(of)))


def strength(found: "list[Marked]", word: str, name: str) -> float:
    lexicon = strengths(counted(found, "en"))
    return float(lexicon.values[lexicon.words[word], NAMES.index(name)]) if word in lexicon.words else 0.0


def test_a_word_that_more_readers_marked_is_stronger() -> None:
    found = [marked(f"you utter blockhead {n}", "blockhead", "Insult", readers=3, of=3) for n in range(9)]
    found += [marked(f"what a noodle {n}", "noodle", "Insult", readers=1, of=3) for n in range(9)]

    assert strength(found, "blockhead", "insult") > strength(found, "noodle", "insult") > 0.0
    assert strength(found, "utter", "insult") == 0.0


def test_one_reader_of_one_comment_makes_no_strong_word() -> None:
    often = [marked(f"a blockhead {n}", "blockhead", "Insult", readers=3, of=3) for n in range(20)]
    once = [marked("a noodle", "noodle", "Insult", readers=1, of=1)]

    assert strength(often + once, "noodle", "insult") < strength(often + once, "blockhead", "insult") / 2


def test_words_for_groups_are_strong_in_attacks_on_identity_alone() -> None:
    found = [
        marked(f"those immigrants {n}", "immigrants", "Identity based Attack", readers=3, of=3)
        for n in range(9)
    ]

    assert strength(found, "immigrants", "identity") > 0.0
    assert strength(found, "immigrants", "any") == 0.0


def test_the_strongest_word_counts_and_not_how_long_the_text_is() -> None:
    found = [marked(f"you blockhead {n}", "blockhead", "Insult", readers=3, of=3) for n in range(9)]
    lexicon = strengths(counted(found, "en"))

    short, long = lexicon.inputs([("blockhead",), ("blockhead", *(["day"] * 200))])

    assert short[INSULT] == long[INSULT] > 0.5
    assert np.array_equal(lexicon.inputs([()])[0], np.zeros(2 * len(NAMES)))
