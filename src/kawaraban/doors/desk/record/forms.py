"""The publisher's forms about the record: statements, legal holds, what is held about a person, erasure."""

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment
from kawaraban.comments.named import comment_named
from kawaraban.law.models import Notice

_NOTICE = re.compile(r"^notice:([0-9a-f-]{36})$")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HoldForm(forms.Form):
    """`subject` afterwards is the name that the record has for the comment or the notice."""

    subject = forms.CharField(
        label=_("Comment or notice"),
        max_length=300,
        help_text=_("The address of the comment, its id, or notice:… as the record calls it."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)
    until = forms.DateField(
        label=_("Until the end of"), required=False, widget=DAY, help_text=_("Empty: until it is lifted.")
    )

    def clean_subject(self) -> str:
        given = str(self.cleaned_data["subject"])
        notice = _NOTICE.match(given.strip())
        if notice and Notice.objects.filter(pk=notice.group(1)).exists():
            return given.strip()
        comment = None if notice else comment_named(given)
        if comment is None:
            raise forms.ValidationError(_("There is no such comment or notice."), code="unknown")
        return comment.subject

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."), code="past")
        return timezone.make_aware(datetime.combine(day, time.max))


class WhoForm(forms.Form):
    """A person by an e-mail address, or one comment. Exactly one of `email` and `comment` is set afterwards."""

    who = forms.CharField(
        label=_("E-mail address or comment"),
        max_length=300,
        help_text=_(
            "An address stands for all comments, notices and mails under it. A comment is named by its id, by its "
            "address, or by the page on which its author follows it."
        ),
    )
    email = ""
    comment: Comment | None = None

    def clean_who(self) -> str:
        given = str(self.cleaned_data["who"]).strip()
        # The address of a page may have that sign, too.
        self.email = given if "@" in given and "/" not in given else ""
        self.comment = None if self.email else comment_named(given)
        if not self.email and self.comment is None:
            raise forms.ValidationError(_("There is no such comment."), code="unknown")
        return given


class EraseForm(WhoForm):
    """An erasure cannot be undone: it is confirmed."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It stays in the record: name nobody.")
    )
    is_sure = forms.BooleanField(label=_("This cannot be undone. Erase it."))


class StatementsForm(forms.Form):
    """The days of which statements are written."""

    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("To"), widget=DAY)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"first", "last"} <= cleaned.keys() and cleaned["last"] < cleaned["first"]:
            raise forms.ValidationError(_("The last day lies before the first."), code="backwards")
        return cleaned
