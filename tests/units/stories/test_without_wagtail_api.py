"""Wagtail's JSON API is not loaded, and what stands in its place is what Wagtail looks for."""

import json
import subprocess
import sys

from kawaraban.stories.without_wagtail_api import STAND_INS


def said(program: str) -> object:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_api_is_not_loaded() -> None:
    loaded = said(
        "import django, json, sys; django.setup();"
        "print(json.dumps([name for name in ('wagtail.images', 'ninja') if name in sys.modules]))"
    )

    assert loaded == ["wagtail.images"]


def test_each_stand_in_stands_for_something_that_wagtail_has() -> None:
    names = {name: list(attributes) for name, attributes in STAND_INS.items()}
    # A program that has not left them out.
    real = said(
        f"""
import importlib, json
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

    assert real == names
