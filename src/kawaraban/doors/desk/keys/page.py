"""The page on which a person chooses their keys."""

from collections.abc import Mapping
from dataclasses import dataclass

from kawaraban.doors.desk.keys.table import ACTS, GROUND_PREFIX, Keys, default_keys
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


def keys_page(keys: Keys, *, wrong: Mapping[str, str], is_kept: bool) -> KeysPage:
    """The keys as they were chosen or tried."""
    own = default_keys()
    return KeysPage(
        are_on=keys.are_on,
        acts=tuple(
            KeyField(
                name=f"act-{act.code}",
                label=str(act.label),
                key=keys.acts[act.code],
                own=act.key,
                error=wrong.get(act.code, ""),
            )
            for act in ACTS
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
