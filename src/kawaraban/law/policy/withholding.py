"""The clause of the policy on which a comment is withheld before anybody can name a ground (DSA Art. 17(3)(e)).

    withholding_clause(2, "en")     # "While it is looked at again (policy for comments, version 2)"

It is the product's own rule and part of every version: the page of each version has it under `#withholding`, and before
it had a heading of its own those pages said that a published comment may be taken off "while it is looked at again".
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

_TITLE = pgettext_lazy("clause of the policy", "While it is looked at again")
_RULE = gettext_lazy(
    "A published comment may be taken off the page while a moderator looks at it again, for example after a report or "
    "a notice. That does not say yet that it breaks a rule: afterwards it is shown again, or refused on one of the "
    "grounds of the policy, and its author is told."
)


def withholding_clause(number: int, language: str) -> str:
    """The clause by its name, in this version of the policy."""
    with override(language):
        clause = _("%(label)s (policy for comments, version %(number)d)")
        return clause % {"label": _TITLE, "number": number}


def withholding_pair(language: str) -> tuple[str, str]:
    """Its name and what it says, as the pages of the policy have them."""
    with override(language):
        return str(_TITLE), str(_RULE)
