"""The page on which a person chooses their keys, and whether they see what the model suspects."""

from collections.abc import Mapping
from dataclasses import dataclass

from kawaraban.doors.desk.keys.table import GROUND_PREFIX, KEY_ROWS, Keys, default_keys
from kawaraban.law.grounds import Ground
from kawaraban.law.policy.wording import ground_label


@dataclass(frozen=True, slots=True)
class KeyField:
    """One key to choose. `own` is the desk's own; `error` a sentence or ""."""

    name: str
    label: str
    key: str
    own: str
    error: str


@dataclass(frozen=True, slots=True)
class KeysPage:
    """`is_kept`: they were changed just now."""

    are_on: bool
    acts: tuple[KeyField, ...]
    grounds: tuple[KeyField, ...]
    is_kept: bool

    @property
    def has_errors(self) -> bool:
        return any(field.error for field in (*self.acts, *self.grounds))


@dataclass(frozen=True, slots=True)
class HintsView:
    """`are_shown` by the paper; `are_hidden` by this person; `is_kept`: that was chosen just now."""

    are_shown: bool
    are_hidden: bool
    is_kept: bool


def keys_page(keys: Keys, *, wrong: Mapping[str, str], is_kept: bool) -> KeysPage:
    """The keys as they were chosen or tried."""
    own = default_keys()
    return KeysPage(
        are_on=keys.are_on,
        acts=tuple(
            KeyField(
                name=f"act-{row.code}",
                label=str(row.label),
                key=keys.acts[row.code],
                own=row.key,
                error=wrong.get(row.code, ""),
            )
            for row in KEY_ROWS
        ),
        grounds=tuple(
            KeyField(
                name=f"ground-{ground.value}",
                label=ground_label(ground),
                key=keys.grounds[ground.value],
                own=own.grounds[ground.value],
                error=wrong.get(GROUND_PREFIX + ground.value, ""),
            )
            for ground in Ground
        ),
        is_kept=is_kept,
    )
