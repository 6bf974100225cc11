"""On what a decision rests: who raised the matter, which law is meant, and what machines had to do with it.

    Basis()                                                  a moderator read it in the queue
    Basis(source=Source.NOTICE, reference=notice_id)         a notice of illegal content led to it (DSA Art. 16)

Stored with each decision and said in its statement of reasons (DSA Art. 17(3)(b) to (d)). The codes are frozen;
what the Transparency Database calls them stands in `law/dsa/terms.py`.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Who raised the matter."""

    OWN_INITIATIVE = "own_initiative", _("The desk itself")
    REPORT = "report", _("A reader’s report")
    NOTICE = "notice", _("A notice of illegal content")
    APPEAL = "appeal", _("An appeal")
    # Of an authority (DSA Arts 9 and 10, Regulation (EU) 2021/784): `law/models/demands.py`.
    ORDER = "order", _("An order of an authority")
    LETTER = "letter", _("A letter or a call to the paper")


class Automation(models.TextChoices):
    """How far machines took the decision itself. That a program marked a comment is `was_machine_detected`."""

    NONE = "none", _("A person decided")
    PARTIAL = "partial", _("A person decided on what a machine proposed")
    FULL = "full", _("A rule of the publisher decided by machine")


class Offence(models.TextChoices):
    """The field of law that content breaks, where the ground is `illegal`."""

    HATE = "hate", _("Hatred or discrimination")
    VIOLENCE = "violence", _("Violence, or calling for it")
    TERRORISM = "terrorism", _("Terrorism or a forbidden organisation")
    DEFAMATION = "defamation", _("Defamation or insult under the law")
    STALKING = "stalking", _("Stalking or harassment under the law")
    PRIVACY = "privacy", _("Privacy and data protection")
    INTELLECTUAL_PROPERTY = "intellectual_property", _("Copyright, trade marks and the like")
    MINORS = "minors", _("Protection of minors")
    FRAUD = "fraud", _("Fraud or forbidden offers")
    SELF_HARM = "self_harm", _("Suicide or self-harm")
    ELECTIONS = "elections", _("Elections and civic discourse")
    OTHER = "other", _("Another law")


@dataclass(frozen=True, slots=True)
class LegalGround:
    """Which law (its name and section, as the author is to read it), and its field."""

    law: str
    offence: Offence = Offence.OTHER


@dataclass(frozen=True, slots=True)
class Basis:
    """`reference` names the report, notice, appeal or demand. `was_machine_detected`: None asks the findings."""

    source: Source = Source.OWN_INITIATIVE
    reference: str = ""
    automation: Automation = Automation.NONE
    was_machine_detected: bool | None = None
    # What the model suspects stood before whoever decided: what nobody saw pointed nobody at anything.
    saw_hint: bool = False
    # Others had raised the matter, too; of what the desk says that it decided by itself.
    were_there_others: bool = False


# Nobody said who raised it: what is open about the comment says so (`comments/raised/about.py`).
OWN_INITIATIVE = Basis()
# Somebody said it: the desk itself, although others had raised it.
DESK_ITSELF = Basis(were_there_others=True)
