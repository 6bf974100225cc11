"""Bodies as real feeds have them: quotes with their sources, figures, preformatted text, sloppy ends, links."""

import pytest

from kawaraban.wire.cleaning import Block, story_blocks, text_blocks


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<blockquote>We sail. <cite>Ada Bo</cite></blockquote>", (Block("quote", "We sail.", source="Ada Bo"),)),
        ("<blockquote><p>We sail.</p><cite>— Ada Bo</cite></blockquote>",
         (Block("quote", "We sail.", source="Ada Bo"),)),
        ("<blockquote><p>We sail.</p><footer>— <cite>Ada Bo</cite>, captain</footer></blockquote>",
         (Block("quote", "We sail.", source="Ada Bo, captain"),)),
        ("<blockquote><cite>Ada Bo</cite><p>We sail.</p></blockquote>", (Block("quote", "We sail.", source="Ada Bo"),)),
        ("<blockquote>A</blockquote><blockquote><p>B</p><cite>C</cite></blockquote>",
         (Block("quote", "A"), Block("quote", "B", source="C"))),
        ("<blockquote>As <cite>The Times</cite> wrote.</blockquote>", (Block("quote", "As The Times wrote."),)),
        ("<figure><blockquote><p>We sail.</p></blockquote><figcaption>Ada Bo</figcaption></figure>",
         (Block("quote", "We sail.", source="Ada Bo"),)),
        ("<p>In <cite>The Times</cite></p>", (Block("paragraph", "In <i>The Times</i>"),)),
    ],
)  # fmt: skip
def test_whose_words_a_quote_is_stands_beside_it(markup: str, blocks: tuple[Block, ...]) -> None:
    assert story_blocks(markup).blocks == blocks


def test_preformatted_text_keeps_its_line_ends() -> None:
    assert story_blocks("<pre>\none\n\ntwo <b>x\ny</b></pre><p>a\nb</p>").blocks == (
        Block("paragraph", "one<br/><br/>two <b>x<br/>y</b>"),
        Block("paragraph", "a b"),
    )


def test_tables_and_texts_in_figures_are_not_lost() -> None:
    assert story_blocks(
        "<figure><table><tr><td>a</td><td>b</td></tr></table><figcaption>c</figcaption></figure>"
    ).blocks == (Block("paragraph", "a b"),)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p><b><i>x</b>y</i>z", "<b><i>x</i></b><i>y</i>z"),
        ("<p>x</b></p>", "x"),
        ("<p><a href=http://a.example/>x <a href=http://b.example/>y</a>",
         '<a href="http://a.example/">x </a><a href="http://b.example/">y</a>'),
        ("<p>x<script>y</script >z", "xz"),
        ("<p>x<style>y", "x"),
        ("<p>a<!-- > --> b<![CDATA[c]]> d", "a b d"),
        ("<p title='a>b' x=\"</p>\">x", "x"),
        ("a &lt;b&gt; &amp;amp; &#0; c", "a &lt;b&gt; &amp;amp; \ufffd c"),
        ("<ruby>漢<rt>かん</ruby>字", "漢字"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢字"),
    ],
)  # fmt: skip
def test_sloppy_markup_is_read_as_browsers_read_it(markup: str, text: str) -> None:
    assert [block.text for block in story_blocks(markup).blocks] == [text]


def test_links_are_whole_or_gone_and_so_are_pictures() -> None:
    cleaned = story_blocks(
        '<p><a href="/desk/">a</a> <a href="b">b</a> <a href="#c">c</a> <a href="//d.example/">d</a></p>'
        '<img src="/p.jpg" alt="A crane"><img src="data:image/png;base64,AAAA">',
        "https://agency.example/news/1",
    )
    without = story_blocks('<p><a href="/desk/">a</a></p><img src="/p.jpg" alt="A crane">')

    assert cleaned.blocks[0].text == (
        '<a href="https://agency.example/desk/">a</a> <a href="https://agency.example/news/b">b</a> c '
        '<a href="https://d.example/">d</a>'
    )
    assert cleaned.pictures == ("A crane (https://agency.example/p.jpg)",)
    assert (without.blocks, without.pictures) == ((Block("paragraph", "a"),), ("A crane",))


def test_plain_text_of_windows_has_its_paragraphs() -> None:
    assert [block.text for block in text_blocks("a\r\nb\r\n \r\nc")] == ["a b", "c"]
