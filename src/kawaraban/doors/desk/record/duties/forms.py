"""What the publisher says of the paper for the law, in each language of the paper."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from kawaraban.law.dsa.duties_texts import COLUMNS, TEXTS, other_languages
from kawaraban.law.dsa.report_words import INDICATORS, NEEDED
from kawaraban.law.models import Duties


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
