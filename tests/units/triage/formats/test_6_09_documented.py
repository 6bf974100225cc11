"""6.9: the page about the wire format names every attribute, error and limit, and none that is not there."""

import re
from pathlib import Path

from kawaraban.doors.analyses.urls import urlpatterns
from kawaraban.triage.formats import api_errors
from kawaraban.triage.formats.attributes import ATTRIBUTES
from kawaraban.triage.formats.fields import LONGEST_BODY
from kawaraban.triage.formats.spans import MOST_SPANS
from kawaraban.triage.taught.suggestions import MOST_OF_ONE_CLIENT

PAGE = Path(__file__).parents[4].joinpath("docs", "perspective-format.md").read_text(encoding="utf-8")


def test_6_09_every_attribute_has_a_row() -> None:
    table = PAGE.split("## Attributes", 1)[1].split("## Languages", 1)[0].split("|---|---|", 1)[1]
    named = {
        name: says
        for names, says in re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.M)
        for name in names.split()
    }

    assert {name.strip("`") for name in named} == set(ATTRIBUTES)
    for name, says in named.items():
        for head in ATTRIBUTES[name.strip("`")].heads if "highest head" not in says else ():
            assert head.value.replace("_", " ") in says, name
        assert ("no language" in says) == (not ATTRIBUTES[name.strip("`")].heads), name


def test_6_09_every_error_and_address_is_told() -> None:
    for status in api_errors._STATUS:
        assert status in PAGE or status == "NOT_FOUND"
    for kind in ("COMMENT_EMPTY", "COMMENT_TOO_LONG", "NO_REQUESTED_ATTRIBUTES", "INVALID_REQUEST"):
        assert f"`{kind}`" in PAGE
    for pattern in urlpatterns:
        assert f"POST /{pattern.pattern}" in PAGE


def test_6_09_the_limits_are_the_ones_in_the_code() -> None:
    assert f"{api_errors.LONGEST_TEXT:,} bytes" in PAGE
    assert f"{LONGEST_BODY // 1024} kB" in PAGE
    assert f"at most {MOST_SPANS}" in PAGE
    assert f"newest {MOST_OF_ONE_CLIENT:,}" in PAGE
