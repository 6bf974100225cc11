"""Fills `paper` in every template."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kawaraban.stories.paper.paper import paper_of


def paper(request: HttpRequest) -> dict[str, Any]:
    """`paper`, a look.paper_view.PaperView. Asked for only where a template shows it: most of the desk does not."""
    return {"paper": SimpleLazyObject(partial(paper_of, request))}
