"""What an author reads of the order, the letter or the call that led to a decision.

Of an order, as far as it may be told (DSA Art. 9(5)): whose it is, under which reference, what it covers, and where it
can be challenged. A letter or a call is told as such: nobody who asked for something is ever named.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kawaraban.law.basis import Source
from kawaraban.law.demands.sources import demand_behind, demand_of
from kawaraban.law.models import Decision, Demand, DemandKind, Telling

_CALL = gettext_lazy("Somebody had called the paper about it.")
_UNNAMED = gettext_lazy("An order of an authority asked for it; the paper may not say whose.")
# Where something was open about a comment, and whoever decided said that the desk itself raised the matter.
OWN_JUDGEMENT = gettext_lazy("The desk decided so on its own judgement.")


def raised_words(source: Source, reference: str) -> Promise | None:
    """A standard sentence that knows the demand; None where that of the source says it. It names nobody."""
    demand = demand_of(reference, source)
    return _CALL if demand and demand.kind == DemandKind.CALL else None


def author_facts(decision: Decision, standard: str) -> str:
    """The standard facts as the author reads them: with the order by its name where that may be told.

    The order's own sentence takes the place of the general one. In the active language.
    """
    order = _order_behind(decision)
    if order is None:
        return standard
    return standard.replace(_("An order of an authority asked for it."), _order_words(order))


def order_redress(decision: Decision) -> str:
    """What can be done against the order itself; "" where none led to the decision. In the active language."""
    order = _order_behind(decision)
    if order is None:
        return ""
    return _(
        "Whether and how the order itself can be challenged is for the law of the state whose authority sent it; "
        "its courts decide about that."
    )


def _order_behind(decision: Decision) -> Demand | None:
    return demand_behind(decision) if decision.source == Source.ORDER else None


def _order_words(order: Demand) -> str:
    if order.telling == Telling.UNNAMED:
        return str(_UNNAMED)
    facts = {"authority": order.sender, "reference": order.reference, "scope": order.scope}
    words = (
        _("An order of %(authority)s (%(reference)s) asked for it.")
        if order.reference
        else _("An order of %(authority)s asked for it.")
    )
    if order.scope:
        words += " " + _("What it covers, and where: %(scope)s")
    return words % facts
