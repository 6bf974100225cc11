"""Time goes by, and pages that say so are printed again."""

from datetime import datetime, timedelta

from kawaraban.law.models import PolicyVersion
from kawaraban.press.models import ReprintOrder
from kawaraban.stories.clock import Clock


def test_a_policy_that_comes_into_force_is_printed_once(policy: PolicyVersion, noon: datetime) -> None:
    clock = Clock(noon)
    PolicyVersion.objects.create(number=2, effective_at=noon + timedelta(minutes=5))

    ticks = [clock.tick(now=noon + timedelta(minutes=minutes)) for minutes in (1, 4, 6, 7)]

    assert ticks == [False, False, True, False]
    assert ReprintOrder.objects.get().keys == ["paper"]


def test_what_became_due_while_no_worker_ran_is_made_good(policy: PolicyVersion, noon: datetime) -> None:
    PolicyVersion.objects.create(number=2, effective_at=noon - timedelta(hours=3))

    assert Clock(noon).tick(now=noon) is True
