"""One item of an agency under embargo, of which versions come."""

from collections.abc import Callable
from datetime import UTC, datetime

from kawaraban.wire.actions import IngestLine
from kawaraban.wire.cleaning import Block
from kawaraban.wire.items import ItemVersion, WireStory

Taking = Callable[..., IngestLine]
FAR = datetime(2036, 11, 20, tzinfo=UTC)
ITEM = WireStory(
    source="agency.example",
    guid="https://agency.example/1",
    version=ItemVersion(1),
    version_label="1",
    headline="Result of the vote",
    lead="One.",
    blocks=(Block("paragraph", "Two."),),
    embargoed_until=FAR,
)
