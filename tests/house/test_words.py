"""4.5: words that were read as something else than they mean: the sign on a page, and what it must not say."""

import pytest
from django.utils import translation

# language, context, the word in the code, what readers took for something else
MISREAD = [
    ("tr", None, "Do not publish", "Yayımlama"),  # also the noun: publishing
    ("tr", None, "do not publish", "yayımlama"),
    ("tr", "notices without an answer", "Open", "Aç"),  # the verb
    ("ja", "notices without an answer", "Open", "開く"),
    ("ar", "notices without an answer", "Open", "فتح"),
    ("tr", "appeals without an answer", "Open", "Aç"),
    ("ja", "appeals without an answer", "Open", "開く"),
    ("ar", "appeals without an answer", "Open", "فتح"),
    ("tr", None, "Notices", "Bildirimler"),  # notifications
    ("ja", None, "Notices", "通知"),
    ("ar", None, "Notices", "الإشعارات"),
    ("ja", "count of decisions", "Decided", "判断しました"),  # a sentence over a number
    ("tr", "sum", "All", "Tümü"),
    ("ja", "of a policy", "introduction", "紹介文"),
    ("ja", None, "introduction", "前文"),  # the preamble of a law
    ("ar", "heading", "Publisher", "ناشر"),
    ("ar", "a suspension", "lifted", "تاريخ رفع التحفظ"),  # of a legal hold
]
# language, the word in the code, what must stand nowhere in it
FOREIGN = [
    ("tr", "Defamation or insult under the law", "iftira"),  # another offence
    ("tr", "Legal holds", "saklama"),  # statutory retention
    ("tr", "Legal representative in the Union", "Birlikteki"),  # "who is together"
    ("ja", "Without a camera, type this secret into the app:", "秘密鍵"),  # one of a pair of keys
    ("ja", "The secret of the new hook. Copy it now: it is not shown again.", "秘密鍵"),
    ("ar", "suspend the commenter: then for how long and why", "المعلّق"),  # also "the suspended"
]


@pytest.mark.parametrize(("language", "context", "word", "misread"), MISREAD)
def test_4_5_a_short_word_says_what_it_means(
    language: str, context: str | None, word: str, misread: str
) -> None:
    with translation.override(language):
        shown = translation.pgettext(context, word) if context else translation.gettext(word)

    assert shown not in {misread, word}


@pytest.mark.parametrize(("language", "word", "foreign"), FOREIGN)
def test_4_5_a_term_is_not_the_one_of_another_matter(language: str, word: str, foreign: str) -> None:
    with translation.override(language):
        shown = translation.gettext(word)

    assert shown != word
    assert foreign not in shown
