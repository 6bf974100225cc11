"""Strangers' HTML becomes blocks, and nothing that could run."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kawaraban.wire.cleaning import Block, story_blocks, text_blocks


def test_paragraphs_subheadings_lists_and_quotes_become_blocks() -> None:
    cleaned = story_blocks(
        "<section><h2>The <i>fleet</i></h2><p>Two <strong>ships</strong> left.</p>"
        "<ul><li>one</li><li><p>two <em>and</em></p></li></ul><blockquote><p>We sail.</p></blockquote>tail</section>"
    )

    assert cleaned.blocks == (
        Block("subheading", "The fleet"),
        Block("paragraph", "Two <b>ships</b> left."),
        Block("list", items=("one", "two <i>and</i>")),
        Block("quote", "We sail."),
        Block("paragraph", "tail"),
    )


def test_scripts_styles_forms_and_handlers_are_gone() -> None:
    cleaned = story_blocks(
        "<p onclick='x()' style='y'>A<script>x()</script><style>b{}</style><iframe src='z'>z</iframe> b "
        "<a href='javascript:x()'>c</a> <a href='https://a.example/?x=1&y=\"2' onclick=x>d</a></p>"
    )

    assert cleaned.blocks == (
        Block("paragraph", 'A b c <a href="https://a.example/?x=1&amp;y=%222">d</a>'),
    ) or cleaned.blocks == (Block("paragraph", 'A b c <a href="https://a.example/?x=1&amp;y=&quot;2">d</a>'),)


def test_two_line_breaks_part_paragraphs_and_one_stays() -> None:
    cleaned = story_blocks("one<br>two<br><br>three<br/>")

    assert cleaned.blocks == (Block("paragraph", "one<br/>two"), Block("paragraph", "three"))


def test_pictures_and_captions_are_noted_and_not_kept() -> None:
    cleaned = story_blocks(
        "<p>text<img src='https://a.example/x.jpg' alt='A crane'></p><figure><img src='https://a.example/y.jpg'>"
        "<figcaption>Cranes</figcaption></figure>"
    )

    assert cleaned.blocks == (Block("paragraph", "text"),)
    assert cleaned.pictures == ("A crane (https://a.example/x.jpg)", "https://a.example/y.jpg", "Cranes")


def test_an_inline_element_over_two_paragraphs_is_closed_in_each() -> None:
    cleaned = story_blocks("<p><b>one<p>two</b> three")

    assert cleaned.blocks == (Block("paragraph", "<b>one</b>"), Block("paragraph", "<b>two</b> three"))


def test_a_subheading_that_is_too_long_for_one_is_a_paragraph() -> None:
    assert story_blocks(f"<h2>{'word ' * 40}</h2>").blocks[0].kind == "paragraph"


def test_plain_text_has_a_paragraph_for_each_empty_line_or_else_each_line() -> None:
    assert text_blocks("a\nb\n\nc < d") == (Block("paragraph", "a b"), Block("paragraph", "c &lt; d"))
    assert text_blocks("a\nb") == (Block("paragraph", "a"), Block("paragraph", "b"))


SCRAPS = (
    "<p> </p> <b> </b> <a_href='x'> </a> <li> <ul> </ul> <br> <h2> </h2> <blockquote> text & < > "
    "<table><td> <img_src=x> <!-- \x00"
)


@given(st.lists(st.sampled_from(SCRAPS.split()), max_size=40).map(lambda s: "".join(s).replace("_", " ")))
@settings(deadline=None, max_examples=300)
def test_whatever_comes_the_blocks_hold_only_our_tags(markup: str) -> None:
    for block in story_blocks(markup).blocks:
        for words in (block.text, *block.items):
            assert "<p" not in words
            assert "<img" not in words
            assert words.count("<b>") == words.count("</b>")
            assert words.count("<a ") == words.count("</a>")


def test_a_deep_nest_and_a_long_row_of_tags_are_read() -> None:
    assert story_blocks("<div>" * 50_000 + "x").blocks == (Block("paragraph", "x"),)
    assert len(story_blocks("<p>x</p>" * 5_000).blocks) == 5_000
