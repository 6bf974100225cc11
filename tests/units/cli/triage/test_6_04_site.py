"""6.4: on the command line one sees what is in use, learns anew, and goes back."""

import pytest
from click.testing import CliRunner
from tests.makers.comments import NOON
from tests.makers.triage.lessons import taught

from kawaraban.cli.main import main
from kawaraban.cli.triage import site as triage_site
from kawaraban.comments.models import Thread
from kawaraban.people.models import User
from kawaraban.triage.model.scorer import base_model
from kawaraban.triage.models import SiteVersion
from kawaraban.triage.taught.layer import current

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django runs already, over the test's database."""
    monkeypatch.setattr(triage_site, "start_django", lambda: None)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["triage", *arguments])
    assert result.exit_code in (0, 1), result.output
    return result.output


def test_6_04_a_paper_without_decisions_has_the_base_model() -> None:
    said = run("status")

    assert f"In use: {base_model().version} (" in said
    assert "Lessons: 0." in said
    assert "too little to learn from" in run("retrain")


def test_6_04_what_was_learnt_is_in_use_until_somebody_goes_back(thread: Thread, moderator: User) -> None:
    taught(thread, moderator, range(1, 151), now=NOON.replace(year=2020))

    learnt = run("retrain")

    version = SiteVersion.objects.get()
    assert f"{version.digest[:12]}  " in learnt
    assert "150 lessons" in learnt
    assert f"In use: {base_model().version}+{version.digest[:12]}" in run("status")
    assert run("back", "base") == "In use: the base model.\n"
    assert current().version == base_model().version
    assert run("back", version.digest[:8]) == f"In use: {version.digest[:12]}.\n"
    assert "No version begins with ffff" in run("back", "ffff")
