"""The qualitative part of the yearly report: what the publisher says, else what is true of every paper that runs this.

The codes are frozen: they are stored in `Duties.words`. Their order is that of the official template. What Annex II,
part II, 2 asks for at least stands in ours: kinds of restrictions, how things are found, a measure of exposure. They
do not know the paper, and are not enough by themselves.
"""

from collections.abc import Sequence

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from kawaraban.law.dsa.year_counts import median_of
from kawaraban.law.models import Duties
from kawaraban.law.programs.listed import programs_in_words
from kawaraban.law.programs.program import live

# By code: what the template asks for, and our words where the publisher has none.
INDICATORS: dict[str, tuple[Promise, Promise]] = {
    "summary": (
        _("Summary of the moderation of its own accord"),
        _(
            "A moderator decides about every comment before it is published. On the grounds of the published policy, "
            "and on no other, a comment is refused and never appears, or is taken off the page, or is withheld while "
            "it is looked at again; and whoever sent it can be suspended from sending more. Comments are not labelled, "
            "demoted or hidden from some readers alone."
        ),
    ),
    "own_initiative": (
        _("What is to be known about moderation of its own accord"),
        _(
            "How it is found: a person decides about every comment before it is published; programs mark comments "
            "for that person; readers report what they see. A decision against a comment names one ground, the "
            "version of the policy and the revision that was judged. The author gets a statement of reasons and "
            "may appeal where something was decided for good; another person then decides."
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
            "No program decides about a comment, so there is no rate of error of such decisions. What the model "
            "suspects is compared with what moderators decide, by ground and language; how often the other marks "
            "are right is not measured. Whoever is kept from sending by mistake is told so at once: whose name "
            "looks like one of the staff can send again under another, and whoever shares a connection that is "
            "suspended writes to the paper."
        ),
    ),
    "purposes": (
        _("What they are for"),
        _(
            "To show a moderator faster what may break the policy, to keep away what comes from robots or too "
            "much at once, and to carry out what people decided."
        ),
    ),
    "safeguards": (
        _("Safeguards"),
        _(
            "A person takes every decision about a comment, whether it was marked or not. What a mark has found "
            "stands beside the comment, and nobody is bound by it. Another person decides about an appeal."
        ),
    ),
}

# What of an indicator only the publisher can say.
NEEDED: dict[str, Promise] = {
    "summary": _(
        "The template asks at least for the kinds of restrictions, and for whatever changed in the way of counting "
        "since the last report."
    ),
    "own_initiative": _(
        "The template asks for the ways in which things are found, and for a measure of exposure. Our words add from "
        "the record how many comments were taken off and how long they had been on the page; words of your own take "
        "the place of all that."
    ),
}


def report_words(duties: Duties, language: str, *, exposure: Sequence[float] | None = None) -> list[str]:
    """One text for each indicator, in the order of the template.

    `exposure`: the hours for which each comment that was taken off had stood on the page. They are added to our own
    words about how things are found, where they are known.
    """
    with override(language):
        ours = {code: str(words) for code, (_asked, words) in INDICATORS.items()}
        if exposure is not None:
            ours["own_initiative"] += f" {exposure_words(exposure)}"
        return [duties.words.get(code) or words for code, words in ours.items()]


def exposure_words(hours: Sequence[float]) -> str:
    """How much of what was restricted readers could see, in the language that is active."""
    if not hours:
        return gettext(
            "Exposure: readers saw nothing of what was refused, and no comment was taken off the page in this year."
        )
    return ngettext(
        "Exposure: readers saw nothing of what was refused. %(count)d comment was taken off after it had been on "
        "the page, for %(hours)s hours; how many readers saw it is not counted.",
        "Exposure: readers saw nothing of what was refused. %(count)d comments were taken off after they had been on "
        "the page, for a median of %(hours)s hours; how many readers saw them is not counted.",
        len(hours),
    ) % {"count": len(hours), "hours": f"{median_of(hours):g}"}
