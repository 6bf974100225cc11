"""What a publisher fills in about colleagues, and the first password of somebody who was invited."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kawaraban.comments.models import Thread
from kawaraban.comments.thread.section_names import section_names
from kawaraban.people.models import Role, User

_ROLES_SHOWN = 40


def known_sections() -> list[str]:
    """The slugs of sections that have had a thread, each with its title, for the hint beside the field."""
    rows = Thread.objects.exclude(section="").order_by("section").values_list("section", flat=True).distinct()
    names = section_names()
    titles = {slug: names.title(slug) for slug in rows[:_ROLES_SHOWN]}
    return [slug if title == slug else f"{slug} ({title})" for slug, title in titles.items()]


class ColleagueForm(forms.Form):
    """Role, sections, and how the person is called and reached."""

    display_name = forms.CharField(
        label=gettext_lazy("Name that colleagues read"), max_length=150, required=False
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    sections = forms.CharField(label=gettext_lazy("Sections"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ", ".join(known_sections())
        hint = _(
            "Slugs with commas between them, for a moderator who is bound to them; empty is the whole paper."
        )
        there = _("There are: %(known)s.") % {"known": known} if known else ""
        self.fields["sections"].help_text = " ".join(filter(None, (hint, there)))
        self.fields["language"].choices = [("", _("The browser's")), *settings.LANGUAGES]  # type: ignore[attr-defined]

    def clean_sections(self) -> list[str]:
        return [slug.strip() for slug in self.cleaned_data["sections"].split(",") if slug.strip()]


class InviteForm(ColleagueForm):
    """A new colleague: also the name at the sign-in, and an address for the link."""

    name = forms.CharField(label=gettext_lazy("Name at the sign-in"), max_length=150)
    field_order = ["name", "display_name", "email", "role", "sections", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["name"].widget.attrs |= {
            "autocapitalize": "none",
            "spellcheck": "false",
            "autocomplete": "off",
        }


class FirstPasswordForm(forms.Form):
    """Twice, because nobody sees what they type."""

    password1 = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=gettext_lazy("The same once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        if self.cleaned_data.get("password1") not in (None, self.cleaned_data["password2"]):
            raise ValidationError(_("The two passwords are not the same."))
        return str(self.cleaned_data["password2"])
