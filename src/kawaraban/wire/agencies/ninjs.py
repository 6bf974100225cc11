"""ninjs (IPTC's news in JSON), generations 1, 2 and 3: a single item, a list of items, or a package.

A package is a composite without words of its own: the items it is made of are read one by one. The JSON
schemas in `wire/schemas` are ours and hold only what we read: a vendor's own fields do no harm.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import regex
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry

from kawaraban.wire.agencies.ninjs_story import read_item
from kawaraban.wire.errors import WireError
from kawaraban.wire.items import RefusedItem, WireStory
from kawaraban.wire.statuses import WITHDRAWN, status_of

_DEEPEST_PACKAGE = 8
_FOLD = regex.compile(r"[_\-]")
_STATUSES = ("pubStatus", "pubstatus")
_EMBARGOED = ("embargoedUntil", "embargoed")
_EMBARGOES = {"embargoed", "embargoeduntil", "embargo", "embargountil"}
_OLD_TEXTS = ("headline_", "body_", "description_")
_OLD_NAMES = {"headline", "byline", "subject", "person", "place", "organisation", "infosource", "$standard"}
_NEW_NAMES = {
    "versionCreated", "firstCreated", "contentCreated", "embargoedUntil", "pubStatus", "copyrightHolder",
    "copyrightNotice", "usageTerms", "edNote", "infoSources", "representationType", "altIds", "rightsInfo",
    "trustIndicators", "digitalSourceType", "eventDetails", "plannedCoverage",
}  # fmt: skip


def parse_json(data: bytes) -> Any:
    """The document. Raises WireError with line and column."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        raise WireError(_("The file is not UTF-8 in line %(line)d.") % {"line": line}) from broken
    except json.JSONDecodeError as broken:
        place = {"line": broken.lineno, "column": broken.colno, "fault": broken.msg}
        raise WireError(
            _("The JSON is broken in line %(line)d, column %(column)d: %(fault)s.") % place
        ) from broken
    except RecursionError as deep:
        raise WireError(_("The JSON is nested too deeply to be a news item.")) from deep
    except ValueError as broken:
        raise WireError(
            _("The JSON holds a number that cannot be read: %(fault)s.") % {"fault": broken}
        ) from broken


def read_ninjs(document: Any) -> Iterator[WireStory | RefusedItem]:
    """Every item of the document. Raises WireError with a JSON pointer when one of them is not ninjs."""
    for pointer, found in _found_items(document):
        if not isinstance(found, dict):
            raise WireError(_("At %(pointer)s there is no ninjs item but %(kind)s.") % _shape(pointer, found))
        item = _with_known_words(found)
        generation = generation_of(item)
        _check(item, pointer, generation)
        yield read_item(item, generation, pointer)


def _with_known_words(item: dict[str, Any]) -> dict[str, Any]:
    """The item with its status, kind and embargo as a standard spells them, by whatever field they come.

    Of two statuses the one that withdraws counts. A field of no standard counts only where it holds words.
    """
    known = dict(item)
    for name, value in item.items():
        words = _FOLD.sub("", name).lower()
        if words == "pubstatus" and isinstance(value, str):
            known[name if name in _STATUSES else "pubstatus"] = status_of(value)
        elif words in _EMBARGOES and name not in _EMBARGOED and isinstance(value, str):
            known.setdefault("embargoed", value)
        elif name == "type" and isinstance(value, str):
            known[name] = _kind(item)
    worst = next((bad for bad in WITHDRAWN if bad in (known.get("pubStatus"), known.get("pubstatus"))), "")
    return known | {name: worst for name in _STATUSES if worst and name in known}


def _kind(item: Mapping[str, Any]) -> str:
    """text, composite, picture, ...: small, and without the prefix of its scheme."""
    return str(item.get("type") or "").strip().lower().rpartition(":")[2]


def generation_of(item: Mapping[str, Any]) -> int:
    """1, 2 or 3: as `standard` says, else as the names of the fields show."""
    standard = item.get("standard") or item.get("$standard")
    if isinstance(standard, dict) and str(standard.get("name", "ninjs")).lower() == "ninjs":
        stated = str(standard.get("version", ""))[:1]
        if stated in {"1", "2", "3"}:
            return int(stated)
    if _OLD_NAMES & set(item) or any(key.startswith(_OLD_TEXTS) for key in item):
        return 1
    parts = [
        part
        for name in ("bodies", "headlines", "descriptions", "renditions")
        for part in _dicts(item.get(name))
    ]
    if _NEW_NAMES & set(item) or any("contentType" in part for part in parts):
        return 3
    return 2


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (part for part in value if isinstance(part, dict)) if isinstance(value, list) else iter(())


def _found_items(document: Any) -> Iterator[tuple[str, Any]]:
    """The items of a list or of packages with the place of each; a single item as it is."""
    top = enumerate(document) if isinstance(document, list) else [("", document)]
    for number, part in top:
        yield from _unpacked(part, f"/{number}" if isinstance(document, list) else "", _DEEPEST_PACKAGE)


def _unpacked(item: Any, pointer: str, depth: int) -> Iterator[tuple[str, Any]]:
    parts = _parts(item) if depth else []
    if not parts:
        yield pointer, item
    for name, part in parts:
        yield from _unpacked(part, f"{pointer}/associations/{name}", depth - 1)


def _parts(item: Any) -> list[tuple[str, dict[str, Any]]]:
    """The text items inside a package; nothing when the item has words of its own."""
    if not isinstance(item, dict) or _kind(item) != "composite" or _has_body(item):
        return []
    inside = item.get("associations")
    named = (
        inside.items() if isinstance(inside, dict) else enumerate(inside if isinstance(inside, list) else [])
    )
    parts = [(str(name).replace("~", "~0").replace("/", "~1"), part) for name, part in named]
    return [
        (name, part)
        for name, part in parts
        if isinstance(part, dict) and _kind(part) in {"text", "composite"}
    ]


def _has_body(item: Mapping[str, Any]) -> bool:
    return bool(item.get("bodies")) or any(key.startswith("body_") and item[key] for key in item)


def _check(item: dict[str, Any], pointer: str, generation: int) -> None:
    fault = best_match(_validator(generation).iter_errors(item))
    if fault is None:
        return
    place = pointer + "".join(f"/{part}" for part in fault.absolute_path)
    words = {"pointer": place or "/", "generation": generation, "fault": fault.message[:300]}
    raise WireError(_("At %(pointer)s the file is not ninjs %(generation)d.x: %(fault)s.") % words)


@cache
def _validator(generation: int) -> Draft202012Validator:
    schema = json.loads(
        resources.files("kawaraban.wire")
        .joinpath(f"schemas/ninjs-{generation}.json")
        .read_text(encoding="utf-8")
    )
    # An empty registry: a reference that is not in the schema itself is an error, never a request.
    return Draft202012Validator(schema, registry=Registry())


def _shape(pointer: str, found: Any) -> dict[str, str]:
    return {"pointer": pointer or "/", "kind": repr(found)[:60]}


def _no_constant(name: str) -> Any:
    raise ValueError(name)
