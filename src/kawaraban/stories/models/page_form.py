"""The form of every page in the editor: the languages of this paper, and an address made from the title."""

import re
from typing import Any, Final

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import SlugInput

from kawaraban.kit.slugs import small
from kawaraban.stories.languages import narrowed
from kawaraban.stories.models.paper_settings import PaperSettings

# The browser writes small letters as English does.
_LETTERS_APART: Final = ("I", "İ")


class PaperPageForm(WagtailAdminPageForm):
    """A page that was written in another language before keeps it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = PaperSettings.objects.current().languages
        if spoken and "language" in self.fields:
            field = self.fields["language"]
            field.choices = narrowed(field.choices, to={*spoken, self.instance.language})
        if "slug" in self.fields:
            field = self.fields["slug"]
            field.required = False
            field.widget = _slug_input(self._language(), attrs=field.widget.attrs)

    def clean(self) -> dict[str, Any]:
        """Without an address of its own, a new page gets that of its title, or a number where it has no letter."""
        said = self.cleaned_data
        if "slug" in self.fields and not said.get("slug") and said.get("title") and "slug" not in self.errors:
            self.instance.title = said["title"]
            said["slug"] = self._free_slug(
                self.instance.slug_from_title(said.get("language") or self._language())
            )
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """A new story knows its language before its topics are looked for: it has no place in the tree yet."""
        self.instance.language = self.instance.language or self._language()
        return super().save(commit=commit)

    def _language(self) -> str:
        parent = self.parent_page.specific if self.parent_page else None
        return str(self.instance.language or getattr(parent, "language", "") or "en")

    def _free_slug(self, stem: str) -> str:
        number, slug = 1, stem
        while not self.instance._slug_is_available(slug, self.parent_page, self.instance):
            number += 1
            slug = f"{stem}-{number}"
        return slug


def _slug_input(language: str, *, attrs: dict[str, Any]) -> SlugInput:
    """Wagtail's, which knows how this language writes its capitals small."""
    unlike = [(re.compile(sign), small(sign, language=language)) for sign in _LETTERS_APART]
    formatters = [(sign, letter) for sign, letter in unlike if letter != sign.pattern.lower()]
    return SlugInput(attrs=attrs, formatters=formatters or None)
