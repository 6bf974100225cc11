"""What the categories of the report are called on our own pages. The files of the report keep the official codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATEGORY_WORDS: dict[str, Promise] = {
    "STATEMENT_CATEGORY_CYBER_VIOLENCE": _("Threats, insults, harassment and stalking"),
    "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS": _("Privacy and personality rights"),
    "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH": _("Hatred, discrimination and defamation"),
    "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS": _("Copyright, trade marks and the like"),
    "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS": _("Elections and civic discourse"),
    "STATEMENT_CATEGORY_OTHER_VIOLATION_TC": _("Other grounds of the policy"),
    "STATEMENT_CATEGORY_PROTECTION_OF_MINORS": _("Protection of minors"),
    "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY": _("Terrorism or a forbidden organisation"),
    "STATEMENT_CATEGORY_SCAMS_AND_FRAUD": _("Fraud or forbidden offers"),
    "STATEMENT_CATEGORY_SELF_HARM": _("Suicide or self-harm"),
    "STATEMENT_CATEGORY_VIOLENCE": _("Violence, or calling for it"),
}
