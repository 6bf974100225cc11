"""The countries whose authorities may send an order, by their names in the active language; the Union's come first."""

from django.utils.translation import gettext as _

from kawaraban.law.member_states import MEMBER_STATES
from kawaraban.look.templatetags.kawaraban import babel_locale


def country_name(code: str) -> str:
    """The name; the code itself where the language has none, and "" of what is no country."""
    if code in _NO_COUNTRIES:
        return ""
    return str(babel_locale().territories.get(code, code)) if code else ""


def country_choices() -> list[tuple[str, object]]:
    """For a select: nothing chosen, the Member States, the others."""
    names = {
        code: name
        for code, name in babel_locale().territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
    by_name = sorted(names.items(), key=lambda item: item[1])
    union = [item for item in by_name if item[0] in MEMBER_STATES]
    others = [item for item in by_name if item[0] not in MEMBER_STATES]
    return [("", ""), (_("European Union"), union), (_("Other countries"), others)]


# Babel has names for what is none: the Union itself, the euro zone, the United Nations, unknown, and test codes.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})
