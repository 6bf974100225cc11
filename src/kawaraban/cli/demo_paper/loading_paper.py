"""Loads the paper itself: name, staff, sections, authors, policy, ordinary pages. Keeps what is there already."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Page

from kawaraban.cli.demo_paper.body import blocks
from kawaraban.cli.demo_paper.written import FOLDER, head_and_text, span, table
from kawaraban.comments.models import Comment
from kawaraban.law.dsa.duties import save_duties
from kawaraban.law.models import Duties, PolicyVersion
from kawaraban.law.policy.actions import PolicyDraft, publish_policy, revise_policy
from kawaraban.law.record.staffing import Details, take_on
from kawaraban.people.models import User
from kawaraban.press.turn import one_turn
from kawaraban.stories.editors import grant
from kawaraban.stories.models import Author, FrontPage, PaperSettings, SectionPage, StandardPage
from kawaraban.stories.paper.actions import change_settings

PASSWORD = "kawaraban-demo"  # noqa: S105  for everybody to know: it is printed, and on no other paper
# What a paper that was just founded leaves open. The time zone it never does: that is the publisher's.
_OPEN_SETTINGS = ("motto", "contact_email", "imprint")
_A_DAY = timedelta(days=1)


def name_paper(written: Mapping[str, Any], *, now: datetime) -> PaperSettings:
    """Give the paper the demo's name, and a motto and an address where the publisher has set none."""
    own = PaperSettings.objects.current()
    own.name = written["name"].strip()
    for field in _OPEN_SETTINGS:
        setattr(own, field, getattr(own, field) or written[field].strip())
    own.full_clean()
    return change_settings(own, now=now)


def take_on_staff(written: Mapping[str, Any], *, now: datetime) -> dict[str, User]:
    """The moderator, the editor and the publisher, by role."""
    staff = {}
    for row in written["staff"]:
        user = User.objects.filter(username=row["name"]).first()
        if user is None:
            with one_turn():
                details = Details(**{field: said for field, said in row.items() if field != "name"})
                user = take_on(details, name=row["name"], password=PASSWORD, person=None, now=now)
                grant(user)
        staff[row["role"]] = user
    return staff


def found_sections(written: Mapping[str, Any], *, front: FrontPage) -> dict[str, SectionPage]:
    """The sections in the order written, by slug."""
    sections = {}
    for row in written["sections"]:
        section = SectionPage.objects.child_of(front).filter(slug=row["slug"]).first()
        if section is None:
            section = _published(SectionPage(**row), under=front)
        sections[row["slug"]] = section
    return sections


def introduce_authors(written: Mapping[str, Any]) -> dict[str, Author]:
    """The authors by slug."""
    return {
        row["slug"]: Author.objects.get_or_create(slug=row["slug"], defaults=row)[0]
        for row in written["authors"]
    }


def date_policy(*, publisher: User, now: datetime) -> None:
    """Two editions: the one that the paper was founded with, put back in time and into our words, and a newer one.

    Only where nobody has sent a comment yet: the words under which one was sent are not changed.
    """
    if Comment.objects.exists() or PolicyVersion.objects.filter(number__gt=1).exists():
        return
    first, second = table("policy.toml")["versions"]
    founded = PolicyVersion.objects.get(number=1)
    since = now - span(first.pop("effective"))
    # The day before, every edition still lay ahead.
    revise_policy(founded, _words(first), effective_at=since, person=publisher, now=since - _A_DAY)
    since = now - span(second.pop("effective"))
    publish_policy(_words(second), effective_at=since, person=publisher, now=since - _A_DAY)


def _words(texts: Mapping[str, Mapping[str, str]]) -> PolicyDraft:
    return PolicyDraft(
        {
            language: (text["introduction"].strip(), text["responsibility"].strip())
            for language, text in texts.items()
        }
    )


def fill_duties(written: Mapping[str, Any], *, publisher: User, now: datetime) -> None:
    """Contact points and who answers for personal data, unless the publisher has said something there."""
    if Duties.objects.exists():
        return
    said = {
        name: value.strip() if isinstance(value, str) else value for name, value in written["duties"].items()
    }
    save_duties(Duties(**said), contact=None, person=publisher, now=now)


def write_pages(*, front: FrontPage) -> None:
    """About, contact, privacy: over those that the paper was founded with, unless somebody has edited them."""
    for path in sorted((FOLDER / "pages").glob("*.md")):
        head, text = head_and_text(path)
        page = StandardPage.objects.child_of(front).filter(slug=path.stem).first()
        said = {**head, "language": "en", "body": json.dumps(blocks(text))}
        if page is None:
            _published(StandardPage(slug=path.stem, **said), under=front)
            continue
        if page.revisions.count() > 1:
            continue
        for field, value in said.items():
            setattr(page, field, value)
        page.save_revision().publish()


def _published(page: Any, *, under: Page) -> Any:
    page.live = False
    under.add_child(instance=page)
    page.save_revision().publish()
    return page
