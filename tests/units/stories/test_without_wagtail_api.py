"""Wagtail's JSON API is not loaded, and what stands in its place is what Wagtail looks for."""

import json
import os
import subprocess
import sys

import pytest

from kawaraban.stories.without_wagtail_api import STAND_INS


def said(program: str, **environment: str) -> object:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def real() -> object:
    """The attributes of Wagtail's own modules, in a program that has not left them out."""
    names = {name: list(attributes) for name, attributes in STAND_INS.items()}
    return said(
        f"""
import importlib, json, sys
import kawaraban.stories.without_wagtail_api as without
without.leave_out_api = lambda: None
import django
django.setup()
names = {names!r}
print(json.dumps({{
    name: [word for word in words if hasattr(importlib.import_module(name), word)] for name, words in names.items()
}}))
"""
    )


def test_the_api_is_not_loaded() -> None:
    loaded = said(
        "import django, json, sys; django.setup();"
        "print(json.dumps([name for name in sys.modules if name.split('.')[0] == 'ninja']))"
    )

    assert loaded == []


def test_each_stand_in_stands_for_something_that_wagtail_has(real: object) -> None:
    assert real == {name: list(attributes) for name, attributes in STAND_INS.items()}
