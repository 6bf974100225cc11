"""P2 as a pure function: where a lead may end."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.makers.text_promises import assert_is_a_lead

from kawaraban.kit.text import ELLIPSIS, graphemes_count, lead, one_line, plain_text, words_count

INVESTMENT = (
    "The company would invest $2.9 billion in two new plants by 2030, the minister said. Work starts in May."
)


def _split(pieces: str) -> list[str]:
    return pieces.split()


PIECES = [
    *_split("a B é z İ ş ğ ß Я й ي د س あ ア 漢 字 ー っ 한 글 ก เ ำ ि क ् ष"),
    *["\u0301", "\u200d", "\ufe0f", "\u2066", "\u2069", "\u202a", "\u202c", "\u0600", "\x00", "\u00ad"],
    *["👩‍👩‍👧‍👦", "🇹🇷", "🇯🇵", "🇯", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "葛󠄀"],
    *_split("0 1 2 9 ٢ ９ २ ½ ² 三 億 万 พัน"),
    *_split(". , ٫ ، ． ， 。 、 ! ? ؟ ： : ; - – — / ' ’ \" “ ” „ « » ( ) [ ] 「 」 … & # < > % ٪"),
    *_split("$ € ₺ ¥ £ ﷼"),
    *[" ", " ", " ", "\n", "\u00a0", "\u202f", "\u3000", "\t"],
    *["&amp;", "&#8364;", "&#x1F600;", "<b>", "</p>"],
    *[
        "$2.9 billion",
        "1,000,000",
        "1 000 000",
        "2,5 milyar ₺",
        "３．５億円",
        "٢٫٩ مليار",
        "3. Kolordu",
        "No. 5",
    ],
    *[
        "J. R. Smith",
        "Dr. Who",
        "e.g. this",
        "The end.",
        "Son. ",
        "終わり。",
        "「はい。」",
        "EUR 5",
        "COVID-19",
    ],
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
LANGUAGES = st.sampled_from(["en", "tr", "ja", "ar", "de", "th", "hy", "el", "xx", "en-GB", "zh_Hant", ""])


def test_the_sentence_that_the_product_was_born_from_is_never_cut_in_its_sum() -> None:
    leads = {limit: lead(INVESTMENT, limit) for limit in range(len(INVESTMENT) + 2)}

    assert leads[85] == "The company would invest $2.9 billion in two new plants by 2030, the minister said."
    assert leads[40] == "The company would invest $2.9 billion…"
    assert leads[30] == "The company would invest…"
    assert not [made for made in leads.values() if made.rstrip(ELLIPSIS).endswith(("$", "$2", "$2.", "$2.9"))]


@given(text=TEXTS, limit=st.integers(-1, 80), language=LANGUAGES)
@settings(max_examples=400, deadline=None)
@example(text="a (\u0600,", limit=3, language="en")
@example(text="1 000 000 kişi geldi", limit=5, language="tr")
def test_a_lead_keeps_its_promises_whatever_the_text(text: str, limit: int, language: str) -> None:
    assert_is_a_lead(lead(text, limit, language), text=text, limit=max(limit, 0))


@given(text=st.text(max_size=300), limit=st.integers(1, 120))
@settings(max_examples=300, deadline=None)
def test_a_lead_keeps_its_promises_on_any_unicode(text: str, limit: int) -> None:
    assert_is_a_lead(lead(text, limit), text=text, limit=limit)


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("Bakan 3. Kolordu Komutanı ile görüştü. Toplantı iki saat sürdü.", "tr", "görüştü."),
        ("Sergide 15. Yüzyıl eserleri var. Giriş ücretsiz.", "tr", "var."),
        ("Prof. Dr. Ayşe Yılmaz ile Doç. Dr. Can Demir geldi. Sonra gittiler.", "tr", "geldi."),
        ("T.C. Ziraat Bankası A.Ş. Genel Müdürü konuştu. Sonra sustu.", "tr", "konuştu."),
        ("J. R. Smith met Dr. Jones at No. 5 Elm St. Both left. Nobody stayed.", "en", "left."),
        ("Prices rose to 2.9 percent in 2025. The bank was surprised.", "en", "2025."),
        ("Revenue was $2. 9 of 10 analysts were wrong! They said so.", "en", "wrong!"),
        ("“We will build it. We have the money,” she said. Work starts soon.", "en", "said."),
        ("He said (quietly. Very quietly.) that it rains. It did.", "en", "rains."),
        ("He asked: “Why?” Nobody knew.", "en", "“Why?”"),
        ("Am 12. Juni beginnt die Messe. Sie dauert drei Tage.", "de", "Messe."),
        ("M. Dupont est arrivé. Il est reparti.", "fr", "arrivé."),
        ("「行く。」と言った。次の日は雨だった。", "ja", "言った。"),
        ("売上は２．９億円だった。来年は増える。", "ja", "だった。"),
        ("قالت الشركة إنها ستستثمر ٢٫٩ مليار دولار. يبدأ العمل في مايو.", "ar", "دولار."),
        ("Դա լավ է։ Մենք գնացինք տուն։", "hy", "է։"),
        ("El documento N°. 1026 fue leído. Luego salieron.", "es", "leído."),
        ("Put it in the oven, and - voila! - you have cake. Eat it.", "en", "cake."),
        ("यह अच्छा है। हम घर गए।", "hi", "है।"),
    ],
)
def test_a_lead_of_one_sentence_is_the_whole_first_sentence(text: str, language: str, first: str) -> None:
    sentence = text[: text.index(first) + len(first)]

    made = lead(text, graphemes_count(sentence), language)

    assert made == sentence


@pytest.mark.parametrize(
    ("text", "limit", "language", "expected"),
    [
        ("会社は2.9億5000万円を投資する計画だ", 12, "ja", "会社は…"),
        ("会社は2.9億5000万円を投資する計画だ", 15, "ja", "会社は2.9億5000万円を…"),
        ("新しいiPhoneを発表した", 6, "ja", "新しい…"),
        ("国は三億円を出す計画だと言う", 4, "ja", "国は…"),
        ("บริษัทจะลงทุน 2.9 พันล้านบาทในปีหน้า", 17, "th", "บริษัทจะลงทุน…"),
        ("Şirket 2,9 milyar ₺ yatıracak diyor", 20, "tr", "Şirket 2,9 milyar…"),
        ("Il a coûté 1 000 000 euros en tout", 16, "fr", "Il a coûté…"),
        ("It will cost EUR 500 million in all", 18, "en", "It will cost…"),
        ("Fish &amp; chips are back", 8, "en", "Fish…"),
        ("He said (and everybody heard) it", 11, "en", "He said…"),
        ("Well, then, they all went", 6, "en", "Well…"),
        ("👩‍👩‍👧‍👦 👍🏽 family and more words", 4, "en", "👩‍👩‍👧‍👦 👍🏽…"),
        ("Donaudampfschifffahrt", 8, "de", "…"),
        ("anything", 0, "en", ""),
        ("  short \n text ", 10, "en", "short text"),
    ],
)
def test_without_a_sentence_that_fits_a_lead_ends_after_a_word(
    text: str, limit: int, language: str, expected: str
) -> None:
    assert lead(text, limit, language) == expected


def test_a_whole_text_that_fits_is_left_alone() -> None:
    assert lead("It rose to $2.", 14) == "It rose to $2."


@pytest.mark.parametrize(
    "piece", ["a", "a ", "(", '"x ', "1,", "A.", "e\u0301", "\u0301", "&", "<", "\u2066", "。", "ア"]
)
def test_of_a_megabyte_only_the_beginning_is_looked_at(piece: str) -> None:
    text = one_line(piece * (1_000_000 // len(piece)))

    made = lead(text, 200)

    assert made == lead(text[:20_000], 200)
    assert_is_a_lead(made, text=text[:20_000], limit=200)


def test_plain_text_keeps_words_and_blocks_and_nothing_else() -> None:
    markup = (
        "<h1>Port\nreopens</h1><p>Fish &amp; chips &lt;b&gt;<script>x()</script>, <ruby>漢<rp>(</rp><rt>かん</rt>"
        "<rp>)</rp>字</ruby><br>again</p><ul><li>one<li>two</ul><!-- no -->"
    )

    text = plain_text(markup)

    assert text == "Port reopens\nFish & chips <b>, 漢字\nagain\none\ntwo"


@given(st.text(alphabet="<>/!-bpdivscript&;#x=\"' \n", max_size=200))
@settings(deadline=None)
def test_plain_text_never_raises(markup: str) -> None:
    assert "\n\n" not in plain_text(markup)


def test_a_deep_nest_of_tags_costs_no_more_than_a_flat_row() -> None:
    assert plain_text("<div>" * 100_000 + "bottom" + "</div>" * 100_000) == "bottom"


def test_words_are_counted_between_spaces_and_kanji_and_kana_one_by_one() -> None:
    assert words_count("Don't stop: $2.9 billion.") == (4, 0)
    assert words_count("会社はiPhoneを2台買った。") == (2, 8)
    assert words_count("") == (0, 0)
