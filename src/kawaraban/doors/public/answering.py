"""Answering with a page in the language of its address, and never in the browser's."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, language: str, status: int = 200
) -> HttpResponse:
    """The template, rendered wholly in this language."""
    with translation.override(language):
        response = render(request, template, dict(context), status=status)
    response.headers["Content-Language"] = language
    return response


def private(response: HttpResponse) -> HttpResponse:
    """For one person: kept by nobody, found by no search engine."""
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def known_language(code: str) -> str:
    """The code when the paper speaks it, else the paper's own language."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
