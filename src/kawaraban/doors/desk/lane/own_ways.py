"""What a walk asks of the rules and of its moderator, in one statement: the target, the hints, the keys."""

import json
from dataclasses import dataclass
from datetime import timedelta

from kawaraban.doors.desk.asked_together import answers, value_of
from kawaraban.doors.desk.keys.table import Keys, chosen_keys, default_keys
from kawaraban.doors.desk.models import DeskRules, KeyChoice
from kawaraban.people.models import User
from kawaraban.triage.models import HintChoice
from kawaraban.triage.taught.hints import are_shown


@dataclass(frozen=True, slots=True)
class OwnWays:
    """How long a comment waits at most, whether this person sees what the model suspects, and their keys."""

    target: timedelta
    sees_hints: bool
    keys: Keys


def own_ways(moderator: User) -> OwnWays:
    """Those of this person; what nobody chose is as the desk has it."""
    choice = KeyChoice.objects.filter(person=moderator)
    target, hides, are_on, keys = answers(
        value_of(DeskRules.objects.order_by("pk"), "target_minutes"),
        value_of(HintChoice.objects.filter(moderator=moderator), "hides"),
        value_of(choice, "are_on"),
        value_of(choice, "keys"),
    )
    return OwnWays(
        target=timedelta(minutes=DeskRules().target_minutes if target is None else target),
        sees_hints=are_shown() and not hides,
        keys=default_keys() if are_on is None else chosen_keys(json.loads(keys), are_on=bool(are_on)),
    )
