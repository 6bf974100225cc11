"""The layer in use, as this process has it: the version that is published, and the lessons since, stepped on top.

A decision writes its lesson as a row in its own transaction. Every process steps it when it next asks: all in the same
order, so that all come to the same layer; and what was rolled back was never learnt. Where a row that was stepped says
something else meanwhile, since the decision was taken back, the steps are made anew.
"""

import hashlib
import logging
import threading
import time
import zlib
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.db.models import Count, Max, Sum

from kawaraban.kit.signing import derived_key
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.mixing import PlaceKeys, keys_of
from kawaraban.triage.learning.written import DamagedLayer, layer_from
from kawaraban.triage.model.scorer import Model
from kawaraban.triage.models import SiteVersion
from kawaraban.triage.taught.lessons import LessonRow, decided, lessons, with_lesson
from kawaraban.triage.taught.rules import Rules

logger = logging.getLogger(__name__)

# Of younger lessons so many are stepped; soon after, all are learnt anew. And so many in one call: somebody waits.
MOST_STEPPED: Final = 256
AT_ONCE: Final = 64
CODE_SIGNS: Final = 12


@dataclass(frozen=True, slots=True)
class Layer:
    """What is in use. `code` names it: the same code, the same layer. None where nothing was learnt."""

    site: SiteLayer | None
    code: str = ""


def site_keys() -> PlaceKeys:
    """Those of this paper: from the secret of its data directory, which is not in the database."""
    return keys_of(derived_key(settings.SECRET_KEY, "triage features"))


def layer_of(version: SiteVersion) -> SiteLayer:
    """The layer of a version. Raises DamagedLayer."""
    try:
        written = zlib.decompress(bytes(version.weights))
    except zlib.error as fault:
        raise DamagedLayer("it cannot be unpacked") from fault
    return layer_from(written, site_keys())


@dataclass(slots=True)
class _State:
    """A version, and which lessons were stepped on top of it, in their order."""

    version: int | None
    base: str
    start: int
    site: SiteLayer
    code: str
    stepped: list[tuple[int, bool]] = field(default_factory=list)


class KeptLayer:
    """What this process has. Many threads ask; one of them steps, and the others go on with what there is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: _State | None = None
        self._seen: tuple[object, ...] | None = None
        self._looked_at = 0.0

    def layer(self, rules: Rules, model: Model) -> Layer:
        """As the rules say. Two short queries, and none where somebody has just looked."""
        state = self._state
        is_same = state is not None and (state.version, state.base) == (rules.version_id, model.version)
        if is_same and time.monotonic() - self._looked_at < settings.TRIAGE_RULES_SECONDS:
            return _as_layer(state)
        if not self._lock.acquire(blocking=not is_same):
            return _as_layer(state)
        try:
            self._look(rules, model)
            self._looked_at = time.monotonic()
            return _as_layer(self._state)
        finally:
            self._lock.release()

    def _look(self, rules: Rules, model: Model) -> None:
        state = self._state
        if state is None or (state.version, state.base) != (rules.version_id, model.version):
            state, self._seen = _begun(rules, model), None
        start = max(state.start, rules.forgets_up_to)
        seen = (rules.learns, start, *_mark(start)) if rules.learns else (False,)
        if seen != self._seen or state is not self._state:
            found = decided(with_lesson().filter(pk__gt=start)[:MOST_STEPPED]) if rules.learns else []
            state = _stepped(state, found, rules, model)
            is_done = len(state.stepped) == len(found)
            self._seen = seen if is_done else None
            self._state = state


def _as_layer(state: _State | None) -> Layer:
    if state is None or not state.code:
        return Layer(None)
    return Layer(state.site, state.code[:CODE_SIGNS])


def _mark(start: int) -> tuple[object, ...]:
    """Another one where a lesson came, went, or says something else."""
    first = with_lesson().filter(pk__gt=start)[:MOST_STEPPED]
    return tuple(first.aggregate(Count("pk"), Max("pk"), Sum("lesson")).values())


def _begun(rules: Rules, model: Model) -> _State:
    """The version of the rules. One that stands on another base says nothing any more: all is learnt anew soon."""
    version = SiteVersion.objects.filter(pk=rules.version_id).first() if rules.version_id else None
    if version is not None and version.base == model.version:
        try:
            return _State(version.pk, model.version, version.up_to, layer_of(version), version.digest)
        except DamagedLayer as damage:
            logger.warning("What the desk taught cannot be read (%s): the model goes on without it.", damage)
    start = version.up_to if version else 0
    untaught = SiteLayer.untaught(base=model.version, keys=site_keys())
    return _State(rules.version_id, model.version, start, untaught, "")


def _stepped(state: _State, found: list[LessonRow], rules: Rules, model: Model) -> _State:
    """With the next of these lessons; from the version on where those that were stepped are others by now."""
    known = [(each.number, each.breaks) for each in found[: len(state.stepped)]]
    if known != state.stepped:
        state = _begun(rules, model)
    new = found[len(state.stepped) :][:AT_ONCE]
    if not new:
        return state
    site, code = state.site.copy(), state.code
    for each, lesson in lessons(new, model):
        site.step(lesson.features, breaks=lesson.breaks)
        code = hashlib.sha256(f"{code}{each.number}:{int(each.breaks)}".encode()).hexdigest()
    stepped = [*state.stepped, *((each.number, each.breaks) for each in new)]
    return _State(state.version, state.base, state.start, site, code, stepped)


KEPT: Final = KeptLayer()
