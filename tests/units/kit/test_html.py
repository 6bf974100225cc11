"""What a reader sends becomes escaped paragraphs with safe links, and nothing else."""

from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kawaraban.kit.html import paragraphs

LINK = '<a href="{}" rel="ugc nofollow noopener">{}</a>'


class Reading(HTMLParser):
    """Collects what a browser would find."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_blank_line_starts_a_paragraph_and_a_line_end_is_kept() -> None:
    assert (
        paragraphs("one\r\ntwo\r\n \r\n\r\nthree\n")
        == '<p dir="auto">one<br>\ntwo</p>\n<p dir="auto">three</p>'
    )


def test_markup_is_shown_and_does_nothing() -> None:
    assert paragraphs("<script>alert('1')</script> &amp;") == (
        '<p dir="auto">&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp;amp;</p>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("https://example.org/a.", LINK.format("https://example.org/a", "example.org/a") + "."),
        ("HTTP://Example.ORG/", LINK.format("http://example.org/", "example.org")),
        ("https://e.org/?a=1&b=2", LINK.format("https://e.org/?a=1&amp;b=2", "e.org/?a=1&amp;b=2")),
        ("(https://e.org/A_(b))", "(" + LINK.format("https://e.org/A_(b)", "e.org/A_(b)") + ")"),
        ("https://e.org/を見て", LINK.format("https://e.org/", "e.org") + "を見て"),
        ("https://e.org/Türkiye'de", LINK.format("https://e.org/Türkiye", "e.org/Türkiye") + "&#x27;de"),
        ("https://аpple.com/", LINK.format("https://xn--pple-43d.com/", "xn--pple-43d.com")),
        (
            "くわしくはhttps://e.org/a を見て",
            "くわしくは" + LINK.format("https://e.org/a", "e.org/a") + " を見て",
        ),
        ("انظرhttps://e.org/a", "انظر" + LINK.format("https://e.org/a", "e.org/a")),
        ("ışhttps://e.org/a", "ış" + LINK.format("https://e.org/a", "e.org/a")),
        ("https://straße.example/", LINK.format("https://xn--strae-oqa.example/", "xn--strae-oqa.example")),
        ("https://βόλος.example/", LINK.format("https://xn--nxasmm1c.example/", "xn--nxasmm1c.example")),
        ("https://i❤.example/", LINK.format("https://xn--i-7iq.example/", "xn--i-7iq.example")),
        ("https://日本語.jpを見て", LINK.format("https://xn--wgv71a119e.jp", "xn--wgv71a119e.jp") + "を見て"),
        (
            "https://www.日本語.jp/aを見て",
            LINK.format("https://www.xn--wgv71a119e.jp/a", "www.xn--wgv71a119e.jp/a") + "を見て",
        ),
        ("https://e.org。次", LINK.format("https://e.org", "e.org") + "。次"),
        ("http://https://e.org/a", "http://" + LINK.format("https://e.org/a", "e.org/a")),
        ("https://e.org/a\u200bខ្មែរ", LINK.format("https://e.org/a", "e.org/a") + "\u200bខ្មែរ"),
        ("https://e.org/a1b2_", LINK.format("https://e.org/a1b2_", "e.org/a1b2_")),
        ("https://e.org/a1b2-", LINK.format("https://e.org/a1b2-", "e.org/a1b2-")),
        ("https://e.org/~", LINK.format("https://e.org/~", "e.org/~")),
        ("_https://e.org/a_", "_" + LINK.format("https://e.org/a", "e.org/a") + "_"),
        ("*https://e.org/a*", "*" + LINK.format("https://e.org/a", "e.org/a") + "*"),
        ("https://e.org/🎉party", LINK.format("https://e.org/🎉party", "e.org/🎉party")),
        ("https://e.org/👨‍👩‍👧/a", LINK.format("https://e.org/👨‍👩‍👧/a", "e.org/👨‍👩‍👧/a")),
        ("https://e.org👍", LINK.format("https://e.org", "e.org") + "👍"),
        ('https://e.org/"onclick=x', LINK.format("https://e.org/", "e.org") + "&quot;onclick=x"),
    ],
)
def test_a_web_address_is_a_link(text: str, html: str) -> None:
    assert paragraphs(text) == f'<p dir="auto">{html}</p>'


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://e.org/",
        "https://",
        "https://a..b/",
        "https://e\u200d.org/",
        "https://e\u200b.org/",
        # The beginning of a name is another site than the name.
        "https://example.中国/x",
        "https://example。中国/x",
        "https://news.example.한국/x",
        "https://a．example/x",
        "https://%65.org/",
        "https://bank.example@evil.example/",
        "https://e.org:99999/",
        "https://[::1]/",
        "xhttps://e.org/",
        "www.example.org",
    ],
)
def test_anything_else_is_not(text: str) -> None:
    assert "<a" not in paragraphs(text)


def test_a_long_address_is_shown_short_and_linked_whole() -> None:
    html = paragraphs("https://e.org/" + "x" * 200)

    assert f'href="https://e.org/{"x" * 200}"' in html
    assert f">e.org/{'x' * 41}…<" in html


PIECES = st.sampled_from(
    ["<", ">", '"', "'", "&", "&lt;", "https://", "http://e.org/", "javascript:", "<img src=x onerror=", "\n", "\n\n",
     "\r\n", " ", "a", "/", "@", ":", "[", "]", "\x00", "\x1b", "\u202e", "`", "=", "<!--", "]]>", "瓦", "%22", "&#34;"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5))).map("".join))
def test_nothing_unescaped_gets_through(text: str) -> None:
    html = paragraphs(text)
    reading = Reading(html)

    assert reading.tags <= {"p", "br", "a"}
    for tag, name, value in reading.attributes:
        if (tag, name) == ("a", "href"):
            assert (value or "").startswith(("http://", "https://"))
        else:
            assert (tag, name, value) in {("p", "dir", "auto"), ("a", "rel", "ugc nofollow noopener")}
    allowed = nh3.clean(
        html, tags={"p", "br", "a"}, attributes={"a": {"href", "rel"}, "p": {"dir"}}, link_rel=None
    )
    assert Reading(allowed).text == reading.text
    assert Reading(allowed).tags == reading.tags
