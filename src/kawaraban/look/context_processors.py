"""Fills `paper` where there are no stories: the comments-only profile."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kawaraban.look.paper_view import PaperView


def paper(request: HttpRequest) -> dict[str, PaperView]:
    """`paper` from the settings alone."""
    return {
        "paper": PaperView(
            name="Kawaraban",
            motto="",
            origin=settings.SITE_URL,
            logo_url="",
            default_language=settings.LANGUAGE_CODE,
            sections=(),
            footer_pages=(),
            feed_url="",
            policy_url=reverse("public:policy"),
            reads_rule_url=reverse("public:reads_rule"),
            notice_url=reverse("public:notice"),
            contact_points_url=reverse("public:contact_points"),
            moderation_url=reverse("public:moderation"),
            transparency_url=reverse("public:transparency"),
            contact_email="",
        )
    }
