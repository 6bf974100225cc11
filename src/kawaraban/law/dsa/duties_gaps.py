"""What the publisher has left open of the paper's duties, in sentences for the form where it can be mended.

    gaps(duties, contact="")          # ("There is no contact address for readers.", ...)

A paper that is not under the Digital Services Act hears of no article. Nothing here stops anybody: a form that is
saved half filled is better than one that is not saved. Sources, and what could not be verified: `docs/duties.md`.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.law.models import Duties

_CONTACT = _("There is no contact address for readers.")
_DATA_PROTECTION = _("Nobody is named who answers for personal data: readers have to be able to learn it.")
_LANGUAGES = _(
    "Art. 11(3): nothing says in which languages authorities may write. Name at least one official language of the "
    "country where the paper or its legal representative is established, and one that is widely understood."
)
_OTHER_MEANS = _(
    "Art. 12(1): readers have one way to reach the paper. They are to choose among several that are not only programs: "
    "add a telephone number or another way."
)
_PROVIDER = _("Art. 15: the report of a year needs the name of the provider as it stands in the register.")

# What binds online platforms besides, and what this software does not do for it (Section 3, Arts 19 to 28).
_OF_PLATFORMS: tuple[Promise, ...] = (
    _(
        "Art. 19: micro and small enterprises are left out, except for Art. 24(3). All the rest is for the others."
    ),
    _(
        "Art. 20: take complaints against every decision, also against withholding and against the answer to a notice. "
        "Here one appeal is possible, and not against all of them."
    ),
    _(
        "Art. 21: say on the site, and with each answer to a complaint, that a certified body outside of the courts "
        "can be asked. It is said nowhere yet: write it into the policy and into your answers."
    ),
    _("Art. 22: treat notices of trusted flaggers first. They are not told apart here."),
    _(
        "Art. 23: warn first, suspend who often sends what is manifestly illegal, and also who often sends notices or "
        "complaints that are manifestly unfounded. No warning is sent by itself, and nobody is suspended for notices."
    ),
    _(
        "Art. 24(2) and 24(3): publish every six months how many people use the service in a month, and tell the "
        "authorities on request. Readers are counted by day here, not by month."
    ),
    _(
        "Art. 24(5): send each statement of reasons to the database. Under Record they can be downloaded for it."
    ),
    _("Art. 25 and Art. 28: no design that misleads, and protection of minors. That is yours to judge."),
)


def gaps(duties: Duties, *, contact: str) -> tuple[Promise, ...]:
    """What is not filled in. `contact` is the readers' address."""
    open_ones = [] if contact else [_CONTACT]
    if duties.is_under_dsa:
        needed = (
            (duties.languages, _LANGUAGES),
            (duties.other_means, _OTHER_MEANS),
            (duties.provider_name, _PROVIDER),
        )
        open_ones += [sentence for value, sentence in needed if not value.strip()]
    if not duties.data_protection.strip():
        open_ones.append(_DATA_PROTECTION)
    return tuple(open_ones)


def platform_gaps(duties: Duties) -> tuple[Promise, ...]:
    """What the paper owes besides, where the publisher says that its comments are an online platform."""
    return _OF_PLATFORMS if duties.is_under_dsa and duties.is_online_platform else ()
