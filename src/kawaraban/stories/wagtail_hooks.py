"""Where Wagtail asks us: who answers for pages, and what its menus show."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from kawaraban.stories.models.printed_page import ANSWER_HOOK
from kawaraban.stories.serving import answer


@hooks.register(ANSWER_HOOK)
def answer_page(page: Any, request: HttpRequest) -> HttpResponse:
    return answer(page, request)
