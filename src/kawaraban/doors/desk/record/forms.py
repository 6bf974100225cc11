"""The publisher's forms about the record: duties, legal holds, erasure, the report of a year."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.apps import apps
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment
from kawaraban.comments.named import comment_named
from kawaraban.law.dsa.duties_texts import COLUMNS, TEXTS, other_languages
from kawaraban.law.dsa.report_words import INDICATORS, NEEDED
from kawaraban.law.models import Duties, Notice

_NOTICE = re.compile(r"^notice:([0-9a-f-]{36})$")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class TranslatedFields:
    """The texts in one language. It stands open where something is wrong in it."""

    code: str
    name: str
    fields: list[Any]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)

    @property
    def is_filled(self) -> bool:
        return any((field.value() or "").strip() for field in self.fields)


class DutiesForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the pages of contact points and moderation, and the report, say of the paper."""

    contact = forms.EmailField(
        label=_("Contact address for readers"),
        required=False,
        help_text=_("Shown to readers, and in every statement of reasons."),
    )

    class Meta:
        model = Duties
        fields = [
            "authority_email",
            "languages",
            "other_means",
            "provider_name",
            "postal_address",
            "representative",
            "service_name",
            "is_under_dsa",
            "is_online_platform",
            "data_protection",
            "supervisory_authority",
            "server_log",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in (
                "postal_address",
                "other_means",
                "representative",
                "data_protection",
                "supervisory_authority",
                "server_log",
            )
        }

    def __init__(self, *args: Any, contact: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if apps.is_installed("wagtail"):
            # The editor has it among the settings of the paper.
            del self.fields["contact"]
        else:
            self.initial["contact"] = contact
        for code, (asked, ours) in INDICATORS.items():
            self.fields[f"words_{code}"] = forms.CharField(
                label=str(asked),
                required=False,
                max_length=4000,
                initial=self.instance.words.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 3, "placeholder": ours}),
                help_text=str(NEEDED.get(code, "")),
            )
        for language in other_languages():
            for code in TEXTS:
                self.fields[f"{language}_{code}"] = self._translated(language, code)

    def _translated(self, language: str, code: str) -> forms.CharField:
        """The same text in another language; what stands there in grey is what its readers get without it."""
        same = self.fields[code if code in COLUMNS else f"words_{code}"]
        given = self.instance.translations.get(language, {})
        return forms.CharField(
            label=same.label,
            required=False,
            max_length=4000,
            initial=given.get(code, ""),
            widget=forms.Textarea(attrs={"rows": 2, "lang": language, "dir": "auto"}),
        )

    @property
    def duties(self) -> Duties:
        """The row as it was filled in."""
        row: Duties = self.instance
        texts = {code: self.cleaned_data[f"words_{code}"].strip() for code in INDICATORS}
        row.words = {code: text for code, text in texts.items() if text}
        row.translations = {}
        for language in other_languages():
            theirs = {code: self.cleaned_data[f"{language}_{code}"].strip() for code in TEXTS}
            if any(theirs.values()):
                row.translations[language] = {code: text for code, text in theirs.items() if text}
        return row

    @property
    def contact_fields(self) -> list[Any]:
        """For readers and for authorities."""
        names = ("contact", "other_means", "authority_email", "languages")
        return [self[name] for name in names if name in self.fields]

    @property
    def provider_fields(self) -> list[Any]:
        names = ("provider_name", "postal_address", "representative", "service_name")
        return [self[name] for name in names]

    @property
    def data_fields(self) -> list[Any]:
        """Who answers for personal data, and what is kept besides."""
        return [self[name] for name in ("data_protection", "supervisory_authority", "server_log")]

    @property
    def words_fields(self) -> list[Any]:
        return [self[f"words_{code}"] for code in INDICATORS]

    @property
    def translated(self) -> list["TranslatedFields"]:
        """What readers see of it, for each other language of the paper."""
        return [
            TranslatedFields(
                language,
                get_language_info(language)["name_local"],
                [self[f"{language}_{code}"] for code in TEXTS],
            )
            for language in other_languages()
        ]


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


class YearlyReportForm(forms.Form):
    """Publishing the report of a year. `seen`: what the publisher was shown of the changes (`ReportDraft`)."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    had_no_orders = forms.BooleanField(
        label=_("No authority sent an order in this year"),
        required=False,
        help_text=_("Then the report says 0 there; without it the cells stay blank."),
    )
    reason = forms.CharField(
        label=_("Reason for the new version"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was wrong, and how it was put right. Readers see it; name nobody."),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["reason"].required = not is_first


class StatementsForm(forms.Form):
    """The days of which statements are written."""

    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("To"), widget=DAY)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"first", "last"} <= cleaned.keys() and cleaned["last"] < cleaned["first"]:
            raise forms.ValidationError(_("The last day lies before the first."), code="backwards")
        return cleaned
