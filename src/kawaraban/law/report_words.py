"""The qualitative part of the yearly report: what the publisher says, else what is true of every paper that runs this.

The codes are frozen: they are stored in `Duties.words`. Their order is that of the official template.
"""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from kawaraban.law.models import Duties
from kawaraban.law.programs.listed import programs_in_words
from kawaraban.law.programs.program import live

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
        # Told from the code, with the limits as they are set.
        live(lambda: programs_in_words(get_language() or settings.LANGUAGE_CODE)),
    ),
    "accuracy": (
        _("How accurate they are, and how often they err"),
        _(
            "No program decides about a comment, so there is no rate of error of such decisions. How often a mark is "
            "right is not measured. Whoever is kept from sending by mistake, for example because a name looks like one "
            "of the staff, is told so at once and can send again."
        ),
    ),
    "purposes": (
        _("What they are for"),
        _("To show a moderator faster what may break the policy."),
    ),
    "safeguards": (
        _("Safeguards"),
        _(
            "A person takes every decision about a comment, whether it was marked or not, sees what a mark has found, "
            "and is not bound by it. Another person decides about an appeal."
        ),
    ),
}


def report_words(duties: Duties, language: str) -> list[str]:
    """One text for each indicator, in the order of the template."""
    with override(language):
        return [duties.words.get(code) or str(ours) for code, (_asked, ours) in INDICATORS.items()]
