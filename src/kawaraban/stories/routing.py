"""Finding the story of an address in one query: of its section only the place in the tree matters, and that is kept.

Wagtail walks from the site to its front, to the section and to the story, each as a row of all pages and once more
as what it is: eight queries. All that is not a story under a section is found by Wagtail as ever.
"""

from django.http import HttpRequest, HttpResponse
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_page

from kawaraban.press.printing.pieces import KEPT
from kawaraban.stories.keys import PAPER
from kawaraban.stories.models import SectionPage, StoryPage
from kawaraban.stories.paper.section_pages import top_pages


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own answer. Raises Http404."""
    found = _story_at(request, path)
    if found is not None:
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    response: HttpResponse = serve_page(request, path)
    return response


def _story_at(request: HttpRequest, path: str) -> RouteResult | None:
    """The story and nothing else. Raises Http404 for one that was never public."""
    slugs = [slug for slug in path.split("/") if slug]
    if len(slugs) != 2:
        return None
    section = _sections().get(slugs[0])
    if section is None:
        return None
    stories = StoryPage.objects.below(section).select_related("picture")
    story: StoryPage | None = next(iter(stories.filter(slug=slugs[1])), None)
    if story is None:
        return None
    # As Wagtail leaves it: the page above is asked for its number and its language.
    story._cached_parent_obj = section
    result: RouteResult = story.route(request, [])
    return result


def _sections() -> dict[str, SectionPage]:
    """Those under the front by their slugs. Whatever moves, renames or publishes one prints the whole paper."""
    return KEPT.of("sections by slug", _read_sections, keys=[PAPER])


def _read_sections() -> dict[str, SectionPage]:
    fronts, sections, _menu = top_pages()
    if len(fronts) != 1:  # which of them is the paper's is for Wagtail to say
        return {}
    return {section.slug: section for section in sections if section.path[: -section.steplen] == fronts[0]}
