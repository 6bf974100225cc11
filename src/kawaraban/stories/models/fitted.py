"""Texts of the paper's rows are fitted before they are checked: whoever writes them, a form, the wire or a program."""

from typing import Any

from django.db import models
from wagtail.fields import StreamField

from kawaraban.kit.fit import fit, fit_in, fit_line


class FittedTexts:
    """Mixed into a model before its own base."""

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        fit_texts(self)
        super().full_clean(*args, **kwargs)  # type: ignore[misc]


def fit_texts(row: Any) -> None:
    """Take out of every text of the row what no page and no feed can hold, also deep in the blocks of a body."""
    for field in row._meta.concrete_fields:
        if field.attname in row.get_deferred_fields():
            continue
        value = getattr(row, field.attname)
        if isinstance(field, StreamField):
            _fit_body(row, field, value)
        elif isinstance(value, str) and isinstance(field, models.CharField | models.TextField):
            fitted = fit_line(value) if isinstance(field, models.CharField) else fit(value)
            if fitted != value:
                setattr(row, field.attname, fitted)


def _fit_body(row: models.Model, field: Any, value: Any) -> None:
    raw = value.get_prep_value()
    fitted = fit_in(raw)
    if fitted != raw:
        setattr(row, field.attname, field.stream_block.to_python(fitted))
