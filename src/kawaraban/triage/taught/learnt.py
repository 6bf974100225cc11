"""Learning all lessons of a paper anew, and whether what comes of it may be put to use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.db.models import Q

from kawaraban.triage.learning.gates import Sides, order, refusals
from kawaraban.triage.learning.languages import Language, Languages
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.many import logits_of
from kawaraban.triage.learning.retraining import Lesson, Retrained, retrain
from kawaraban.triage.learning.written import DamagedLayer, layer_bytes, layer_from
from kawaraban.triage.model.scorer import Model
from kawaraban.triage.models import SiteVersion
from kawaraban.triage.taught.fairness import gap_of
from kawaraban.triage.taught.kept import layer_of, site_keys
from kawaraban.triage.taught.layer import Taught
from kawaraban.triage.taught.lessons import LessonRow, decided, lessons, newest_of_each, with_lesson
from kawaraban.triage.taught.rules import Rules
from kawaraban.triage.taught.suggested import suggested_lessons

# So many of the newest are learnt from: some 50 MB while it lasts, and some seconds.
MOST_LESSONS: Final = 6_000
# A decision can still be taken back; only after that is it learnt for good.
_SURELY_OVER: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class LearntAnew:
    """A layer, the newest lesson that is in it, of how many it is, and what stands against it (`gates.refusals`)."""

    layer: SiteLayer
    up_to: int
    count: int
    refusals: Sequence[str]
    figures: dict[str, Any]


def learn(rules: Rules, model: Model, *, now: datetime) -> LearntAnew | None:
    """None where the lessons are all of one kind.

    Where something stands against what comes of the desk's lessons and of what clients suggest together, and nothing
    against the desk's alone, it is the latter: no client keeps a desk from being learnt from.
    """
    used = SiteVersion.objects.filter(pk=rules.version_id).first() if rules.version_id else None
    left_out = _left_out(used, rules)
    learning = _Learning(_lessons(left_out, model, now=now), used, _layer_used(used, model), left_out)
    suggested = suggested_lessons()
    learnt = learning.of(suggested, model)
    if suggested and (learnt is None or learnt.refusals):
        of_desk = learning.of([], model)
        if of_desk is not None and not of_desk.refusals:
            return of_desk
    return learnt


@dataclass(frozen=True, slots=True)
class _Learning:
    """The lessons of the desk, and what is in use."""

    pairs: Sequence[tuple[LessonRow, Lesson]]
    used: SiteVersion | None
    before: SiteLayer | None
    left_out: list[list[int]]

    def of(self, suggested: Sequence[Lesson], model: Model) -> LearntAnew | None:
        """From the desk's lessons and these; None where they are all of one kind."""
        every = [*(lesson for _decided, lesson in self.pairs), *suggested]
        if len({lesson.breaks for lesson in every}) < 2:
            return None
        found = retrain(every, before=SiteLayer.untaught(base=model.version, keys=site_keys()))
        found.layer.languages = _languages(every, found)
        layer = layer_from(layer_bytes(found.layer), site_keys())
        on_base = _on_base(found, own=len(self.pairs))
        on_used = _on_used(self.pairs, found, self.before, self.used)
        gaps = gap_of(Taught(model, self.before)), gap_of(Taught(model, layer))
        against = refusals(on_base, on_used, gaps)
        figures = _figures(on_base, on_used, gaps, found) | {
            "refused": list(against),
            "left_out": self.left_out,
            "suggested": len(suggested),
        }
        up_to = max((each.number for each, _lesson in self.pairs), default=0)
        return LearntAnew(layer, up_to, len(every), against, figures)


def _left_out(used: SiteVersion | None, rules: Rules) -> list[list[int]]:
    """Lessons from just after the first of each pair to the second: those that somebody went back behind."""
    known: list[list[int]] = list(used.figures.get("left_out", [])) if used else []
    start = used.up_to if used else 0
    return [*known, [start, rules.forgets_up_to]] if rules.forgets_up_to > start else known


def _lessons(
    left_out: Sequence[Sequence[int]], model: Model, *, now: datetime
) -> list[tuple[LessonRow, Lesson]]:
    over = now - timedelta(seconds=settings.UNDO_SECONDS) - _SURELY_OVER
    rows = with_lesson().filter(decided_at__lte=over)
    for after, to in left_out:
        rows = rows.exclude(Q(pk__gt=after, pk__lte=to))
    newest = decided(rows.order_by("-pk")[:MOST_LESSONS])
    return list(lessons(newest_of_each(newest[::-1]), model))


def _languages(every: Sequence[Lesson], found: Retrained) -> Languages:
    codes = np.array([lesson.language for lesson in every])
    by_code = {}
    for code in sorted({lesson.language for lesson in every} - {""}):
        here = codes == code
        labels = found.labels[here]
        by_code[code] = Language(len(labels), int(labels.sum()), order(labels, found.kept_back[here]))
    return Languages(by_code)


def _layer_used(used: SiteVersion | None, model: Model) -> SiteLayer | None:
    if used is None or used.base != model.version:
        return None
    try:
        return layer_of(used)
    except DamagedLayer:
        return None


def _on_base(found: Retrained, *, own: int) -> Sides:
    """The lessons of this desk, which come first: what others suggest may not cover that it sorts these worse.

    All of them where the desk itself has decided too little to say anything.
    """
    of_desk = Sides(found.labels[:own], found.base[:own], found.kept_back[:own])
    return of_desk if of_desk.says_something else Sides(found.labels, found.base, found.kept_back)


def _on_used(
    pairs: Sequence[tuple[LessonRow, Lesson]],
    found: Retrained,
    before: SiteLayer | None,
    used: SiteVersion | None,
) -> Sides | None:
    """The lessons that are younger than what is in use."""
    if before is None or used is None:
        return None
    younger = [place for place, (each, _lesson) in enumerate(pairs) if each.number > used.up_to]
    said = logits_of(before, [pairs[place][1].features for place in younger])
    return Sides(found.labels[younger], said, found.kept_back[younger])


def _figures(
    on_base: Sides, on_used: Sides | None, gaps: tuple[float, float], found: Retrained
) -> dict[str, Any]:
    compared = on_used if on_used is not None and on_used.says_something else on_base
    before, after = (round(each, 4) for each in compared.orders)
    base, learnt = (round(each, 4) for each in on_base.orders)
    return {
        "auc_before": before,
        "auc_after": after,
        "auc_base": base,
        "auc_learnt": learnt,
        "lessons": len(on_base.labels),
        "compared": len(compared.labels),
        "broke": int(on_base.labels.sum()),
        "share": found.share,
        "gap_before": round(gaps[0], 4),
        "gap_after": round(gaps[1], 4),
        "languages": {
            code: [each.lessons, each.broke, round(each.auc, 4)]
            for code, each in found.layer.languages.by_code.items()
        },
    }
