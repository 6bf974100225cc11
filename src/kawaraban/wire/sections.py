"""Where new stories go."""

from django.db.models import Q
from django.utils.translation import gettext as _

from kawaraban.stories.models import SectionPage
from kawaraban.wire.errors import WireError


def section_called(name: str) -> SectionPage:
    """The section with this slug or title, small or capital; of an empty name the paper's first.

    Raises WireError with the sections there are.
    """
    sections = SectionPage.objects.order_by("path")
    wanted = name.strip()
    found = sections.filter(Q(slug__iexact=wanted) | Q(title__iexact=wanted)) if wanted else sections
    section: SectionPage | None = found.first()
    if section is not None:
        return section
    slugs = ", ".join(sections.values_list("slug", flat=True))
    if not slugs:
        raise WireError(_("The paper has no section yet. Make one in the editor first."))
    raise WireError(
        _("There is no section %(name)s. There are: %(slugs)s.") % {"name": wanted, "slugs": slugs}
    )
