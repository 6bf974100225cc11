"""The words of the law room, in the language that is active: grounds, statements of reasons, mails.

The codes are in `law/grounds.py`. A statement is stored as it was said; a later change of these sentences does
not change it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kawaraban.law.contact import contact_email
from kawaraban.law.grounds import Ground

GROUND_LABELS: dict[Ground, Promise] = {
    Ground.ILLEGAL: gettext_lazy("Against the law"),
    Ground.THREAT: gettext_lazy("Threat"),
    Ground.HARASSMENT: gettext_lazy("Harassment"),
    Ground.INSULT: gettext_lazy("Insult or swearing"),
    Ground.DEROGATORY: gettext_lazy("Derogatory"),
    Ground.DEFAMATION: gettext_lazy("Defamation"),
    Ground.VULGAR: gettext_lazy("Vulgar"),
    Ground.PORNOGRAPHIC: gettext_lazy("Pornographic"),
    Ground.INDECENT: gettext_lazy("Indecent"),
    Ground.PERSONALITY_RIGHTS: gettext_lazy("Personality rights"),
    Ground.SPAM: gettext_lazy("Spam or advertising"),
    Ground.OTHER: gettext_lazy("Other harm"),
}

GROUND_EXPLANATIONS: dict[Ground, Promise] = {
    Ground.ILLEGAL: gettext_lazy(
        "Content that is criminal or otherwise against the law, or calls for a crime."
    ),
    Ground.THREAT: gettext_lazy("Announcing or wishing violence or harm to a person or a group."),
    Ground.HARASSMENT: gettext_lazy(
        "Offending or pursuing a person again and again, or calling on others to do it."
    ),
    Ground.INSULT: gettext_lazy("Insults and swearing at a person or a group."),
    Ground.DEROGATORY: gettext_lazy(
        "Putting people down for what they are: origin, religion, sex, disability, age."
    ),
    Ground.DEFAMATION: gettext_lazy("False claims of fact that damage the name of a person or a company."),
    Ground.VULGAR: gettext_lazy("Coarse language."),
    Ground.PORNOGRAPHIC: gettext_lazy("Pornographic descriptions, or links to such content."),
    Ground.INDECENT: gettext_lazy("Content that offends decency."),
    Ground.PERSONALITY_RIGHTS: gettext_lazy(
        "Private data, pictures or words of a person who did not agree: addresses, numbers, health, family."
    ),
    Ground.SPAM: gettext_lazy(
        "Advertising, the same text again and again, or links that have nothing to do with the story."
    ),
    Ground.OTHER: gettext_lazy("Content that does similar damage. The moderator says in words what it is."),
}


@dataclass(frozen=True, slots=True)
class StatementWords:
    """A statement of reasons in one language, ready to be stored (DSA Art. 17(3))."""

    measure: str
    ground_words: str
    facts: str
    redress: str


def ground_label(ground: Ground | str) -> str:
    """The ground's name. An unknown code is its own name: a record may be newer than the program."""
    try:
        return str(GROUND_LABELS[Ground(ground)])
    except ValueError:
        return str(ground)


def ground_words(language: str) -> tuple[tuple[str, str], ...]:
    """(label, explanation) of every ground, in the order of the policy."""
    with override(language):
        return tuple((str(GROUND_LABELS[g]), str(GROUND_EXPLANATIONS[g])) for g in Ground)


def statement_words(
    *, ground: Ground, note: str, policy_number: int, title: str, language: str
) -> StatementWords:
    """The statement of reasons for a comment that is not published."""
    with override(language):
        return StatementWords(
            measure=_(
                "Your comment is not published. The measure has no end date and holds wherever the paper is read."
            ),
            ground_words=_("%(label)s: %(explanation)s (policy, version %(number)d)")
            % {
                "label": GROUND_LABELS[ground],
                "explanation": GROUND_EXPLANATIONS[ground],
                "number": policy_number,
            },
            facts=_facts(title, note),
            redress=_redress(),
        )


def _facts(title: str, note: str) -> str:
    facts = _(
        "You sent it to “%(title)s”. Comments are read before they are published; a moderator, a person, read "
        "yours and decided. No machine decided, and nobody had reported it."
    ) % {"title": title}
    return facts + "\n\n" + _("The moderator adds: %(note)s") % {"note": note} if note else facts


def _redress() -> str:
    contact = contact_email()
    write = (
        _(
            "If you think that this is wrong, write to %(contact)s and name the address of your comment's page."
        )
        % {"contact": contact}
        if contact
        else _("If you think that this is wrong, write to the paper; %(address)s says how.")
        % {"address": settings.SITE_URL}
    )
    return write + " " + _("You may also go to court.")
