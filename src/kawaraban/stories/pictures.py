"""Pictures for pages: which sizes are made, and the ready values that templates show.

Each place has its sizes; they are made when the first page shows them and found again afterwards.
"""

from dataclasses import dataclass
from typing import Any

from kawaraban.stories.values import Picture


@dataclass(frozen=True, slots=True)
class PictureFrame:
    """Where a picture stands: the sizes made for it, and the width it takes there."""

    specs: tuple[str, ...]
    sizes: str


STORY_PLACE = PictureFrame(
    ("width-640|format-webp", "width-960|format-webp", "width-1440|format-webp"),
    "(min-width: 64rem) 60rem, 100vw",
)
BODY_PLACE = PictureFrame(
    ("width-640|format-webp", "width-1200|format-webp"), "(min-width: 42rem) 38rem, 100vw"
)
LEAD_PLACE = PictureFrame(
    ("fill-480x320|format-webp", "fill-960x640|format-webp", "fill-1440x960|format-webp"),
    "(min-width: 64rem) 40rem, 100vw",
)
TEASER_PLACE = PictureFrame(
    ("fill-480x320|format-webp", "fill-960x640|format-webp"), "(min-width: 48rem) 22rem, 100vw"
)
# What a link to the story looks like elsewhere: the size that all services take.
SHARE_SPEC = "fill-1200x630|format-jpeg"
LOGO_SPEC = "max-480x120|format-png"


def body_picture(image: Any, *, alt: str, credit: str, caption: str) -> Picture | None:
    """A picture in the text."""
    return placed(image, BODY_PLACE, alt=alt, credit=credit, caption=caption)


def placed(image: Any, place: PictureFrame, *, alt: str, credit: str, caption: str) -> Picture | None:
    """The picture in the sizes of its place; None when its file cannot be read."""
    try:
        renditions = list(image.get_renditions(*place.specs).values())
    except (OSError, ValueError):
        return None
    by_width = {rendition.width: rendition for rendition in renditions}
    largest = by_width[max(by_width)]
    return Picture(
        src=largest.url,
        srcset=", ".join(f"{by_width[width].url} {width}w" for width in sorted(by_width)),
        sizes=place.sizes,
        width=largest.width,
        height=largest.height,
        alt=alt,
        credit=credit,
        caption=caption,
    )


def share_picture_url(image: Any, *, origin: str) -> str:
    """The whole address of the picture for share cards; "" when there is none."""
    try:
        return f"{origin}{image.get_rendition(SHARE_SPEC).url}" if image else ""
    except (OSError, ValueError):
        return ""


def logo_url(image: Any) -> str:
    """The path of the paper's logo; "" when it has none."""
    try:
        return str(image.get_rendition(LOGO_SPEC).url) if image else ""
    except (OSError, ValueError):
        return ""
