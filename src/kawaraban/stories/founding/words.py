"""The first words of a new paper, in the language that is active: what is true of every paper, and no more.

The newsroom replaces them with its own.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class PageWords:
    """One ordinary page. Paragraphs are HTML."""

    slug: str
    title: str
    introduction: str
    paragraphs: tuple[str, ...]


def policy_words() -> tuple[str, str]:
    """Introduction and sentence of responsibility of the first policy (P8)."""
    return (
        _(
            "A person decides about every comment before it appears. We do not publish comments that are criminal or "
            "otherwise against the law, that threaten, harass or insult, that are derogatory, defamatory, vulgar, "
            "pornographic or indecent, that injure the rights of a person, that advertise, or that do similar "
            "damage.\n\n"
            "A comment that is not published is refused on one of the grounds below, and whoever sent it is told "
            "which one. Programs mark what may need a closer look; none of them judges a comment."
        ),
        _("You answer for what you send: before the law, and before the people you write about."),
    )


def page_words(name: str) -> tuple[PageWords, ...]:
    """About, contact and privacy."""
    return (_about(name), _contact(), _privacy())


def _about(name: str) -> PageWords:
    return PageWords(
        slug="about",
        title=_("About"),
        introduction=_("How %(name)s works.") % {"name": name},
        paragraphs=(
            _("The newsroom has not said here yet who it is."),
            _(
                "Comments wait until a person has decided about them. The rules are in the "
                '<a href="/policy/">policy</a>, and whoever is refused is told on which ground.'
            ),
            _(
                'Under every story stands how often it was read. <a href="/how-we-count-reads/">How we count</a> '
                "says what that number means."
            ),
            _("Mistakes are corrected where they were made: the correction stays with the story."),
        ),
    )


def _contact() -> PageWords:
    return PageWords(
        slug="contact",
        title=_("Contact"),
        introduction=_("How to reach the newsroom."),
        paragraphs=(
            _("The publisher has not given a name and an address here yet."),
            _(
                "Where the paper has given a contact address, it stands at the foot of every page. Write there also "
                "about a mistake in a story, or about a comment that should not have been published."
            ),
        ),
    )


def _privacy() -> PageWords:
    return PageWords(
        slug="privacy",
        title=_("Privacy"),
        introduction=_("What this site knows of its readers."),
        paragraphs=(
            _(
                "You can read the paper without an account. Its pages set no cookie for readers and load nothing "
                "from other sites: no advertising, no fonts, no buttons of social networks. A link to share a story "
                "is a plain link."
            ),
            _(
                'Reads are counted without cookies; <a href="/how-we-count-reads/">how we count</a> says what is '
                "looked at for it."
            ),
            _(
                "Who comments gives a name, which may be invented, and a text; an e-mail address only for messages "
                "about the comment, and it is not shown. The IP address is not kept with the comment: a code "
                "made from it shows that two comments came from the same place. With the paper’s key that code can be "
                "traced back, so it is treated as personal data. Behind the link that you get after sending you can "
                "take your comment back, or have it erased with all that was written about it."
            ),
            _(
                "What was decided about a comment, on which ground and by whom, is recorded, so that it can be shown "
                "later. The record stays when the comment is erased, without the person."
            ),
            _(
                "How long each thing is kept, why, who else gets it and what you can ask stands on the page "
                '<a href="/moderation/#data">how comments are moderated</a>.'
            ),
            _("Who works here and signs in gets cookies that signing in needs."),
            _("The publisher has not added here yet who is responsible for these data."),
        ),
    )
