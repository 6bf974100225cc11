"""The pages of all sections, read once for the many that ask for a few words of each."""

from kawaraban.press.printing.pieces import KEPT
from kawaraban.stories.keys import FEED_KEY, PAPER
from kawaraban.stories.models import SectionPage


def section_pages() -> list[SectionPage]:
    """Every one, also of those that are not published, in no order. They are shared: nobody changes them.

    A section that is not published orders nothing, but the stories in it do.
    """
    return KEPT.of("section pages", _read, keys=[FEED_KEY, PAPER])


def _read() -> list[SectionPage]:
    # There are few: along the paths of all pages the tree's own order would be found.
    return list(SectionPage.objects.order_by())
