"""2.6: what a moderator decides is on the page that readers get, at once; the benchmark's row P1 measures how soon."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.rigs.serve_factory import ROOT, Served, environment, make_paper

pytestmark = pytest.mark.serve

PREPARES = """
import django
django.setup()
from datetime import timedelta
from tests import stories_factories as made
from tests.makers.comments import NOON
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.people.models import User
version = PolicyVersion.objects.create(number=1, effective_at=NOON - timedelta(days=9))
PolicyText.objects.create(version=version, language="en", introduction="Be kind.", responsibility="You answer.")
User.objects.create_user("mika", password="a long password", role="publisher")
made.publish(made.make_story(made.make_section(made.make_paper())))
"""


def run(data: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        env=environment(data),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


def test_2_06_a_decision_is_on_the_page_and_the_benchmark_tells_how_soon(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    run(data, "-c", PREPARES)

    with Served.started(data) as paper:
        told = json.loads(run(data, "-m", "bench.deciding", str(paper.port), "3").splitlines()[-1])
        shown = paper.ask("/city/port-reopens/").body.count(b"who pays for the second opinion?")

    assert shown == 3
    assert 0 < told["p50_ms"] <= told["p99_ms"]
