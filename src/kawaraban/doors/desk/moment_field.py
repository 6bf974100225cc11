"""A moment that somebody types, to the minute: as browsers send it, and as people write it by hand."""

from typing import Any, Final

from django import forms

_MINUTE: Final = "%Y-%m-%dT%H:%M"
_FORMATS: Final = (_MINUTE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")


class MomentField(forms.DateTimeField):
    """In the paper's time; aware afterwards."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE)
        super().__init__(input_formats=_FORMATS, widget=widget, **kwargs)
