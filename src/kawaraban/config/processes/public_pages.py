"""What is printed anew into a page store that was lost: in a newspaper every page, most read first."""

from collections.abc import Iterator

from django.apps import apps

from kawaraban.look.rule_pages import rule_addresses
from kawaraban.press.printing.anew import PublicPages


def public_pages() -> PublicPages:
    """Those of the profile. The comment layer alone prints its rules: all else of it is on another site."""
    return PublicPages(count=_count, addresses=_addresses)


def _count() -> int:
    if not apps.is_installed("kawaraban.stories"):
        return len(list(rule_addresses()))
    from kawaraban.stories.machines.site_maps import public_count

    return public_count()


def _addresses() -> Iterator[str]:
    if not apps.is_installed("kawaraban.stories"):
        return rule_addresses()
    from kawaraban.stories.machines.most_read_first import addresses_most_read_first

    return addresses_most_read_first()
