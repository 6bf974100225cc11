"""The statement of reasons in words, in the author's language (DSA Art. 17(3)).

    statement_words(decision, title="The harbour")

Art. 17(3) asks for: (a) the measure, its scope and duration -> `measure`; (b) the facts, and whether somebody gave
notice -> `facts`; (c) automated means -> `automation`; (d) and (e) the law or the clause -> `ground_words`, and why ->
the reason of the ground, the passage of the comment and the moderator's note, in `facts`; (f) redress -> `redress`.
A statement is stored as it was said; a later change of these sentences does not change it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext_lazy, override
from django.utils.translation import gettext as _

from kawaraban.kit.direction import isolated
from kawaraban.law.basis import Automation, Basis, Source
from kawaraban.law.contact import contact_email
from kawaraban.law.demands.told import OWN_JUDGEMENT, author_facts, order_redress, raised_words
from kawaraban.law.models import Decision, Provision, Visibility
from kawaraban.law.models.decisions import Measure
from kawaraban.law.policy.grounds import ground_named
from kawaraban.law.policy.withholding import withholding_clause, withholding_pair
from kawaraban.law.programs.listed import goes_by_the_sender, is_a_model
from kawaraban.look.words import moment_words

_MEASURES: dict[Measure, Promise] = {
    Visibility.REFUSED: gettext_lazy(
        "Your comment is not published. The measure has no end date and holds wherever the paper is read."
    ),
    Visibility.REMOVED: gettext_lazy(
        "Your comment was taken off the page. The measure has no end date and holds wherever the paper is read."
    ),
    Visibility.WITHHELD: gettext_lazy(
        "Your comment is not shown while it is looked at again. This holds wherever the paper is read, until a "
        "moderator has decided; then you are told."
    ),
    Provision.PARTIAL_SUSPENSION: gettext_lazy(
        "New comments from the connection or the e-mail address from which this one was sent are not taken. The "
        "measure has no end date and holds for the whole paper. Reading stays possible, and so do following, "
        "withdrawing and appealing what was sent before."
    ),
}
_SUSPENDED_UNTIL = gettext_lazy(
    "New comments from the connection or the e-mail address from which this one was sent are not taken until "
    "%(moment)s. The measure holds for the whole paper. Reading stays possible, and so do following, withdrawing "
    "and appealing what was sent before."
)

_FACTS: dict[Measure, Promise] = {
    Visibility.REFUSED: gettext_lazy(
        "No comment is published before a person has decided about it; a moderator decided against this one."
    ),
    Visibility.REMOVED: gettext_lazy(
        "The comment had been published. A moderator decided to take it off the page."
    ),
    Visibility.WITHHELD: gettext_lazy(
        "The comment had been published. A moderator took it off the page until it has been looked at again."
    ),
    Provision.PARTIAL_SUSPENSION: gettext_lazy(
        "A moderator read the comment and suspended the sending of new ones from where it came."
    ),
}

_SOURCES: dict[Source, Promise] = {
    Source.OWN_INITIATIVE: gettext_lazy("The desk acted of its own accord."),
    Source.REPORT: gettext_lazy("A reader had reported it."),
    Source.NOTICE: gettext_lazy("A notice of illegal content had come in about it."),
    Source.APPEAL: gettext_lazy("An appeal led to this decision."),
    Source.ORDER: gettext_lazy("An order of an authority asked for it."),
    Source.LETTER: gettext_lazy("Somebody had written to the paper about it."),
}

_AUTOMATION: dict[Automation, Promise] = {
    Automation.NONE: gettext_lazy("No machine decided: a person did."),
    Automation.PARTIAL: gettext_lazy("A person decided on what a program had proposed."),
    Automation.FULL: gettext_lazy("A rule of the paper decided by itself, without a person."),
}


@dataclass(frozen=True, slots=True)
class StatementWords:
    """A statement of reasons in one language, ready to be stored."""

    measure: str
    ground_words: str
    facts: str
    automation: str
    redress: str


def standard_facts(measure: Measure, source: Source, language: str) -> str:
    """What happened, in standard words that name nobody: also the `decision_facts` of the Transparency Database."""
    with override(language):
        return f"{_FACTS[measure]} {_SOURCES[source]}"


def basis_facts(measure: Measure, basis: Basis, language: str) -> str:
    """The same, where a call is told from a letter, and what the desk chose from what nobody had raised."""
    words = raised_words(Source(basis.source), basis.reference)
    if basis.source == Source.OWN_INITIATIVE and basis.were_there_others:
        words = OWN_JUDGEMENT
    with override(language):
        return f"{_FACTS[measure]} {words or _SOURCES[Source(basis.source)]}"


def with_reason(facts: str, reason: str) -> str:
    """Standard facts and the reason of the ground, a paragraph each: both name nobody and stay at an erasure."""
    return f"{facts}\n\n{reason}" if reason else facts


def reason_in(decision: Decision) -> str:
    """The reason of the ground as it was said then; "" where none was."""
    return decision.facts.partition("\n\n")[2] if decision.ground else ""


def passage_words(passage: str, language: str) -> str:
    """The sentence that quotes what decided, in plain text; "" for no passage."""
    if not passage:
        return ""
    with override(language):
        quoted = isolated(passage, right_to_left=get_language_bidi())
        return _("The words in question: “%(passage)s”") % {"passage": quoted}


def statement_words(decision: Decision, *, title: str, marks: Collection[str] = ()) -> StatementWords:
    """The statement for a decision that restricts. Raises ValueError for one that does not.

    `marks` are the codes of the programs that had pointed at it (`law/programs`); none where they are not known.
    """
    measure = decision.measure
    if measure is None:
        raise ValueError("only what restricts has a statement of reasons")
    ground = _ground_words(decision)
    with override(decision.content_language):
        return StatementWords(
            measure=_measure_words(measure, decision),
            ground_words=ground,
            facts=_facts(decision, title),
            automation=_automation(decision, marks),
            redress=" ".join(filter(None, (_redress(measure), order_redress(decision)))),
        )


def _measure_words(measure: Measure, decision: Decision) -> str:
    if measure is Provision.PARTIAL_SUSPENSION and decision.ends_at:
        return str(_SUSPENDED_UNTIL) % {"moment": moment_words(decision.ends_at)}
    return str(_MEASURES[measure])


def _ground_words(decision: Decision) -> str:
    """By the words of the version under which the comment was sent."""
    language, number = decision.content_language, decision.policy_number
    if not decision.ground:
        _title, rule = withholding_pair(language)
        return f"{withholding_clause(number, language)}\n\n{rule}"
    ground = ground_named(number, decision.ground_code, language)
    with override(language):
        words = _("%(label)s: %(explanation)s (policy, version %(number)d)") % {
            "label": ground.label,
            "explanation": ground.explanation,
            "number": number,
        }
        if decision.legal_ground:
            words += "\n\n" + _("The law: %(law)s") % {"law": decision.legal_ground}
        return words


def _facts(decision: Decision, title: str) -> str:
    facts = author_facts(decision, decision.facts)
    paragraphs = [
        _("You sent it to “%(title)s”.") % {"title": title} + " " + facts,
        passage_words(decision.passage, decision.content_language),
        _("The moderator adds: %(note)s") % {"note": decision.note} if decision.note else "",
    ]
    return "\n\n".join(filter(None, paragraphs))


def _automation(decision: Decision, marks: Collection[str]) -> str:
    """Whether it was found by automated means (Art. 17(3)(c)). A mark may be about its sender, not about its words."""
    if not decision.was_machine_detected:
        detected = _("No program had marked it.")
    elif not marks:
        detected = _("A program had pointed the moderator at it.")
    elif all(goes_by_the_sender(code) for code in marks):
        detected = _(
            "A program had pointed the moderator at it: not at its words, but at comments from the same connection "
            "that were refused before."
        )
    elif any(is_a_model(code) for code in marks):
        detected = _(
            "A program had pointed the moderator at it: a model, which estimates how probably words break the policy."
        )
    else:
        detected = _("A program had marked something in it for the moderator.")
    return f"{detected} {_AUTOMATION[Automation(decision.automation)]}"


def _redress(measure: Measure) -> str:
    """What the author can do (Art. 17(3)(f)): an appeal where something was decided for good, the paper, the courts."""
    contact = contact_email()
    ways = []
    if measure is not Visibility.WITHHELD:
        ways.append(
            _(
                "If you think that this is wrong, you can appeal within six months on the page of your comment; "
                "another person then decides."
            )
        )
    if contact:
        ways.append(_("You can write to the paper: %(contact)s.") % {"contact": contact})
    else:
        ways.append(_("You can write to the paper; %(address)s says how.") % {"address": settings.SITE_URL})
    ways.append(_("You may also go to court."))
    return " ".join(ways)
