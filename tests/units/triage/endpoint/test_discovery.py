import json
from collections.abc import Iterator
from typing import Any

import pytest
from googleapiclient.discovery import build_from_document  # type: ignore[import-untyped]  # it has no types
from tests.rigs.triage.endpoint import asks

from kawaraban.triage.endpoint.discovery import document

pytestmark = pytest.mark.once("the endpoint has no Django")

FOUND = document("http://triage.example:8100/")


def references(part: Any) -> Iterator[str]:
    """Every schema that is named somewhere in it."""
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from references(each)


def test_6_10_the_document_names_no_schema_that_it_does_not_have_and_has_none_that_it_does_not_name() -> None:
    assert set(references(FOUND)) == set(FOUND["schemas"])


def test_6_10_googles_library_makes_both_requests_of_it() -> None:
    service = build_from_document(json.dumps(FOUND), developerKey="a-key")

    analyze = service.comments().analyze(body=json.loads(asks()))
    suggest = service.comments().suggestscore(body={"comment": {"text": "a"}})

    assert analyze.uri == "http://triage.example:8100/v1alpha1/comments:analyze?key=a-key&alt=json"
    assert suggest.uri == "http://triage.example:8100/v1alpha1/comments:suggestscore?key=a-key&alt=json"
    assert (analyze.method, json.loads(analyze.body)) == ("POST", json.loads(asks()))
