"""Parts that many pages have in common, each rendered once. `{% load kept_parts %}`.

{% include_kept "stories/teaser.html" teaser=teaser pictures=True %}
"""

from typing import Any, Final

from django import template
from django.utils import timezone, translation
from django.utils.functional import LazyObject
from django.utils.safestring import SafeString, mark_safe

from kawaraban.kit.remembered import Remembered

register = template.Library()

# Some hundred teasers, and the head and the foot of each section: a megabyte, two where letters weigh two bytes.
_KEPT_CHARACTERS: Final = 500_000
_kept = Remembered(limit=_KEPT_CHARACTERS)


@register.simple_tag(takes_context=True)
def include_kept(context: template.Context, template_name: str, **values: Any) -> SafeString:
    """As `include ... only`: the template finds these values, the language of the page, and nothing else.

    So all that it shows is in the name under which its text is kept: the values, the language of the page and of its
    words, the time zone. The templates belong to the edition, and a process knows only one. Not for what a person has
    sent: it would be held here.
    """
    own = {name: _itself(value) for name, value in values.items()}
    page_language = context.get("page_language", "")
    around = (page_language, translation.get_language(), timezone.get_current_timezone_name())

    def rendered() -> str:
        engine = context.template.engine  # type: ignore[union-attr]
        return str(
            engine.get_template(template_name).render(context.new({**own, "page_language": page_language}))
        )

    return mark_safe(_kept.of((template_name, *around, *own.items()), rendered))  # noqa: S308  (a rendered template)


def _itself(value: Any) -> Any:
    """What a lazy value stands for: as it came it would hold on to the request that it came with."""
    if not isinstance(value, LazyObject):
        return value
    bool(value)  # it is made when it is first asked for anything
    return value._wrapped
