"""1.19: `lead(text, limit)` is P2 as a pure function."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.makers.text_promises import assert_is_a_lead

from kawaraban.kit.text import lead

SENTENCE = "The company would invest $2.9 billion in two plants, it said."
SIGNS = 'aé漢ーก12٢,.٫。!?“”"()$€₺ \u0301\u200d👩👧🇹🇷&;<b>…' + "\u00a0"


def test_1_19_the_sum_in_the_first_sentence_is_never_cut() -> None:
    leads = {lead(f"{SENTENCE} Work starts in May.", limit) for limit in range(1, 120)}

    assert SENTENCE in leads
    assert not [made for made in leads if "$" in made and "$2.9 billion" not in made]


def test_1_19_whole_sentences_else_words_and_an_ellipsis() -> None:
    text = f"{SENTENCE} Work starts in May. It ends in June."

    assert lead(text, 85) == f"{SENTENCE} Work starts in May."
    assert lead(text, 50) == "The company would invest $2.9 billion in two…"


@given(text=st.text(alphabet=SIGNS, max_size=120), limit=st.integers(0, 60))
@settings(max_examples=300, deadline=None)
def test_1_19_always_a_prefix_never_over_the_limit_never_in_a_number_a_grapheme_or_an_entity(
    text: str, limit: int
) -> None:
    assert_is_a_lead(lead(text, limit), text=text, limit=limit)


def test_1_19_the_kit_knows_no_django() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import kawaraban.kit.text, sys; print('django' in sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )

    assert seen.stdout.strip() == "False"
