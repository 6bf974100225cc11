"""What the nodes found, kept: the worker writes, the desk reads. No page looks at the machine itself.

keep(node="one", kind=LookKind.QUICK, findings=found, now=now)
standing(now=now)                   # every node's findings, each once, faults first
ask_for_another_look(now=now)       # every node looks again within seconds
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import F, Q

from kawaraban.alerts.health.findings import HealthFinding, from_kept, to_kept
from kawaraban.alerts.models import HealthReport
from kawaraban.press.turn import one_turn


class LookKind(StrEnum):
    """The codes are stored."""

    QUICK = "quick"  # what is cheap
    SLOW = "slow"  # the network is asked, and every file is looked at


PERIODS: Final = {LookKind.QUICK: timedelta(minutes=2), LookKind.SLOW: timedelta(hours=1)}
# A node that is silent for so long has no worker that does its work.
SILENT: Final = timedelta(minutes=10)
# One that is silent for so long was taken away.
_GONE: Final = timedelta(days=3)
# A clock that was set back must not keep a node from looking for years.
_AHEAD: Final = timedelta(minutes=5)
_NODES_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class NodeFinding:
    """A finding, and where it was found."""

    node: str
    finding: HealthFinding


@dataclass(frozen=True, slots=True)
class HealthStanding:
    """`looked_at`: the oldest of the nodes' latest looks; None where nobody has looked yet."""

    faults: tuple[NodeFinding, ...]
    advice: tuple[NodeFinding, ...]
    nodes: tuple[str, ...]
    looked_at: datetime | None
    is_asked: bool


def due(*, node: str, now: datetime) -> list[LookKind]:
    """Which looks of this node are due: never made, too old, or asked for. One query."""
    rows = {row.kind: row for row in HealthReport.objects.filter(node=node)}
    return [kind for kind in LookKind if kind not in rows or _is_due(rows[kind], PERIODS[kind], now)]


def _is_due(row: HealthReport, period: timedelta, now: datetime) -> bool:
    is_asked = row.asked_at is not None and row.asked_at > row.looked_at
    return is_asked or not now - period < row.looked_at < now + _AHEAD


def keep(*, node: str, kind: LookKind, findings: Iterable[HealthFinding], now: datetime) -> None:
    """This is what the node found. Rows of nodes that were taken away go."""
    with one_turn():
        HealthReport.objects.update_or_create(
            node=node, kind=kind, defaults={"looked_at": now, "findings": to_kept(findings)}
        )
        HealthReport.objects.filter(looked_at__lt=now - _GONE).exclude(node=node).delete()


def ask_for_another_look(*, now: datetime) -> bool:
    """Every node looks again, all it can. False where that was asked already and nobody has looked since."""
    unasked = Q(asked_at=None) | Q(asked_at__lte=F("looked_at"))
    with one_turn():
        return bool(HealthReport.objects.filter(unasked).update(asked_at=now))


def standing(*, now: datetime) -> HealthStanding:
    """What the latest looks found, and the nodes that have not looked. One query."""
    rows = list(HealthReport.objects.order_by("node", "kind")[: _NODES_SHOWN * len(LookKind)])
    quick = [row for row in rows if row.kind == LookKind.QUICK]
    found = [NodeFinding(row.node, each) for row in rows for each in from_kept(row.findings)]
    found += [_silent(row) for row in quick if row.looked_at < now - SILENT]
    return HealthStanding(
        faults=tuple(each for each in found if not each.finding.is_advice),
        advice=tuple(each for each in found if each.finding.is_advice),
        nodes=tuple(row.node for row in quick),
        looked_at=min((row.looked_at for row in quick), default=None),
        is_asked=any(row.asked_at is not None and row.asked_at > row.looked_at for row in rows),
    )


def _silent(row: HealthReport) -> NodeFinding:
    moment = row.looked_at.isoformat(timespec="minutes")
    return NodeFinding(
        row.node,
        HealthFinding(
            "worker",
            f"{row.node} has not looked after itself since {moment}. Run kawaraban check there.",
        ),
    )
