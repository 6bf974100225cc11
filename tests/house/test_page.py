"""`tests/page.py` reads what a browser reads, however the template is laid out."""

from collections.abc import Callable

import pytest
from tests.page import Page

ONE_LINE = (
    '<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>Desk</title></head><body><ul id="tabs"><li><a href="/w/">'
    'Waiting <b class="num">2</b></a></li></ul><ol id="rows"><li><input type="checkbox" name="id" value="a" form="bulk"'
    '><a href="/card/a/?lane=all&amp;page=2"><span class="row-head"><b>Ada</b> <span>2 h</span></span></a></li></ol>'
    '<form id="bulk" action="/bulk/?lane=all" method="post"><input type="hidden" name="token" value="t">'
    '<label for="n">Note</label><textarea id="n" name="note" aria-invalid="true" aria-describedby="hint n-error">\n'
    '&lt;b&gt; &amp;\n co</textarea><span class="error" id="n-error">Say why.</span><select name="ground">'
    '<option value="">None</option><option value="spam" selected>Spam &amp; co</option></select>'
    '<button name="act" value="keep">Keep</button></form><dl><dt>Kept</dt><dd>3</dd></dl>'
    "<p>To <bdi>Bo</bdi>, <q>2 &lt; 3</q>.</p>"
    "<h2 id=card-title><bdi>Cem</bdi></h2><p>Words.</p><h3>More</h3><h2>End</h2></body></html>"
)
LAID_OUT = (
    ONE_LINE.replace("<li>", "\n  <li>\n    ")
    .replace("</li>", "\n  </li>\n")
    .replace("<span>2 h", " <span>2 h")
    .replace("<form ", "\n<form\n ")
    .replace("<dt>", "\n <dt>\n  ")
    .replace("</dt><dd>", "\n </dt>\n <dd>")
    .replace("<p>", "<p>\n   ")
    .replace("</p>", "\n</p>\n<!-- nothing -->")
    .replace("<option ", "\n  <option ")
    .replace('" name="', '"\n name="')
)


@pytest.fixture(params=[ONE_LINE, LAID_OUT], ids=["in one line", "laid out"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(request.param.encode())


def test_a_page_is_read_as_it_is_seen(page: Page) -> None:
    assert (
        page.text
        == "Waiting 2 Ada 2 h Note <b> & co Say why. None Spam & co Keep Kept 3 To Bo, 2 < 3. Cem Words. More End"
    )
    assert (page.language, page.direction) == ("ar", "rtl")
    assert page.terms == [("Kept", "3")]
    assert page.link("Waiting 2") == "/w/"


def test_a_chapter_goes_from_its_heading_to_the_next_of_its_rank(page: Page) -> None:
    assert page.under("card-title").text == "Cem Words. More"


def test_the_desk_has_rows_tabs_and_a_card(page: Page) -> None:
    assert [(row.name, row.address) for row in page.rows] == [("Ada", "/card/a/?lane=all&page=2")]
    assert page.tabs == {"Waiting": "2"}
    assert page.opened == "Cem"


def test_a_form_knows_what_a_browser_would_send(page: Page) -> None:
    form = page.form("/bulk/")

    assert form.action == "/bulk/?lane=all"
    assert form.names == {"token", "note", "ground", "act", "id"}
    assert form.hidden == {"token": "t"}
    assert form.sent == {"token": ["t"], "note": ["<b> &\n co"], "ground": ["spam"]}
    assert form.field("ground").choices == {"": "None", "spam": "Spam & co"}
    assert (form.field("note").is_wrong, form.field("note").errors) == (True, ["Say why."])


def test_markup_keeps_white_space_where_it_is_seen_alone(page: Page) -> None:
    assert "<p>To <bdi>Bo</bdi>, <q>2 &lt; 3</q>.</p>" in page.markup
    assert "<dl><dt>Kept</dt><dd>3</dd></dl>" in page.markup
    assert '<span class="row-head"><b>Ada</b> <span>2 h</span></span></a></li></ol>' in page.markup
    assert '<option value="spam" selected>Spam &amp; co</option>' in page.markup
    assert "&lt;b&gt; &amp;\n co</textarea>" in page.markup
    assert page.without("form").text == "Waiting 2 Ada 2 h Kept 3 To Bo, 2 < 3. Cem Words. More End"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda page: page.one("li"),
        lambda page: page.one("table"),
        lambda page: page.form("/elsewhere/"),
        lambda page: page.link("Nowhere"),
        lambda page: page.one("form")["title"],
        lambda page: page.form("/bulk/").field("nothing"),
    ],
)
def test_what_is_not_there_once_is_an_error(page: Page, wrong: Callable[[Page], object]) -> None:
    with pytest.raises(AssertionError):
        wrong(page)
