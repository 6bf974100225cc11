"""The qualitative part of the yearly report: what the publisher says, else what is true of every paper that runs this.

The codes are frozen: they are stored in `Duties.words`. Their order is that of the official template.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kawaraban.law.models import Duties

# By code: what the template asks for, and our words where the publisher has none.
INDICATORS: dict[str, tuple[Promise, Promise]] = {
    "summary": (
        _("Summary of the moderation of its own accord"),
        _(
            "Every comment is read by a moderator before it is published. It may be refused, taken off the page or "
            "withheld on the grounds of the published policy and on no other."
        ),
    ),
    "own_initiative": (
        _("What is to be known about moderation of its own accord"),
        _(
            "Each decision names one ground, the version of the policy and the revision that was judged. The author "
            "gets a statement of reasons and may appeal; another person then decides."
        ),
    ),
    "automated_means": (
        _("The automated means"),
        _(
            "Programs mark what a moderator should look at twice: links, repeated texts, telephone numbers, words "
            "of a list. They publish nothing and refuse nothing."
        ),
    ),
    "accuracy": (
        _("How accurate they are, and how often they err"),
        _("No measure is taken by automated means, so there is no rate of error of such measures."),
    ),
    "purposes": (
        _("What they are for"),
        _("To show a moderator faster what may break the policy."),
    ),
    "safeguards": (
        _("Safeguards"),
        _("A person reads every comment, whether it was marked or not, and takes every decision."),
    ),
}


def report_words(duties: Duties, language: str) -> list[str]:
    """One text for each indicator, in the order of the template."""
    with override(language):
        return [duties.words.get(code) or str(ours) for code, (_asked, ours) in INDICATORS.items()]
