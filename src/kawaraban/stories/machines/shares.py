"""Sharing without a tracker (P5): plain links to the services' own pages. Nothing of theirs runs on ours."""

from urllib.parse import quote

from django.utils.translation import pgettext

from kawaraban.stories.values import ShareLink


def share_links(url: str, headline: str) -> tuple[ShareLink, ...]:
    """Every service of the paper, in the active language. `url` is the canonical one."""
    address, words = quote(url, safe=""), quote(headline, safe="")
    both = quote(f"{headline} {url}", safe="")
    return (
        ShareLink("facebook", "Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
        ShareLink("x", "X", f"https://twitter.com/intent/tweet?url={address}&text={words}"),
        ShareLink("whatsapp", "WhatsApp", f"https://api.whatsapp.com/send?text={both}"),
        ShareLink("linkedin", "LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={address}"),
        ShareLink("telegram", "Telegram", f"https://t.me/share/url?url={address}&text={words}"),
        ShareLink("bluesky", "Bluesky", f"https://bsky.app/intent/compose?text={both}"),
        ShareLink("email", pgettext("share by", "E-mail"), f"mailto:?subject={words}&body={both}"),
    )
