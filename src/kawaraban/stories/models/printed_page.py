"""What every page of the paper has in common: how it is answered, its language, its address."""

from http import HTTPMethod
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.url_routing import RouteResult

from kawaraban.stories.languages import known_language

# Whoever registers this hook answers for pages: `answer(page, request) -> HttpResponse`. The pages know their
# fields; what stands beside them on the sheet (comments, reads, other stories) is joined above, in `serving.py`.
ANSWER_HOOK = "answer_page_of_the_paper"
# Whoever registers this hook is told of a page whose address was changed: `renamed(page, before)`, in the transaction.
RENAMED_HOOK = "page_of_the_paper_is_renamed"

# A mix-in, not a model: only the type checker is told that Wagtail's Page stands behind it.
if TYPE_CHECKING:
    from wagtail.models import Page as Base
else:
    Base = object


class PrintedPage(Base):
    """Mixed into each page type before Wagtail's Page."""

    # A page is only read. `press/methods.py` refuses the others before anything is asked of them.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.is_preview = False  # type: ignore[attr-defined]
        return self._answer(request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The real page, from what the editor has not saved yet."""
        request.is_preview = True  # type: ignore[attr-defined]
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        (answer,) = hooks.get_hooks(ANSWER_HOOK)
        response: HttpResponse = answer(self, request)
        return response

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A page that was public and is not any more is answered too: it is gone (410), not unknown (404)."""
        if path_components or self.live or not self.first_published_at:
            return super().route(request, path_components)
        return RouteResult(self)

    def publish(self, *args: Any, **kwargs: Any) -> None:
        """As Wagtail does it, with what its signals cause in one transaction: no change without its order.

        Of another slug Wagtail tells only after the commit. Killed in between, it would never lead anybody from
        the old address to the new one: so it is told here as well, and what is done then is done twice.
        """
        with transaction.atomic():
            before = type(self).objects.get(pk=self.pk)
            super().publish(*args, **kwargs)
            after = type(self).objects.get(pk=self.pk)
            if before.live and after.slug != before.slug:
                (renamed,) = hooks.get_hooks(RENAMED_HOOK)
                renamed(after, before)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().unpublish(*args, **kwargs)

    def move(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().move(*args, **kwargs)

    @property
    def spoken_language(self) -> str:
        """The language of the whole page: its own, else that of the page above it, else the paper's."""
        if self.language:
            return str(self.language)
        parent = self.get_parent()
        return known_language(getattr(parent.specific, "language", "") if parent else "")


def refuse_taken_address(slug: str) -> None:
    """Raises ValidationError when a page with this slug under the front could not be reached: /desk/ is the desk."""
    for path in (f"/{slug}/", f"/{slug}"):
        try:
            match = resolve(path)
        except Resolver404:
            continue
        if match.url_name != "wagtail_serve":
            raise ValidationError(
                {"slug": _("The paper itself answers at this address. Choose another one.")},
                code="address_taken",
            )
