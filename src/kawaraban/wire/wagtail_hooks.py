"""What an editor should know of a story that came over the wire, said when the story is opened."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks

from kawaraban.wire.models import WireItem


@hooks.register("before_edit_page")
def tell_the_notes(request: HttpRequest, page: Any) -> None:
    """Usage terms, copyright and what was left out. They are for the newsroom, not for readers."""
    if request.method != "GET":
        return
    for item in WireItem.objects.filter(story_id=page.pk):
        notes = "; ".join(item.notes)
        messages.info(request, _("From %(source)s. %(notes)s") % {"source": item.source, "notes": notes})
