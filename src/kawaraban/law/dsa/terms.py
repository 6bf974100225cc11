"""Our codes and what the DSA Transparency Database calls them (statement of reasons, schema v2).

One table for each field of a statement; checked against the official list in `tests/real/test_dsa_terms.py`.
An official name may change with a new schema, a code of ours never does.
"""

from typing import NamedTuple

from kawaraban.law.basis import Automation, Offence, Source
from kawaraban.law.grounds import Ground
from kawaraban.law.models.decisions import Provision, Visibility

_OTHER = "KEYWORD_OTHER"


class Category(NamedTuple):
    """`keyword_other` describes what no keyword of the schema names; then the keyword is KEYWORD_OTHER.

    `is_closer_known` is False where one of the keywords may fit and nothing of ours tells which. The report needs
    such a row, because its keywords add up to their category; a statement then names the category alone.
    """

    category: str
    keyword: str
    keyword_other: str = ""
    is_closer_known: bool = True


def _not_told_apart(category: str, kinds: str) -> Category:
    return Category(category, _OTHER, f"{kinds}, not told apart", is_closer_known=False)


# decision_visibility. The words of a refused comment stay with us, and nobody else ever gets to see them.
VISIBILITY: dict[Visibility, str] = {
    Visibility.REFUSED: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Visibility.REMOVED: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Visibility.WITHHELD: "DECISION_VISIBILITY_CONTENT_DISABLED",
}

# decision_provision. Reading, following, withdrawing and appealing stay; sending new comments does not.
PROVISION: dict[Provision, str] = {
    Provision.PARTIAL_SUSPENSION: "DECISION_PROVISION_PARTIAL_SUSPENSION",
}

# source_type. A report against the rules, an appeal and a letter are notifications, but not those of Art. 16. Of orders
# only those that Art. 9 does not know leave the house: Art. 17 speaks of no others (Art. 17(5)).
SOURCE: dict[Source, str] = {
    Source.OWN_INITIATIVE: "SOURCE_VOLUNTARY",
    Source.REPORT: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.NOTICE: "SOURCE_ARTICLE_16",
    Source.APPEAL: "SOURCE_TYPE_OTHER_NOTIFICATION",
    # Of an order that is none of Art. 9: those are left out of the export (Art. 17(5)).
    Source.ORDER: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.LETTER: "SOURCE_TYPE_OTHER_NOTIFICATION",
}

# automated_decision
AUTOMATION: dict[Automation, str] = {
    Automation.NONE: "AUTOMATED_DECISION_NOT_AUTOMATED",
    Automation.PARTIAL: "AUTOMATED_DECISION_PARTIALLY",
    Automation.FULL: "AUTOMATED_DECISION_FULLY",
}

# decision_ground
ILLEGAL_CONTENT = "DECISION_GROUND_ILLEGAL_CONTENT"
INCOMPATIBLE_CONTENT = "DECISION_GROUND_INCOMPATIBLE_CONTENT"

# category and category_specification, by ground. `illegal` goes by the field of law below. A threat frightens somebody:
# "general calls" (KEYWORD_INCITEMENT_VIOLENCE_HATRED) are made to others. What stands as "other" in the last category
# are grounds that no keyword names.
_SPEECH, _VIOLATION = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
_CYBER_VIOLENCE = "STATEMENT_CATEGORY_CYBER_VIOLENCE"
_PRIVACY = "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
CATEGORY: dict[Ground, Category] = {
    Ground.THREAT: Category(_CYBER_VIOLENCE, "KEYWORD_CYBER_BULLYING_INTIMIDATION"),
    Ground.HARASSMENT: Category(_CYBER_VIOLENCE, "KEYWORD_CYBER_HARASSMENT"),
    Ground.INSULT: Category(_CYBER_VIOLENCE, "KEYWORD_CYBER_BULLYING_INTIMIDATION"),
    Ground.DEROGATORY: Category(_SPEECH, "KEYWORD_DISCRIMINATION"),
    Ground.DEFAMATION: Category(_SPEECH, "KEYWORD_DEFAMATION"),
    Ground.VULGAR: Category(_VIOLATION, _OTHER, "Vulgar language"),
    Ground.PORNOGRAPHIC: Category(_VIOLATION, "KEYWORD_ADULT_SEXUAL_MATERIAL"),
    Ground.INDECENT: Category(_VIOLATION, _OTHER, "Indecency"),
    Ground.PERSONALITY_RIGHTS: Category(_PRIVACY, "KEYWORD_MISSING_PROCESSING_GROUND"),
    Ground.SPAM: Category(_VIOLATION, _OTHER, "Advertising or spam"),
    Ground.OTHER: Category(_VIOLATION, _OTHER, "Similar harm, named by the moderator"),
}
UNDER_REVIEW = Category(_VIOLATION, _OTHER, "Looked at again, no ground found yet")

# A field of law of ours may be wider than a keyword: then nothing narrower is claimed. Another law than these has no
# category of its own; what breaks it here is speech, and the list of categories is exhaustive.
OFFENCE: dict[Offence, Category] = {
    Offence.HATE: Category(_SPEECH, "KEYWORD_HATE_SPEECH"),
    Offence.VIOLENCE: Category("STATEMENT_CATEGORY_VIOLENCE", "KEYWORD_INCITEMENT_VIOLENCE_HATRED"),
    Offence.TERRORISM: _not_told_apart(
        "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY", "Terrorist content or a forbidden organisation"
    ),
    Offence.DEFAMATION: Category(_SPEECH, "KEYWORD_DEFAMATION"),
    Offence.STALKING: _not_told_apart(_CYBER_VIOLENCE, "Stalking or harassment"),
    Offence.PRIVACY: Category(_PRIVACY, "KEYWORD_MISSING_PROCESSING_GROUND"),
    Offence.INTELLECTUAL_PROPERTY: _not_told_apart(
        "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS", "Copyright, trade marks and the like"
    ),
    Offence.MINORS: _not_told_apart("STATEMENT_CATEGORY_PROTECTION_OF_MINORS", "Offences against minors"),
    Offence.FRAUD: _not_told_apart("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "Fraud or a forbidden offer"),
    Offence.SELF_HARM: _not_told_apart("STATEMENT_CATEGORY_SELF_HARM", "Suicide or self-harm"),
    Offence.ELECTIONS: Category(
        "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        "KEYWORD_VIOLATION_NATIONAL_LAW",
    ),
    Offence.OTHER: _not_told_apart(_SPEECH, "Against a law of another field"),
}

# The same for every comment: it is text; what is decided holds in the whole EU and EEA, without an end date.
CONTENT_TYPE = "CONTENT_TYPE_TEXT"
TERRITORIAL_SCOPE: tuple[str, ...] = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS"),
    *("IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
)


def category_of(ground: str, offence: str = "") -> Category:
    """The category of a decision: by the field of law where it is illegal, by the ground, or under review."""
    if ground == Ground.ILLEGAL:
        return OFFENCE[Offence(offence or Offence.OTHER)]
    return CATEGORY[Ground(ground)] if ground else UNDER_REVIEW


def decision_ground(ground: str) -> str:
    """Against the law, or against the policy."""
    return ILLEGAL_CONTENT if ground == Ground.ILLEGAL else INCOMPATIBLE_CONTENT
