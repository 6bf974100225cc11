"""What becomes of leases that several ask for: what each was told, as JSON."""

import json
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from tests.rigs.nodes.together import at_once  # noqa: E402

from kawaraban.press.lease import hold, let_go, note_node, other_nodes  # noqa: E402
from kawaraban.press.models import Lease  # noqa: E402
from kawaraban.press.printing.worker import Task, Where  # noqa: E402

NODES = ("first", "second")


def asked_at_once() -> dict[str, int]:
    held: list[int] = []
    failures = at_once(
        lambda thread, number: (
            held.append(number) if hold(f"duty {number}", seconds=60, by=NODES[thread]) else None
        ),
        times=100,
    )
    assert not failures, failures
    return {"held": len(set(held)), "both": len(held) - len(set(held))}


def runs_of_a_task() -> dict[str, list[str]]:
    ran: dict[str, list[str]] = {}
    for where in Where:
        ran[where.value] = []
        for node in NODES:
            if Task("x " + where.value, 10.0, lambda: None, where).run_here(by=node):
                ran[where.value].append(node)
    return ran


def others() -> list[str]:
    own = settings.NODE
    settings.NODE = "second"
    note_node(seconds=60)
    settings.NODE = own
    note_node(seconds=60)
    return other_nodes()


def main() -> None:
    Lease.objects.all().delete()
    told: dict[str, object] = {"asked_at_once": asked_at_once()}
    told["goes_on"] = [hold("printing", seconds=0.5, by="first"), hold("printing", seconds=0.5, by="first")]
    told["while_it_lives"] = hold("printing", seconds=60, by="second")
    deadline = time.monotonic() + 30
    while not hold("printing", seconds=60, by="second"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    told["after_its_time"] = hold("printing", seconds=60, by="second")
    let_go(by="second")
    told["after_it_let_go"] = hold("printing", seconds=60, by="first")
    told["runs_of_a_task"] = runs_of_a_task()
    told["other_nodes"] = others()
    Lease.objects.all().delete()
    print(json.dumps(told))


main()
