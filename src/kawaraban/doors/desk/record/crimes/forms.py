"""The publisher's forms about suspected crimes (DSA Art. 18): what is suspected, and which authority was told of it."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.comments.named import comment_named
from kawaraban.doors.desk.moment_field import MomentField
from kawaraban.doors.desk.record.forms import DAY
from kawaraban.law.record.holds import Told


class ToldForm(forms.Form):
    """`told` afterwards, None where both fields are empty."""

    told_whom = forms.CharField(
        label=_("Which authority was told"),
        max_length=300,
        help_text=_("The police or the court, as you would write to it, with its reference if there is one."),
    )
    told_at = MomentField(label=_("When it was told"))

    @property
    def told(self) -> Told | None:
        """What was filled in."""
        whom, at = self.cleaned_data["told_whom"].strip(), self.cleaned_data["told_at"]
        return Told(whom, at) if whom and at else None

    def clean_told_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["told_at"]
        if at is not None and at > timezone.now():
            raise forms.ValidationError(_("This moment is still to come."), code="future")
        return at


class CrimeForm(ToldForm):
    """A suspicion. `subject` afterwards is the name that the record has for the comment."""

    about = forms.CharField(
        label=pgettext_lazy("of a suspected crime", "Comment"),
        max_length=300,
        help_text=_("Its id, or its address."),
    )
    reason = forms.CharField(
        label=_("What is suspected"),
        max_length=500,
        help_text=_("For the authority and for you. Nobody else reads it; its author is not told."),
    )
    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        widget=DAY,
        help_text=_("Empty: until it is lifted."),
    )
    field_order = ("about", "reason", "told_whom", "told_at", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name in ("told_whom", "told_at"):
            self.fields[name].required = False
        self.fields["told_whom"].help_text = _("Leave this and the time empty while nobody was told.")

    def clean_about(self) -> str:
        comment = comment_named(str(self.cleaned_data["about"]))
        if comment is None:
            raise forms.ValidationError(_("There is no such comment."), code="unknown")
        return comment.subject

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."), code="past")
        return timezone.make_aware(datetime.combine(day, time.max))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"told_whom", "told_at"} <= cleaned.keys() and bool(cleaned["told_whom"].strip()) != bool(
            cleaned["told_at"]
        ):
            lacking = "told_at" if cleaned["told_whom"].strip() else "told_whom"
            self.add_error(lacking, _("Say both: which authority was told, and when."))
        return cleaned
