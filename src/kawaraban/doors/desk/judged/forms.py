"""The desk's forms of decisions: which revision was read, the reasons, and the decision that is undone.

    form = form_for(REJECT, comment, request.POST)
    if form.is_valid():
        decide(REJECT, form.judged(comment), form.reasons, basis=form.basis, moderator=mika, now=now)

Which fields a form has follows from what the act needs; the rule about what is missing is `law/policy/ground_rules.py`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.actions.acts import KEEP, SEND_BACK, UPHOLD, About, Act
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.reasons import needs_now
from kawaraban.comments.models import Comment
from kawaraban.comments.passages import PASSAGE_LENGTH, PassageTooLong, PassageUnknown, passage_in
from kawaraban.doors.desk.card.grounds import grounds_for
from kawaraban.doors.desk.judged.raised import RaisedForm
from kawaraban.doors.desk.lane.neighbours import RANKS
from kawaraban.kit.clock import utc_now
from kawaraban.law.basis import OWN_INITIATIVE, Basis
from kawaraban.law.demands.demand_words import DemandWords
from kawaraban.law.forms import NOTE_LENGTH, GroundForm
from kawaraban.law.policy.ground_rules import Missing, missing_in
from kawaraban.law.policy.reasons import NO_NEEDS, NO_REASONS, Need, Needs, Reasons

# Who has a card longer has gone away meanwhile.
_LONGEST_SECONDS = 3600
_DIGITS = 12
# With the code of a ground: the field of the passage that is offered for it.
_OFFER = "offer_"
# What an act asks for where it needs words and none were written.
WORDS_ASKED: dict[str, Promise] = {
    SEND_BACK.code: _("Say what should be changed: the author reads it."),
    UPHOLD.code: _("Say why the decision holds: the author reads it."),
    KEEP.code: _("Say why it stays: whoever gave notice of it reads it."),
}


def _within(value: Any, least: int, most: int) -> int | None:
    """A number that a form sent, where it is one between these: what is only counted refuses nobody's decision."""
    text = str(value or "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
    return number if number is not None and least <= number <= most else None


class JudgedForm(forms.Form):
    """A decision is about the words that the moderator read, so it names their revision."""

    revision_number = forms.IntegerField(min_value=1)

    def is_about(self, comment: Comment) -> bool:
        """Whether these are still its words. What is missing in the form is only worth saying where they are."""
        return bool(self.cleaned_data["revision_number"] == comment.revision_number)

    def judged(self, comment: Comment) -> Judged:
        """What was read; `matter` and `hint` stand in the form where the card showed them."""
        return Judged(
            comment.pk,
            self.cleaned_data["revision_number"],
            saw_matter="matter" in self.data,
            saw_hint="hint" in self.data,
            rank=_within(self.data.get("rank"), 1, RANKS),
            seconds=self._seconds(),
        )

    def _seconds(self) -> int | None:
        """How long the card was there; None where that cannot be so, or is as good as not read at all."""
        now = int(utc_now().timestamp())
        shown_at = _within(self.data.get("shown_at"), now - _LONGEST_SECONDS, now)
        return None if shown_at is None else now - shown_at

    @property
    def reasons(self) -> Reasons:
        """Why; of a form that asks for nothing."""
        return NO_REASONS

    @property
    def basis(self) -> Basis:
        """Who raised the matter: what is open says so itself."""
        return OWN_INITIATIVE

    def new_words(self, *, now: datetime) -> DemandWords | None:
        """The letter or the call that is entered with the decision; None where there is none."""
        return None


class NoteForm(JudgedForm):
    """A note, which some acts need: `asked` says what for."""

    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": _("The note is too long: at most %(limit_value)d characters.")},
    )

    def __init__(self, *args: Any, needs: Needs, asked: Promise | str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        self.asked = asked

    def clean(self) -> None:
        super().clean()
        is_missing = Missing.NOTE in missing_in(self.reasons, needs=self.needs, named=None)
        if is_missing and "note" not in self.errors:
            self.add_error("note", str(self.asked))

    @property
    def reasons(self) -> Reasons:
        return Reasons(note=self.cleaned_data.get("note", ""))


class AnswerForm(RaisedForm, NoteForm):
    """Words that answer what was raised about a comment, and who raised it."""


class GroundedForm(RaisedForm, GroundForm, JudgedForm):
    """On which ground, which of the words that were read decided, and who raised it.

    `text` is those words. What a finding marked is offered with its ground: it counts where nothing else is quoted.
    """

    passage = forms.CharField(required=False)

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    @property
    def offers(self) -> frozenset[str]:
        """The grounds whose offered passage was left as it was."""
        return frozenset(code for code in self.named if f"{_OFFER}{code}" in self.data)

    def clean(self) -> None:
        super().clean()
        offered = str(self.data.get(f"{_OFFER}{self.cleaned_data.get('ground', '')}", ""))
        try:
            given = self.cleaned_data.get("passage") or offered
            self.cleaned_data["passage"] = passage_in(self.text, given)
        except PassageTooLong:
            words = _("The passage is too long: at most %(limit_value)d characters.")
            self.add_error("passage", words % {"limit_value": PASSAGE_LENGTH})
        except PassageUnknown:
            self.add_error("passage", _("The comment does not say this: quote it in its own words."))


def form_for(
    act: Act, comment: Comment, data: Mapping[str, Any], *, needs: Needs | None = None
) -> JudgedForm:
    """The form of an act on this comment, filled in. `needs` is what turned out to be needed; else what is now."""
    needs = needs or needs_now(comment, act.needs)
    if needs.ground is not Need.NEVER:
        return GroundedForm(data, grounds=grounds_for(comment), needs=needs, text=comment.text)
    if needs == NO_NEEDS:
        return JudgedForm(data)
    asked = WORDS_ASKED.get(act.code, "")
    answers = act.about is About.MATTER
    return AnswerForm(data, needs=needs, asked=asked) if answers else NoteForm(data, needs=needs, asked=asked)


class UndoForm(forms.Form):
    """The decision to take back."""

    decision = forms.UUIDField()
