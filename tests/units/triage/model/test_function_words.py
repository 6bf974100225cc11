"""A text is plainly in the language of its page where small words of it alone say so."""

import pytest

from kawaraban.triage.model.function_words import is_plainly_in
from kawaraban.triage.model.languages import detected

QUOTING = "es lo que canta una vieja canción de mi madre cada noche aquí en casa desde hace años para todos en su calle"


@pytest.mark.parametrize(
    ("text", "language", "is_plain"),
    [
        ("they know what this harbour is for", "en", True),
        ("bu haber için çok teşekkür ama yetmez", "tr", True),
        ("they know what this harbour is for", "tr", False),
        ("the minister", "en", False),
        (f"and that this {QUOTING}", "en", False),
        ("they know what this harbour is for", "fr", False),
    ],
)
def test_6_01_small_words_tell_plainly_or_nothing(text: str, language: str, is_plain: bool) -> None:
    assert is_plainly_in(text.split(), language) is is_plain


@pytest.mark.parametrize(
    "text",
    [
        "The harbour is closed and they know that this was not what people asked for.",
        "Bu haber çok güzel ama bir şey eksik, neden kimse sormuyor?",
        "Der Minister hat zu der neuen Steuer nichts gesagt.",
    ],
)
def test_6_01_the_page_speeds_what_the_words_say_anyway(text: str) -> None:
    """On its own page a text is found in the language that is found without a page."""
    [alone] = detected([text])
    [there] = detected([text], [alone.language])
    assert there.language == alone.language
    assert min(alone.confidence, there.confidence) > 0.9
    for page in ("en", "tr", "de"):
        assert detected([text], [page])[0].language == alone.language


def test_6_01_on_its_page_a_plain_text_is_not_looked_up() -> None:
    [guess] = detected(["they know what this harbour is for, and qwrtzuiop"], ["en"])
    assert (guess.language, guess.confidence) == ("en", 0.99)
