"""When somebody wants a mail that comments wait."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_MOST_TIMES = 6


class DigestForm(forms.Form):
    """All empty: no mail."""

    times = forms.CharField(
        label=gettext_lazy("At these times of day"),
        required=False,
        help_text=gettext_lazy(
            "In the paper's time zone, with commas between them, for example 9:00, 17:30."
        ),
    )
    more_than = forms.IntegerField(
        label=gettext_lazy("When more waits than"),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=gettext_lazy("Comments, reports, notices of illegal content and appeals together."),
    )
    longer_than_hours = forms.IntegerField(
        label=gettext_lazy("When something waits longer than so many hours"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=gettext_lazy("One of any of these."),
    )

    def clean_times(self) -> list[str]:
        parts = [part for part in re.split(r"[,;،、\s]+", self.cleaned_data["times"]) if part]
        matches = [_TIME.fullmatch(part) for part in parts]
        if not all(matches):
            raise ValidationError(_("A time looks like 9:00 or 17:30."))
        times = sorted({f"{int(match[1]):02d}:{match[2]}" for match in matches if match})
        if len(times) > _MOST_TIMES:
            raise ValidationError(_("At most %(most)d times a day.") % {"most": _MOST_TIMES})
        return times
