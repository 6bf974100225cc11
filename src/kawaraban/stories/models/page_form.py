"""The form of every page in the editor: it offers the languages in which this paper writes."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from kawaraban.stories.languages import narrowed
from kawaraban.stories.models.paper_settings import PaperSettings


class PaperPageForm(WagtailAdminPageForm):
    """A page that was written in another language before keeps it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = PaperSettings.objects.current().languages
        if spoken and "language" in self.fields:
            field = self.fields["language"]
            field.choices = narrowed(field.choices, to={*spoken, self.instance.language})
