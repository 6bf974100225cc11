"""Orders, letters and calls as tests need them: through the verbs that the doors call."""

from datetime import datetime
from typing import Any

from tests.makers.comments import NOON

from kawaraban.comments.actions.demands import enter_demand
from kawaraban.comments.models import Comment
from kawaraban.law.demands.demand_words import DemandWords
from kawaraban.law.models import Demand, DemandKind
from kawaraban.people.models import User


def order_words(**changes: Any) -> DemandWords:
    """A complete order of a court."""
    fields: dict[str, Any] = {
        "kind": DemandKind.ACT,
        "received_at": NOON,
        "sender": "District Court of Kiel",
        "contact": "court@kiel.example",
        "member_state": "DE",
        "reference": "2 O 114/26",
        "offence": "defamation",
        "law": "Criminal Code, section 186",
        "scope": "The comment itself, in the whole Union.",
        "words": "Take it off.",
    }
    return DemandWords(**{**fields, **changes})


def ordered(*comments: Comment, person: User, now: datetime = NOON, **changes: Any) -> Demand:
    """An order about these comments, received when it was entered."""
    words = order_words(**{"received_at": now, **changes})
    return enter_demand(words, public_ids=[each.public_id for each in comments], person=person, now=now)


def written(*comments: Comment, person: User, now: datetime = NOON, **changes: Any) -> Demand:
    """A letter about these comments."""
    fields = {"kind": DemandKind.LETTER, "received_at": now, "sender": "Nora Vell", "words": "It is untrue."}
    words = DemandWords(**{**fields, **changes})
    return enter_demand(words, public_ids=[each.public_id for each in comments], person=person, now=now)
