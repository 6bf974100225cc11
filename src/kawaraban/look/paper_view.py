"""What every page knows of the paper: the name, the sections, the ways to reach us. Plain frozen values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    language: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PaperView:
    """In the context of every template as `paper`."""

    name: str
    motto: str
    origin: str  # "https://example.org", without a slash at the end
    logo_url: str  # "" = the seal is drawn
    default_language: str
    sections: tuple[Link, ...]
    footer_pages: tuple[Link, ...]  # about, contact, privacy
    feed_url: str
    policy_url: str
    reads_rule_url: str
    contact_email: str
    notice_url: str = ""  # where illegal content is reported
    contact_points_url: str = ""
    moderation_url: str = ""
    transparency_url: str = ""
    imprint: str = ""  # who publishes the paper and answers for it: lines of plain text
