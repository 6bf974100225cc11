"""Every public page of the newspaper, in the order in which readers would miss them: for a page store that was lost."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from kawaraban.kit.clock import utc_now
from kawaraban.reads.counts import WEEK, most_read
from kawaraban.stories.addresses import address_of
from kawaraban.stories.keys import story_pk
from kawaraban.stories.machines.site_maps import listed_addresses, paper_addresses
from kawaraban.stories.models import StoryPage

MOST_READ_COUNT: Final = 200


def addresses_most_read_first() -> Iterator[str]:
    """Canonical addresses (`press/addresses.py`), each once: what all come by, what is read most, then all others."""
    yield from paper_addresses()
    read_most = _read_most()
    yield from read_most
    given = set(read_most)
    yield from (address for address in listed_addresses() if address not in given)


def _read_most() -> list[str]:
    """The stories read most in the last week, most first."""
    keys = most_read(now=utc_now(), limit=MOST_READ_COUNT, ranking=WEEK)
    pks = [pk for key in keys if (pk := story_pk(key))]
    found = dict(StoryPage.objects.printed().filter(pk__in=pks).values_list("pk", "url_path"))
    return [unquote(address_of(found[pk])) for pk in pks if pk in found]
