"""The stories of the demo paper as they are written in `stories/*.md`."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from kawaraban.cli.demo_paper.body import Block, blocks
from kawaraban.cli.demo_paper.written import FOLDER, head_and_text, span


@dataclass(frozen=True, slots=True)
class WrittenCorrection:
    ago: timedelta
    text: str


@dataclass(frozen=True, slots=True)
class WrittenStory:
    """One file. Every `ago` is before the paper was loaded; `closed_ago` is None while comments are open."""

    slug: str
    section: str
    language: str
    headline: str
    lead: str
    dateline: str
    bylines: tuple[str, ...]
    topics: tuple[str, ...]
    published_ago: timedelta
    picture: Path
    alt: str
    caption: str
    reads_count: int
    corrections: tuple[WrittenCorrection, ...]
    closed_ago: timedelta | None
    closed_reason: str
    body: list[Block]


def read_stories() -> list[WrittenStory]:
    """Every story, the oldest first. Raises BadlyWritten."""
    stories = [read_story(path) for path in sorted((FOLDER / "stories").glob("*.md"))]
    return sorted(stories, key=lambda story: -story.published_ago)


def read_story(path: Path) -> WrittenStory:
    """One story. Raises BadlyWritten, and KeyError where its head lacks a line."""
    head, text = head_and_text(path)
    return WrittenStory(
        slug=path.stem,
        section=head["section"],
        language=head.get("language", "en"),
        headline=head["headline"],
        lead=head["lead"],
        dateline=head["dateline"],
        bylines=tuple(head["bylines"]),
        topics=tuple(head["topics"]),
        published_ago=span(head["published"]),
        picture=FOLDER / "pictures" / f"{head['picture']}.webp",
        alt=head["alt"],
        caption=head["caption"],
        reads_count=head["reads"],
        corrections=tuple(_correction(row) for row in head.get("corrections", ())),
        closed_ago=span(head["closed"]) if "closed" in head else None,
        closed_reason=head.get("closed_reason", ""),
        body=blocks(text),
    )


def _correction(row: dict[str, Any]) -> WrittenCorrection:
    return WrittenCorrection(ago=span(row["ago"]), text=row["text"])
