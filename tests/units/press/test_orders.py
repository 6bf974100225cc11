from datetime import datetime

import pytest
from django.db import transaction

from kawaraban.press.orders import latest_order_number, order_reprint, orders_after


@pytest.mark.django_db(transaction=True)
def test_an_order_outside_a_transaction_is_refused(noon: datetime) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        order_reprint(keys=["story-1"], reason="test", now=noon)


@pytest.mark.django_db
def test_orders_are_read_in_batches_with_the_newest_number_of_each_key(noon: datetime) -> None:
    with transaction.atomic():
        first = order_reprint(keys=["story-1", "list", "list"], reason="test", now=noon)
        second = order_reprint(keys=["story-1"], reason="test", now=noon)

    batch = orders_after(first.pk - 1)

    assert batch is not None
    assert batch.newest_of == {"story-1": second.pk, "list": first.pk}
    assert batch.newest == latest_order_number() == second.pk
    assert orders_after(second.pk) is None


@pytest.mark.django_db
def test_a_long_log_is_taken_in_bites(noon: datetime) -> None:
    with transaction.atomic():
        orders = [order_reprint(keys=[f"story-{number}"], reason="test", now=noon) for number in range(5)]

    batch = orders_after(orders[0].pk - 1, limit=2)

    assert batch is not None
    assert batch.newest == orders[1].pk
