"""What the person who brings a delivery in should know of an item besides what became of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from kawaraban.wire.items import WireStory
from kawaraban.wire.story_making import paper_language


def is_embargoed(item: WireStory, now: datetime) -> bool:
    return item.embargoed_until is not None and item.embargoed_until > now


def with_remarks(words: str, item: WireStory, *, publish: bool, now: datetime) -> str:
    """The line's words, and what the person should know besides."""
    remarks = [words]
    if item.is_headline_only:
        remarks.append(_("a flash of a headline alone: it stays a draft"))
    elif is_embargoed(item, now):
        until = {"until": f"{item.embargoed_until:%Y-%m-%d %H:%M} UTC"}
        remarks.append(
            _("embargoed: it appears at %(until)s") % until
            if publish
            else _("embargoed until %(until)s") % until
        )
    if item.language and not paper_language(item.language):
        remarks.append(
            _("its language %(code)s is not one of the paper's: the section's is taken")
            % {"code": item.language}
        )
    if item.notes:
        remarks.append("; ".join(item.notes))
    return "; ".join(remarks)
