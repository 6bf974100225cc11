"""Whom the paper knows already among those who wrote an item."""

from kawaraban.stories.models import Author
from kawaraban.wire.bylines import name_key


class Authors:
    """The authors of the paper, looked up once for a delivery and then by name, however it is written."""

    def __init__(self) -> None:
        self._known: dict[str, Author] | None = None

    def named(self, name: str) -> Author:
        """Whoever has this name; made when nobody has."""
        if self._known is None:
            self._known = {name_key(author.name): author for author in Author.objects.order_by("-pk")}
        key = name_key(name)
        if key not in self._known:
            author = Author(name=name)
            author.full_clean()
            author.save()
            self._known[key] = author
        return self._known[key]

    def forget(self) -> None:
        """After an item was undone, and with it the authors that were made for it."""
        self._known = None
