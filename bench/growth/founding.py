"""What a paper of growth has before its first story: staff, sections, authors, topics, and a policy of that time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from taggit.models import Tag

from bench.growth.sizes import MODERATORS, PASSWORD, PUBLISHER
from kawaraban.law.models import PolicyVersion
from kawaraban.law.policy.actions import draft_of, revise_policy
from kawaraban.law.record.staffing import Details, take_on
from kawaraban.people.models import User
from kawaraban.stories.models import Author, FrontPage, SectionPage

# Slug, title, language, and how many of ten stories.
_SECTIONS = (
    ("town", "Town", "en", 4),
    ("harbour", "Harbour", "en", 2),
    ("culture", "Culture", "en", 1),
    ("turkce", "Türkçe", "tr", 1),
    ("nihongo", "日本語", "ja", 1),
    ("arabiya", "العربية", "ar", 1),
)
_TOPICS_COUNT, _AUTHORS_COUNT = 40, 60


@dataclass(frozen=True, slots=True)
class Newsroom:
    """`sections` as often as they have stories of ten."""

    publisher: User
    moderators: tuple[User, ...]
    sections: tuple[SectionPage, ...]
    authors: tuple[Author, ...]
    topics: tuple[Tag, ...]


def found(*, begins_at: datetime) -> Newsroom:
    """Make them, by the product's own functions."""
    publisher = take_on(
        Details("publisher", display_name="Bench"),
        name=PUBLISHER,
        password=PASSWORD,
        person=None,
        now=begins_at,
    )
    details = Details("moderator")
    moderators = tuple(
        take_on(details, name=name, password=PASSWORD, person=publisher, now=begins_at) for name in MODERATORS
    )
    policy = PolicyVersion.objects.get(number=1)
    before = begins_at - timedelta(days=1)
    revise_policy(policy, draft_of(policy), effective_at=begins_at, person=publisher, now=before)
    front = FrontPage.objects.get()
    sections = []
    for slug, title, language, share in _SECTIONS:
        section = front.add_child(instance=SectionPage(title=title, slug=slug, language=language, live=False))
        section.save_revision(user=publisher).publish(user=publisher)
        sections += [section] * share
    authors = [
        Author.objects.create(name=f"Author {number}", slug=f"author-{number}")
        for number in range(_AUTHORS_COUNT)
    ]
    topics = [
        Tag.objects.create(name=f"topic {number}", slug=f"topic-{number}") for number in range(_TOPICS_COUNT)
    ]
    return Newsroom(publisher, moderators, tuple(sections), tuple(authors), tuple(topics))
