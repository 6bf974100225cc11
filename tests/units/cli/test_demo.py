"""`kawaraban demo` on papers that are not new: refused, forced, interrupted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.makers.demo import data_directory, found, run_demo

from kawaraban.cli import demo as command
from kawaraban.comments.models import Comment
from kawaraban.kit.clock import utc_now
from kawaraban.stories.models import FrontPage, PaperSettings, SectionPage, StandardPage, StoryPage
from kawaraban.stories.paper.actions import change_settings


@pytest.fixture
def root(db: None, tmp_path: Path) -> Iterator[Path]:
    with data_directory(tmp_path):
        yield tmp_path


def _own_story() -> StoryPage:
    front = FrontPage.objects.get()
    section = front.add_child(instance=SectionPage(title="Ours", slug="ours", language="en"))
    story: StoryPage = section.add_child(instance=StoryPage(title="Our own", slug="own", lead="It is ours."))
    return story


def test_a_paper_that_is_not_founded_is_refused_with_the_command_to_run(root: Path) -> None:
    result = run_demo()

    assert result.exit_code == 1
    assert "kawaraban init" in result.output


def test_a_paper_with_stories_of_its_own_is_refused_and_left_alone(root: Path) -> None:
    found()
    _own_story()

    result = run_demo()

    assert result.exit_code == 1
    assert "--force" in result.output
    assert StoryPage.objects.count() == 1
    assert not (root / "demo.json").exists()


def test_an_interrupted_loading_goes_on_with_the_same_present(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found()
    monkeypatch.setattr("kawaraban.cli.demo_paper.loading_threads.withdraw", _interrupted)
    first = run_demo()
    begun = json.loads((root / "demo.json").read_text())
    comments = Comment.objects.count()
    monkeypatch.undo()

    with data_directory(root):
        second = run_demo()

    finished = json.loads((root / "demo.json").read_text())
    assert isinstance(first.exception, KeyboardInterrupt | SystemExit)
    assert 0 < comments < Comment.objects.count()
    assert second.exit_code == 0, second.output
    assert finished == {"now": begun["now"], "finished": True}
    assert StoryPage.objects.values("slug").distinct().count() == StoryPage.objects.count()
    assert len(set(Comment.objects.values_list("name", "sent_at"))) == Comment.objects.count()


def test_4_3_what_the_publisher_has_set_is_kept(root: Path) -> None:
    found()
    own = PaperSettings.objects.get()
    own.time_zone, own.contact_email, own.imprint = "Asia/Tokyo", "desk@ours.example", "Ours, 1 Our Street"
    own.default_language, own.languages = "ja", ["ja", "en"]
    change_settings(own, now=utc_now())
    about = StandardPage.objects.get(slug="about")
    about.title = "About us"
    about.save_revision().publish()

    result = run_demo()

    now = PaperSettings.objects.get()
    assert result.exit_code == 0, result.output
    assert (now.name, now.time_zone) == ("The Tidewaiter", "Asia/Tokyo")
    assert (now.contact_email, now.imprint) == ("desk@ours.example", "Ours, 1 Our Street")
    assert (now.default_language, now.languages) == ("ja", ["ja", "en"])
    assert now.motto  # it was left open
    assert StandardPage.objects.get(slug="about").title == "About us"
    assert "tidewaiter" in StandardPage.objects.get(slug="contact").body.render_as_block().lower()


def _interrupted(**_words: object) -> None:
    raise KeyboardInterrupt


def test_a_mark_without_a_paper_is_no_reason_to_load_nothing(root: Path) -> None:
    mark = command.DemoMark(root / "demo.json")
    mark.write(now=utc_now(), finished=True)

    result = run_demo()

    assert "there already" not in result.output
