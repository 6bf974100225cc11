"""Whether a page may name the Digital Services Act. `{% load duties %}`, then `{% under_dsa as is_under_dsa %}`."""

from django import template

from kawaraban.law.dsa.duties import is_under_dsa

register = template.Library()


@register.simple_tag
def under_dsa() -> bool:
    """What the publisher said of the paper. One query: for pages that have no `Duties` at hand."""
    return is_under_dsa()
