"""What is typed of an order, a letter or a call: entered, corrected, confirmed, settled."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import public_id_of
from kawaraban.doors.desk.demands.countries import country_choices
from kawaraban.doors.desk.moment_field import MomentField
from kawaraban.doors.desk.search.pasted import pasted
from kawaraban.law.basis import Offence
from kawaraban.law.demands.demand_words import DemandWords, faults
from kawaraban.law.demands.entering import MOST_COMMENTS
from kawaraban.law.dsa.duties import is_under_dsa
from kawaraban.law.forms import LAW_LENGTH, NOTE_LENGTH
from kawaraban.law.models import Demand, DemandKind, DemandOutcome, Telling

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # which the stubs alone know

_TEXT_LENGTH = 10_000

# Regulation (EU) 2021/784: for those who offer themselves to readers in the Union.
_ONE_HOUR = _(
    "An order of a Member State against terrorist content is due one hour after its receipt, and what is taken off is "
    "kept for six months: the desk sees to both."
)


def _words(label: "_StrPromise", *, rows: int = 3, help_text: "_StrPromise | str" = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(
        label=label, required=False, max_length=_TEXT_LENGTH, widget=area, help_text=help_text
    )


def _line(label: "_StrPromise", length: int, *, help_text: "_StrPromise | str" = "") -> forms.CharField:
    line = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=length, widget=line, help_text=help_text)


class DemandForm(forms.Form):
    """One order, letter or call. What is missing is said by the rule of the law room, at its field."""

    kind = forms.ChoiceField(label=_("What it is"), choices=DemandKind.choices)
    received_at = MomentField(
        label=_("Received"), help_text=_("In the paper’s time. The clock runs from it.")
    )
    sender = _line(
        _("Who sent it"),
        300,
        help_text=_("Of an order: the authority. Of a letter or a call it may stay empty."),
    )
    contact = _line(_("Where it is answered"), 300)
    member_state = forms.ChoiceField(label=_("Country of the authority"), required=False)
    reference = _line(_("Reference"), 200)
    comments = _words(
        _("Comments that it is about"),
        help_text=_("Their addresses or ids, one on each line. None is possible, too."),
    )
    words = _words(_("What it asks"))
    offence = forms.ChoiceField(
        label=_("Field of law"),
        required=False,
        choices=[("", _("None is named")), *Offence.choices],
    )
    law = _line(_("Law"), LAW_LENGTH)
    scope = _words(
        _("What it covers, and where"), rows=2, help_text=_("The author reads it, where all may be told.")
    )
    due_at = MomentField(
        label=_("Due"), required=False, help_text=_("As the order itself says; empty where it says nothing.")
    )
    telling = forms.ChoiceField(
        label=_("What the author may be told"), required=False, choices=Telling.choices, initial=Telling.ALL
    )
    tell_from = MomentField(
        label=_("May be told from"),
        required=False,
        help_text=_("Until then the author reads that reasons follow."),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.now = now
        country = self.fields["member_state"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = country_choices()
        if is_under_dsa():
            self.fields["offence"].help_text = _ONE_HOUR

    def clean_comments(self) -> list[str]:
        """Their public ids."""
        lines = [line for line in str(self.cleaned_data["comments"]).split() if line]
        if len(lines) > MOST_COMMENTS:
            raise ValidationError(_("At most %(most)d comments."), params={"most": MOST_COMMENTS})
        ids = []
        for line in lines:
            found = pasted(line)
            if found is None or found.comment is None:
                raise ValidationError(_("There is no such comment: %(line)s"), params={"line": line[:100]})
            ids.append(found.comment.public_id)
        return list(dict.fromkeys(ids))

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        for field, sentence in faults(self.demand_words, now=self.now):
            self.add_error(field, str(sentence))

    @property
    def demand_words(self) -> DemandWords:
        """What was entered, as the verbs take it."""
        said = self.cleaned_data
        named = ("sender", "contact", "member_state", "reference", "offence", "law", "scope", "words")
        return DemandWords(
            kind=DemandKind(said["kind"]),
            received_at=said["received_at"],
            telling=Telling(said["telling"] or Telling.ALL),
            tell_from=said["tell_from"],
            due_at=said["due_at"],
            **{name: str(said[name]) for name in named},
        )

    @property
    def parts(self) -> list[tuple[Promise, list[Any]]]:
        """The fields in their order, under their headings."""
        return [
            (_("What came"), self._of("kind", "received_at", "sender", "contact", "comments", "words")),
            (
                _("Of an order"),
                self._of(
                    "member_state", "reference", "offence", "law", "scope", "due_at", "telling", "tell_from"
                ),
            ),
        ]

    def _of(self, *names: str) -> list[Any]:
        return [self[name] for name in names]


def initial_of(demand: Demand) -> dict[str, Any]:
    """A demand as the form shows it."""
    names = ("kind", "received_at", "sender", "contact", "member_state", "reference", "words", "offence")
    ids = [public_id_of(subject) for subject in demand.items.order_by("pk").values_list("subject", flat=True)]
    more = ("law", "scope", "due_at", "telling", "tell_from")
    return {name: getattr(demand, name) for name in (*names, *more)} | {"comments": "\n".join(ids)}


class ConfirmForm(forms.Form):
    """When its sender was told that it arrived; empty is now."""

    at = MomentField(label=_("Confirmed"), required=False)


class SettleForm(forms.Form):
    """What became of it, and what its sender was told."""

    outcome = forms.ChoiceField(
        choices=DemandOutcome.choices,
        error_messages={
            "required": _("Choose what came of it."),
            "invalid_choice": _("Choose what came of it."),
        },
    )
    answer = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": _("The answer is too long: at most %(limit_value)d characters.")},
    )

    def __init__(self, *args: Any, is_order: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_order = is_order

    def clean(self) -> None:
        super().clean()
        is_answered = self.cleaned_data.get("outcome") not in {None, DemandOutcome.WITHDRAWN}
        if self.is_order and is_answered and not str(self.cleaned_data.get("answer", "")).strip():
            self.add_error("answer", _("Say what the authority was told: it must be told of any effect."))
