"""The text of a story, as written and as stored."""

import pytest

from kawaraban.cli.demo_paper.body import blocks
from kawaraban.cli.demo_paper.written import BadlyWritten


def test_lines_without_a_mark_are_one_paragraph_escaped() -> None:
    [block] = blocks("Fish & chips\nfor <two>")

    assert block == {"type": "paragraph", "value": "<p>Fish &amp; chips for &lt;two&gt;</p>"}


def test_an_empty_line_ends_a_block() -> None:
    assert [block["type"] for block in blocks("One\n\n## Two\n\nThree")] == [
        "paragraph",
        "subheading",
        "paragraph",
    ]


def test_words_between_stars_are_set_in_italics() -> None:
    [block] = blocks("aboard the *Constance*")

    assert block["value"] == "<p>aboard the <i>Constance</i></p>"


def test_the_last_line_of_a_quote_says_whose_it_is() -> None:
    [block] = blocks("> The ferry is a time.\n> -- The town’s lawyer")

    assert block["value"] == {"text": "The ferry is a time.", "source": "The town’s lawyer"}


def test_a_list_has_an_item_for_each_line() -> None:
    [block] = blocks("- one\n- two")

    assert block == {"type": "list", "value": ["<p>one</p>", "<p>two</p>"]}


def test_a_key_figure_has_five_cells() -> None:
    [block] = blocks("| $1 | Groat | the dock | yearly | contract |")

    [figure] = block["value"]["figures"]
    assert figure == {
        "amount": "$1",
        "who": "Groat",
        "purpose": "the dock",
        "by_when": "yearly",
        "source": "contract",
    }


def test_a_link_card_has_an_address_a_title_and_a_description() -> None:
    [block] = blocks("=> https://a.example/ | The plan | 58 pages")

    assert block["value"] == {"url": "https://a.example/", "title": "The plan", "description": "58 pages"}


@pytest.mark.parametrize("text", ["| a | b |", "- one\ntwo"])
def test_what_is_badly_written_is_refused(text: str) -> None:
    with pytest.raises(BadlyWritten):
        blocks(text)
