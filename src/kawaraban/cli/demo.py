"""`kawaraban demo`: fills a new paper with the demo paper, "The Tidewaiter" of Tarrowmouth."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.env import data_dir
from kawaraban.kit.clock import utc_now

if TYPE_CHECKING:
    from kawaraban.cli.demo_paper.loading_stories import Newsroom
    from kawaraban.cli.demo_paper.stories import WrittenStory
    from kawaraban.stories.models import StoryPage


@dataclass(frozen=True, slots=True)
class DemoMark:
    """The file that remembers the loading: an interrupted one goes on with the same present."""

    path: Path

    def begun_at(self) -> datetime | None:
        return datetime.fromisoformat(str(self._read()["now"])) if self.path.exists() else None

    def is_finished(self) -> bool:
        return self.path.exists() and bool(self._read()["finished"])

    def write(self, *, now: datetime, finished: bool) -> None:
        self.path.write_text(json.dumps({"now": now.isoformat(), "finished": finished}), encoding="utf-8")

    def _read(self) -> dict[str, str | bool]:
        return dict(json.loads(self.path.read_text(encoding="utf-8")))


@click.command()
@click.option("--force", is_flag=True, help="Also into a paper that has stories of its own.")
@data_option
def demo(*, force: bool) -> None:
    """Fill a new paper with the demo paper: stories, pictures, threads, a queue. What is there is kept."""
    start_django()
    from django.conf import settings

    if "kawaraban.stories" not in settings.INSTALLED_APPS:
        raise click.ClickException(
            "The demo paper has stories. This one is of comments alone, and is kept as it is."
        )
    from kawaraban.stories.models import FrontPage, StoryPage

    mark = DemoMark(data_dir().root / "demo.json")
    has_stories = StoryPage.objects.exists()
    if mark.is_finished() and has_stories:
        click.echo("The demo paper is there already; nothing was changed.")
    elif not FrontPage.objects.exists():
        raise click.ClickException("This paper is not founded yet. Run first: kawaraban init DIR")
    elif has_stories and mark.begun_at() is None and not force:
        raise click.ClickException(
            "This paper has stories of its own, and the demo paper would change its name, and its pages where nobody "
            "has edited them. "
            "If that is what you want: --force"
        )
    else:
        _load(mark, now=(has_stories and mark.begun_at()) or utc_now().replace(microsecond=0))
    _tell_addresses(settings.SITE_URL)


def _load(mark: DemoMark, *, now: datetime) -> None:
    from kawaraban.cli.demo_paper import loading_paper as paper
    from kawaraban.cli.demo_paper.loading_stories import (
        Newsroom,
        cut_pictures,
        lead_with,
        publish_story,
    )
    from kawaraban.cli.demo_paper.loading_threads import play_threads
    from kawaraban.cli.demo_paper.stories import read_stories
    from kawaraban.cli.demo_paper.written import table
    from kawaraban.stories.models import FrontPage
    from kawaraban.triage.taught.published import retrain

    mark.write(now=now, finished=False)
    written, front = table("paper.toml"), FrontPage.objects.get()
    click.echo("Naming the paper, taking on its staff")
    paper.name_paper(written, now=now)
    staff = paper.take_on_staff(written, now=now)
    paper.date_policy(publisher=staff["publisher"], now=now)
    paper.fill_duties(written, publisher=staff["publisher"], now=now)
    paper.write_pages(front=front)
    sections, authors = paper.found_sections(written, front=front), paper.introduce_authors(written)
    newsroom = Newsroom(sections, authors, staff["editor"], written["credit"])

    stories = {}
    for story in read_stories():
        click.echo(f"Publishing “{story.headline}”")
        stories[story.slug] = publish_story(story, newsroom=newsroom, now=now), story
    lead_with(stories[written["lead_story"]][0], front=front, title=written["name"])
    click.echo("Cutting the pictures to size")
    cut_pictures(page for page, _story in stories.values())
    click.echo("Playing the threads: sending, approving, refusing")
    count = play_threads(stories, moderators=[staff["moderator"], staff["editor"]], now=now)
    click.echo(f"{count} comments are in")
    click.echo("Learning what the desk decided")
    retrain(now=now)
    _after_the_threads(list(stories.values()), newsroom=newsroom, now=now)
    mark.write(now=now, finished=True)


def _after_the_threads(
    stories: Sequence["tuple[StoryPage, WrittenStory]"], *, newsroom: "Newsroom", now: datetime
) -> None:
    from kawaraban.cli.demo_paper.loading_reads import tell_reads
    from kawaraban.cli.demo_paper.loading_stories import close_story

    for page, story in stories:
        if story.closed_reason:
            close_story(page, story, newsroom=newsroom)
        tell_reads(page.key, reads_count=story.reads_count, published_at=now - story.published_ago, now=now)


def _tell_addresses(site_url: str) -> None:
    from kawaraban.cli.demo_paper.loading_paper import PASSWORD

    click.echo(
        f"\n  paper    {site_url}/\n"
        f"  desk     {site_url}/desk/      mika (moderator)\n"
        f"  editor   {site_url}/editor/    ines (editor), leyla (publisher)\n"
        f"  all three sign in with the password {PASSWORD}\n"
    )
