"""What can be done about a card: the sheet of each act that starts where its comment stands.

    dock_of(card, keys=walk.keys, forms=kept.forms)     # approve, do not publish, send back: of one that waits

A new act that has a row here stands on every card on which it can be done. From left to right as they stand here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from kawaraban.comments.actions.acts import (
    APPROVE,
    KEEP,
    KEEP_OFF,
    REINSTATE,
    REJECT,
    REMOVE,
    REOPEN,
    SEND_BACK,
    UPHOLD,
    WITHHOLD,
    About,
    Act,
)
from kawaraban.doors.desk.card.card import CardView
from kawaraban.doors.desk.judged.forms import JudgedForm
from kawaraban.doors.desk.keys.table import KEY_ROWS, Keys


@dataclass(frozen=True, slots=True)
class ActSheet:
    """`name` is its template, `place_id` the id of what asks for words; `look` and `place` are classes."""

    act: Act
    name: str
    place_id: str = ""
    look: str = ""
    place: str = ""


SHEETS: tuple[ActSheet, ...] = (
    ActSheet(APPROVE, "approve"),
    ActSheet(KEEP, "keep", "keep-words", look="ok", place="first"),
    ActSheet(REINSTATE, "reinstate", "reinstate", look="ok", place="first"),
    ActSheet(UPHOLD, "uphold", "uphold", look="primary", place="first"),
    ActSheet(REOPEN, "reopen"),
    *(ActSheet(act, "refuse", "refuse") for act in (REJECT, REMOVE, KEEP_OFF)),
    ActSheet(SEND_BACK, "send_back", "return"),
    ActSheet(WITHHOLD, "withhold", "withhold"),
)


@dataclass(frozen=True, slots=True)
class SheetView:
    """`act` is the code of its address, `form` what was sent by it, None where nothing was."""

    template: str
    act: str
    label: Promise
    place_id: str
    look: str
    place: str
    key: str
    form: JudgedForm | None


def dock_of(card: CardView, *, keys: Keys, forms: Mapping[str, JudgedForm]) -> tuple[SheetView, ...]:
    """The sheets of this card; none while a colleague reads it. No query."""
    return tuple(_view(sheet, keys, forms) for sheet in SHEETS if _is_offered(sheet.act, card))


def _is_offered(act: Act, card: CardView) -> bool:
    if card.holder or act.before != card.status:
        return False
    if card.matters.must_be_other:
        # An order is given effect at once; who looks decides nothing of the appeal by it.
        return card.matters.is_ordered and act.visibility is not None and not act.answers
    return {
        About.ANYTHING: True,
        About.MATTER: not card.matters.is_empty,
        About.APPEAL: card.matters.is_appeal_of_author,
    }[act.about]


def _view(sheet: ActSheet, keys: Keys, forms: Mapping[str, JudgedForm]) -> SheetView:
    # All refusals have one address; the form says from where.
    code = REJECT.code if sheet.act.is_refusal else sheet.act.code
    return SheetView(
        template=f"desk/acts/{sheet.name}.html",
        act=code,
        label=sheet.act.label,
        place_id=sheet.place_id,
        look=sheet.look,
        place=sheet.place,
        key=next((keys.acts[row.code] for row in KEY_ROWS if row.does == code), ""),
        form=forms.get(code),
    )
