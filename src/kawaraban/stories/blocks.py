"""The building blocks of a story's text: small, typed, and dressed by `templates/stories/blocks/`."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from kawaraban.kit.text import one_line, plain_text
from kawaraban.stories.pictures import body_picture

RICH_TEXT_FEATURES = ["bold", "italic", "link", "superscript", "subscript"]


class PictureBlock(blocks.StructBlock):
    """A picture with its words. What is left empty is taken from the picture itself."""

    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("description for those who cannot see it"),
        required=False,
        max_length=300,
        help_text=_("Empty: the picture's own."),
    )
    credit = blocks.CharBlock(
        label=_("credit"), required=False, max_length=200, help_text=_("Empty: the picture's own.")
    )
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "stories/blocks/picture.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds `picture`, a ready Picture; None when the file is gone."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        image = value.get("image")
        context["picture"] = image and body_picture(
            image,
            alt=value.get("alt") or image.alt,
            credit=value.get("credit") or image.credit,
            caption=value.get("caption") or "",
        )
        return context


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, and whose they are."""

    text = blocks.TextBlock(label=_("words"), rows=3)
    source = blocks.CharBlock(label=_("who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "stories/blocks/quote.html"


class LinkCardBlock(blocks.StructBlock):
    """A plain link to another site: nothing is fetched from there, now or when the page is read."""

    url = blocks.URLBlock(label=_("address"))
    title = blocks.CharBlock(label=_("title"), max_length=200)
    description = blocks.CharBlock(label=_("description"), required=False, max_length=300)

    class Meta:
        icon = "link-external"
        label = _("Link card")
        template = "stories/blocks/link_card.html"


class KeyFigureBlock(blocks.StructBlock):
    """One promise in numbers: who, how much, what for, by when, and who says so."""

    amount = blocks.CharBlock(label=_("amount"), max_length=80, help_text=_("With its unit: “$2.9 billion”."))
    who = blocks.CharBlock(label=_("who"), required=False, max_length=120)
    purpose = blocks.CharBlock(label=_("what for"), required=False, max_length=200)
    by_when = blocks.CharBlock(label=_("by when"), required=False, max_length=80)
    source = blocks.CharBlock(label=pgettext_lazy("of a figure", "source"), required=False, max_length=200)


class KeyFiguresBlock(blocks.StructBlock):
    """A small table of figures."""

    title = blocks.CharBlock(label=_("title"), required=False, max_length=120)
    figures = blocks.ListBlock(KeyFigureBlock(), label=_("figures"), min_num=1)

    class Meta:
        icon = "table"
        label = _("Key figures")
        template = "stories/blocks/key_figures.html"


class PageBody(blocks.StreamBlock):
    """What an ordinary page is made of."""

    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"),
        icon="pilcrow",
        features=RICH_TEXT_FEATURES,
        template="stories/blocks/paragraph.html",
    )
    subheading = blocks.CharBlock(
        label=_("Subheading"), icon="title", max_length=120, template="stories/blocks/subheading.html"
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    list = blocks.ListBlock(
        blocks.RichTextBlock(label=_("item"), features=RICH_TEXT_FEATURES),
        label=_("List"),
        icon="list-ul",
        template="stories/blocks/list.html",
    )
    link_card = LinkCardBlock()


class StoryBody(PageBody):
    """What a story is made of."""

    key_figures = KeyFiguresBlock()


def first_paragraph(body: Any) -> str:
    """The words of the first paragraph that has any; "" of none."""
    texts = (one_line(plain_text(block.value.source)) for block in body if block.block_type == "paragraph")
    return next((text for text in texts if text), "")


def plain_body(body: Any) -> str:
    """All the words of a text as a reader reads them, a block on each line."""
    return "\n".join(words for block in body for words in _words(block.block_type, block.value) if words)


def _words(kind: str, value: Any) -> Iterator[str]:
    if kind == "paragraph":
        yield plain_text(value.source)
    elif kind == "subheading":
        yield value
    elif kind == "quote":
        yield from (value["text"], value["source"])
    elif kind == "picture":
        yield value["caption"]
    elif kind == "list":
        yield from (plain_text(item.source) for item in value)
    elif kind == "link_card":
        yield from (value["title"], value["description"])
    elif kind == "key_figures":
        yield from (words for figure in value["figures"] for words in figure.values())
