"""2.6: a story that is renamed is found at its old address, also when the process dies right after the commit."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.rigs.serve_factory import environment, make_paper

pytestmark = pytest.mark.serve

PRELUDE = """
import os, signal
import django
django.setup()
from django.db import transaction
from tests import stories_factories as made
from kawaraban.comments.models import Thread
from kawaraban.stories.models import StoryPage
"""
RENAMES_AND_DIES = """
story = made.make_story(made.make_section(made.make_paper()))
story.slug = "another-name"
with transaction.atomic():
    # The first of all that is called after the commit, before what Wagtail has to tell.
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    made.publish(story)
"""
LOOKS = """
from wagtail.contrib.redirects.models import Redirect
story, thread = StoryPage.objects.get(), Thread.objects.get()
[redirect] = Redirect.objects.all()
print(story.slug, redirect.old_path, redirect.redirect_page_id == story.pk, thread.url == story.get_url())
"""


def run(data: Path, program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", PRELUDE + program],
        env=environment(data),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
    )


def test_2_06_a_renamed_story_leads_on_from_its_old_address_after_a_kill(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")

    killed = run(data, RENAMES_AND_DIES)
    looked = run(data, LOOKS)

    assert killed.returncode == -signal.SIGKILL
    assert looked.stdout.split() == ["another-name", "/city/port-reopens", "True", "True"]
