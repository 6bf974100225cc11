"""Pages that are kept from readers. The editor does not offer it; where a paper has some, nobody is shown them.

A page for some readers cannot be printed once for all, and the paper knows no readers: so such a page is no page.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page

from kawaraban.press.printing.methods import takes_form


def is_shown(page: Page) -> bool:
    """Whether readers may see the page: neither it nor a page above it is kept from them."""
    return not page.get_view_restrictions().exists()


def refuse_hidden(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Raises Http404 for a page that is kept from readers, whoever asks. Wagtail would ask them to sign in."""
    if not is_shown(page):
        raise Http404


def refuse_hidden_document(document: Any) -> None:
    """The same for a document of a collection that is kept from readers."""
    if document.collection.get_view_restrictions().exists():
        raise Http404


@takes_form
def not_offered(request: HttpRequest, **_place: Any) -> HttpResponse:
    """Where Wagtail would let an editor keep a page or a collection from readers."""
    raise Http404
