"""The published policy against the record, which holds every word of it: versions, texts and grounds.

A version that was founded before the record told of policies is not compared; one that was put in later is named.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from kawaraban.law.models import PolicyVersion
from kawaraban.law.record.check.entries import Read, Said
from kawaraban.law.record.check.report import CheckReport
from kawaraban.law.record.check.rows import added, changed, deleted

_PREFIX = "policy:"
_WRITTEN = frozenset({"policy_published", "policy_revised"})
_DROPPED = "policy_dropped"


class PolicyCheck:
    """There are few versions: the newest word about each is kept."""

    def __init__(self, report: CheckReport) -> None:
        self._report = report
        self._said: dict[int, tuple[int, Said]] = {}

    def take(self, entry: Read, said: Said | None) -> None:
        """What was published, changed or taken back."""
        if said is None or not entry.subject.startswith(_PREFIX):
            return
        number = int(entry.subject.removeprefix(_PREFIX))
        if entry.kind in _WRITTEN:
            self._said[number] = (entry.number, said)
        elif entry.kind == _DROPPED:
            self._said.pop(number, None)

    def flush(self) -> None:
        """Nothing waits."""

    def problems(self) -> Iterator[str]:
        """Version by version."""
        first = min(self._said, default=None)
        versions = PolicyVersion.objects.order_by("number").prefetch_related("texts", "grounds")
        for version in versions:
            name = f"{_PREFIX}{version.number}"
            found = self._said.pop(version.number, None)
            if found is None and (first is None or version.number < first):
                self._report.uncompared_count += 1
            elif found is None:
                yield added(name)
            elif _as_published(version) != _as_said(found[1]):
                yield changed(found[0], name)
            else:
                self._report.rows_count += 1
        for number, (entry_number, _said) in sorted(self._said.items()):
            yield deleted(entry_number, f"{_PREFIX}{number}")


def _as_published(version: PolicyVersion) -> tuple[Any, ...]:
    texts = {text.language: [text.introduction, text.responsibility] for text in version.texts.all()}
    grounds = [
        {"code": row.code, "parent": row.parent, "words": row.words, "position": row.position}
        for row in version.grounds.all()
    ]
    return version.effective_at, texts, grounds


def _as_said(said: Said) -> tuple[Any, ...]:
    grounds = [{**ground, "position": place} for place, ground in enumerate(said["grounds"])]
    return datetime.fromisoformat(said["effective_at"]), said["texts"], grounds
