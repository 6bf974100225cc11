"""What the desk's forms send, checked: which revision was read, on which ground it is refused, what is undone."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment
from kawaraban.comments.passages import PASSAGE_LENGTH, PassageTooLong, PassageUnknown, passage_in
from kawaraban.comments.restrictions import DAYS
from kawaraban.doors.desk.judged.raised import RaisedForm
from kawaraban.doors.desk.models import DeskRules
from kawaraban.law.forms import NOTE_LENGTH, GroundForm
from kawaraban.law.models import Outcome

if TYPE_CHECKING:
    RulesForm = forms.ModelForm[DeskRules]
else:
    RulesForm = forms.ModelForm  # which knows its parameter only when it is checked

# What the form says for a suspension without an end.
WITHOUT_END = "without_end"
# With the code of a ground: the field of the passage that is offered for it.
_OFFER = "offer_"


class JudgedForm(forms.Form):
    """A decision is about the words that the moderator read, so it names their revision."""

    revision_number = forms.IntegerField(min_value=1)

    def is_about(self, comment: Comment) -> bool:
        """Whether these are still its words. What is missing in the form is only worth saying where they are."""
        return bool(self.cleaned_data["revision_number"] == comment.revision_number)


class RejectForm(JudgedForm, RaisedForm, GroundForm):
    """On which ground, of the words that were read, which of these words decided, and who raised it.

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


class WithholdForm(RejectForm):
    """The same for what is withheld, where nobody can name a ground yet."""

    ground = forms.CharField(required=False)

    def clean_ground(self) -> str:
        return super().clean_ground() if self.cleaned_data["ground"] else ""


class RestrictForm(RejectForm):
    """For how long, on which ground, and in which words nothing more is taken from whoever sent it."""

    days = forms.ChoiceField(
        choices=[*((str(days), str(days)) for days in DAYS), (WITHOUT_END, WITHOUT_END)],
        error_messages={
            "required": _("Choose for how long."),
            "invalid_choice": _("Choose for how long."),
        },
    )

    @property
    def number_of_days(self) -> int | None:
        """None is without an end."""
        days = self.cleaned_data["days"]
        return None if days == WITHOUT_END else int(days)


class RestrictionForm(forms.Form):
    """Which suspension is lifted, or upheld on appeal, and why."""

    restriction = forms.CharField(max_length=16)
    note = forms.CharField(
        max_length=NOTE_LENGTH,
        error_messages={
            "required": _("Say why: the record keeps it, and whoever was told of the suspension reads it."),
            "max_length": _("The note is too long: at most %(limit_value)d characters."),
        },
    )


class SendBackForm(JudgedForm):
    """What the author should change."""

    note = forms.CharField(
        max_length=NOTE_LENGTH,
        error_messages={
            "required": _("Say what should be changed: the author reads it."),
            "max_length": _("The note is too long: at most %(limit_value)d characters."),
        },
    )


class UpholdForm(JudgedForm):
    """Why the decision holds: the author who appealed reads it."""

    note = forms.CharField(
        max_length=NOTE_LENGTH,
        error_messages={
            "required": _("Say why the decision holds: the author reads it."),
            "max_length": _("The note is too long: at most %(limit_value)d characters."),
        },
    )


class KeepForm(JudgedForm, RaisedForm):
    """Letting it stay needs words where somebody gave notice: they are told why."""

    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={
            "required": _("Say why it stays: whoever gave notice of it reads it."),
            "max_length": _("The note is too long: at most %(limit_value)d characters."),
        },
    )

    def __init__(self, *args: Any, needs_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = needs_words


class NoticeAnswerForm(forms.Form):
    """What came of a notice about no comment of ours, in words for its sender."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices,
        error_messages={
            "required": _("Choose what came of it."),
            "invalid_choice": _("Choose what came of it."),
        },
    )
    answer = forms.CharField(
        max_length=NOTE_LENGTH,
        error_messages={
            "required": _("Say why: the sender reads it."),
            "max_length": _("The answer is too long: at most %(limit_value)d characters."),
        },
    )


class ReopenForm(JudgedForm):
    """Showing it again needs no words."""

    note = forms.CharField(required=False, max_length=NOTE_LENGTH)


class CloseThreadForm(forms.Form):
    """Why readers cannot comment any more, in words for them."""

    reason = forms.CharField(
        max_length=300,
        error_messages={
            "required": _("Say why: readers see it in the place of the box."),
            "max_length": _("The reason is too long: at most %(limit_value)d characters."),
        },
    )


class UndoForm(forms.Form):
    """The decision to take back."""

    decision = forms.UUIDField()


class StaffNoteForm(forms.Form):
    """What staff notes about an author, for staff."""

    text = forms.CharField(
        max_length=500,
        error_messages={
            "required": _("The note is empty."),
            "max_length": _("The note is too long: at most %(limit_value)d characters."),
        },
    )


class DeskRulesForm(RulesForm):
    """The publisher's rules for the desk."""

    class Meta:
        model = DeskRules
        fields = [
            "target_minutes",
            "closes_when_full",
            "close_at_minutes",
            "reopen_at_minutes",
            "full_reason",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        close, reopen = cleaned.get("close_at_minutes"), cleaned.get("reopen_at_minutes")
        if close is not None and reopen is not None and reopen >= close:
            self.add_error(
                "reopen_at_minutes", _("Open again at less work than you close at, or it would flutter.")
            )
        if cleaned.get("target_minutes") == 0:
            self.add_error("target_minutes", _("At least one minute."))
        return cleaned
