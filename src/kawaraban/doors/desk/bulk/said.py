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
from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.forms import LAW_LENGTH, NOTE_LENGTH
from kawaraban.law.policy.ground_rules import Missing, missing_in
from kawaraban.law.policy.grounds import GroundWords, grounds_of
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.policy.versions import policy_in_force


@dataclass(frozen=True, slots=True)
class BulkSaid:
    """`ground` is a code of the policy in force, `law` and `offence` go with one that is against the law."""

    ground: str = ""
    note: str = ""
    law: str = ""
    offence: str = ""

    @property
    def reasons(self) -> Reasons:
        """As each of the comments is decided on them, whatever its field of law."""
        return Reasons(ground=self.ground, note=self.note, law=LegalGround(self.law) if self.law else None)


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


def _ground(said: BulkSaid, now: datetime) -> GroundWords | None:
    """The one that is named, as the policy in force has it. No query where none is named."""
    if not said.ground:
        return None
    return next((words for words in grounds_now(now) if words.code == said.ground), None)


def kept(said: BulkSaid, *, now: datetime) -> BulkSaid:
    """What a job keeps: no law without a ground that asks for one."""
    named = _ground(said, now)
    if named is None or not named.needs_law:
        return replace(said, law="", offence="")
    return replace(said, offence=said.offence or Offence.OTHER.value)


def missing(said: BulkSaid, *, act: BulkAct, has_any: bool, now: datetime) -> tuple[Wrong, ...]:
    """What is missing before it can be asked for."""
    named = _ground(said, now)
    wrong = [] if has_any else [Wrong("", _("It would happen to none of these comments."))]
    wrong += [
        Wrong(_FIELDS[each], _sentence(each))
        for each in missing_in(said.reasons, needs=act.needs, named=named)
    ]
    if named is not None and named.needs_law:
        wrong += _about_law(said)
    if len(said.note) > NOTE_LENGTH:
        wrong.append(Wrong("note", _("The note is too long.")))
    return tuple(wrong)


_FIELDS = {
    Missing.GROUND: "ground",
    Missing.KNOWN_GROUND: "ground",
    Missing.WORDS: "note",
    Missing.LAW: "law",
    Missing.NOTE: "note",
}


def _sentence(missing: Missing) -> str:
    return {
        Missing.GROUND: _("Choose a ground: the authors are told which one."),
        Missing.KNOWN_GROUND: _("Choose a ground of the policy."),
        Missing.WORDS: _("This ground says nothing by itself: write a note to the authors."),
        Missing.LAW: _("Name the law: the author and an authority must be able to look it up."),
        Missing.NOTE: _("Say what should be changed: the authors read it."),
    }[missing]


def _about_law(said: BulkSaid) -> Iterator[Wrong]:
    if len(said.law) > LAW_LENGTH:
        too_long = _("The law is too long: at most %(limit_value)d characters.")
        yield Wrong("law", too_long % {"limit_value": LAW_LENGTH})
    if said.offence and said.offence not in Offence.values:
        yield Wrong("offence", _("Choose a field of law."))
