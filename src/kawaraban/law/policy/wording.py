"""The program's own words for its grounds. A version of the policy may have others: `law/policy/grounds.py`.

The codes are in `law/grounds.py`.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

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

# Why words that break a ground are not shown, as the author of one comment reads it. They say no more than a moderator
# decides by choosing the ground; whoever says more marks a passage or writes a note.
GROUND_REASONS: dict[Ground, Promise] = {
    Ground.ILLEGAL: gettext_lazy(
        "A moderator found that the comment breaks the law that is named with the ground."
    ),
    Ground.THREAT: gettext_lazy(
        "The comment threatens a person or a group, wishes them harm or calls for violence against them."
    ),
    Ground.HARASSMENT: gettext_lazy(
        "The comment goes on offending or pursuing a person, or calls on others to do it."
    ),
    Ground.INSULT: gettext_lazy(
        "The comment insults a person or a group, or swears at them: it attacks them and not what they say or do."
    ),
    Ground.DEROGATORY: gettext_lazy(
        "The comment puts people down for what they are, such as their origin, religion, sex, disability or age."
    ),
    Ground.DEFAMATION: gettext_lazy(
        "The comment states as a fact something that damages the name of a person or a company. In the moderator’s "
        "judgement nothing shows that it is true."
    ),
    Ground.VULGAR: gettext_lazy("The comment uses coarse words that the paper does not show."),
    Ground.PORNOGRAPHIC: gettext_lazy(
        "The comment describes something in a pornographic way, or leads to such content."
    ),
    Ground.INDECENT: gettext_lazy("The comment says or describes something in a way that offends decency."),
    Ground.PERSONALITY_RIGHTS: gettext_lazy(
        "The comment tells something of a person’s private life, or passes on their data, picture or words. In the "
        "moderator’s judgement nothing shows that they agreed."
    ),
    Ground.SPAM: gettext_lazy(
        "The comment advertises, repeats a text that was sent before, or leads to pages that have nothing to do "
        "with the story."
    ),
    Ground.OTHER: gettext_lazy("The comment does harm that no other ground names: the moderator says which."),
}
# Of a ground that the paper added and gave no reason: what holds of every ground.
REASON_OF_ANY_GROUND = gettext_lazy("A moderator found in the comment what this ground describes.")


def ground_label(ground: Ground | str) -> str:
    """The ground's name. An unknown code is its own name: a record may be newer than the program."""
    try:
        return str(GROUND_LABELS[Ground(ground)])
    except ValueError:
        return str(ground)
