"""The editor's search, as Wagtail's own backend of the database, but for what it reads at each publication.

Wagtail weighs a title by its length against the average of all titles, and for that reads the whole index through,
twice, while the one who publishes holds the writer's lock. The newest entries tell the average as well.
"""

from typing import Any, Final

from wagtail.search.backends import database

_NEWEST_COUNT: Final = 200


class _Lately:
    """Mixed into Wagtail's index, before it."""

    entries: Any

    def _refresh_title_norms(self, full: bool = False) -> None:  # noqa: FBT001, FBT002  as Wagtail calls it
        every = self.entries
        if not full:
            newest = every.order_by("-pk").values_list("pk", flat=True)[:_NEWEST_COUNT]
            self.entries = every.filter(pk__in=list(newest))
        try:
            super()._refresh_title_norms(full)  # type: ignore[misc]
        finally:
            self.entries = every


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  the name under which Wagtail looks for it
    """The backend of whatever database there is."""
    backend = database.SearchBackend(params)
    backend.index_class = type("Index", (_Lately, backend.index_class), {})
    return backend
