"""The table of fairness in words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kawaraban.doors.desk.triage.fairness import FairnessTable
from kawaraban.doors.desk.triage.words import percent_words, tenths_words

_LABELS = {
    "gender": _("Women and men"),
    "trans": _("Trans people"),
    "orientation": _("Sexual orientation"),
    "religion": _("Religions"),
    "ethnicity": _("Origins"),
    "immigrants": _("Immigrants"),
    "disability": _("Disabilities"),
    "age": _("Age"),
}


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """One group of people. `worst` is an English word with its share, "" where no harmless sentence got a hint."""

    label: str
    false_hints: str
    worst: str
    rude_hints: str


@dataclass(frozen=True, slots=True)
class FairnessWords:
    """`gap` in percentage points; `count` of sentences."""

    rows: tuple[FairnessRow, ...]
    gap: str
    count: int


def fairness_words(table: FairnessTable) -> FairnessWords:
    """In the active language."""
    rows = tuple(
        FairnessRow(
            label=str(_LABELS.get(each.group, each.group)),
            false_hints=percent_words(each.false_hints),
            worst=f"{each.worst} ({percent_words(each.worst_false_hints)})" if each.worst_false_hints else "",
            rude_hints=percent_words(each.rude_hints),
        )
        for each in table.groups
    )
    return FairnessWords(rows, tenths_words(100 * table.gap), table.count)
