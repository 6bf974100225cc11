"""Findings in words, for the moderator. In the active language."""

from collections.abc import Callable

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from kawaraban.comments.phases import contact_data, earlier_refusals, links, repeats, shouting, triage
from kawaraban.triage.taught.bands import Band


def finding_words(phase: str, quote: str) -> str:
    """What a stored finding says. A phase that the program does not know any more is named by its code."""
    words = _WORDS.get(phase)
    shown = _isolated(quote)
    return words(shown) if words else _("%(phase)s: %(quote)s") % {"phase": phase, "quote": shown}


def _isolated(quote: str) -> str:
    """In a sentence that runs from right to left, the groups of a telephone number would change places."""
    return f"\u2068{quote}\u2069" if get_language_bidi() and not quote.isdecimal() else quote


def _repeated(quote: str) -> str:
    times = _number(quote)
    return ngettext(
        "The same text was sent %(times)d time before.",
        "The same text was sent %(times)d times before.",
        times,
    ) % {"times": times}


def _refused(quote: str) -> str:
    times = _number(quote)
    return ngettext(
        "From this sender's address %(times)d comment was refused lately.",
        "From this sender's address %(times)d comments were refused lately.",
        times,
    ) % {"times": times}


def suspicion_words(quote: str, ground: str) -> str:
    """A ground that the model suspects and how sure it is, for one line: "probably: Insults"."""
    return _step(quote)[1] % {"ground": ground}


def _suspected(quote: str) -> str:
    """How sure the model is, in a sentence."""
    return _step(quote)[0]


def _step(quote: str) -> tuple[str, str]:
    """Of what was erased the step is gone: the weakest words hold of all."""
    match _number(quote):
        case Band.VERY_PROBABLY:
            sentence = _("The model thinks that this very probably breaks the policy.")
            return sentence, _("very probably: %(ground)s")
        case Band.PROBABLY:
            return _("The model thinks that this probably breaks the policy."), _("probably: %(ground)s")
        case _:
            return _("The model thinks that this may break the policy."), _("perhaps: %(ground)s")


def _number(quote: str) -> int:
    return int(quote) if quote.isdecimal() else 1


_WORDS: dict[str, Callable[[str], str]] = {
    links.PHASE: lambda quote: _("Links to other sites: %(quote)s") % {"quote": quote},
    repeats.PHASE: _repeated,
    shouting.PHASE: lambda quote: _("Capitals or marks in heaps: %(quote)s") % {"quote": quote},
    contact_data.PHASE: lambda quote: _("A mail address or telephone number: %(quote)s") % {"quote": quote},
    earlier_refusals.PHASE: _refused,
    triage.PHASE: _suspected,
}
