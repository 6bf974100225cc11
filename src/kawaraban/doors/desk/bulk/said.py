"""What is said once for many comments: the ground, the law where it is against one, and the note.

said = said_in(request.POST)
missing(said, act=act, has_any=True, now=now)     # what is wrong, at which field; empty when it is complete
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kawaraban.doors.desk.bulk.acts import BulkAct
from kawaraban.law.basis import Offence
from kawaraban.law.forms import LAW_LENGTH, NOTE_LENGTH
from kawaraban.law.policy.ground_rules import Missing, missing_with
from kawaraban.law.policy.grounds import GroundWords, grounds_of
from kawaraban.law.policy.versions import policy_in_force


@dataclass(frozen=True, slots=True)
class BulkSaid:
    """`ground` is a code of the policy in force, `law` and `offence` go with one that is against the law."""

    ground: str = ""
    note: str = ""
    law: str = ""
    offence: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A sentence, and the field of the form that it is about; "" where it is about none."""

    field: str
    sentence: str


def said_in(fields: Mapping[str, str]) -> BulkSaid:
    """As it was typed."""
    return BulkSaid(
        ground=fields.get("ground", ""),
        note=fields.get("note", "").strip(),
        law=" ".join(fields.get("law", "").split()),
        offence=fields.get("offence", ""),
    )


def grounds_now(now: datetime) -> tuple[GroundWords, ...]:
    """Those of the policy in force, in the active language."""
    policy = policy_in_force(now)
    return grounds_of(policy.number if policy else 0, get_language() or "en")


def kept(said: BulkSaid, *, now: datetime) -> BulkSaid:
    """What a job keeps: no law without a ground that asks for one."""
    named = {words.code: words for words in grounds_now(now)}.get(said.ground)
    if named is None or not named.needs_law:
        return replace(said, law="", offence="")
    return replace(said, offence=said.offence or Offence.OTHER.value)


def missing(said: BulkSaid, *, act: BulkAct, has_any: bool, now: datetime) -> tuple[Wrong, ...]:
    """What is missing before it can be asked for."""
    wrong = [] if has_any else [Wrong("", _("It would happen to none of these comments."))]
    if act.needs == "ground" and not said.ground:
        wrong.append(Wrong("ground", _("Choose a ground: the authors are told which one.")))
    if said.ground:
        wrong += _about_ground(said, now)
    if act.needs == "note" and not said.note:
        wrong.append(Wrong("note", _("Say what should be changed: the authors read it.")))
    if len(said.note) > NOTE_LENGTH:
        wrong.append(Wrong("note", _("The note is too long.")))
    return tuple(wrong)


def _about_ground(said: BulkSaid, now: datetime) -> Iterator[Wrong]:
    named = {words.code: words for words in grounds_now(now)}.get(said.ground)
    if named is None:
        yield Wrong("ground", _("Choose a ground of the policy."))
        return
    lacks = missing_with(named, note=said.note, law=said.law)
    if Missing.WORDS in lacks:
        yield Wrong("note", _("This ground says nothing by itself: write a note to the authors."))
    if Missing.LAW in lacks:
        yield Wrong("law", _("Name the law: the author and an authority must be able to look it up."))
    if not named.needs_law:
        return
    if len(said.law) > LAW_LENGTH:
        too_long = _("The law is too long: at most %(limit_value)d characters.")
        yield Wrong("law", too_long % {"limit_value": LAW_LENGTH})
    if said.offence and said.offence not in Offence.values:
        yield Wrong("offence", _("Choose a field of law."))
