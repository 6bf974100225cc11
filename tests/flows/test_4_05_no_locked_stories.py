"""4.5 Wagtail's own workflow, in which nobody of the paper approves, is not offered; a paper's own is kept."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from tests.makers.editor_forms import story_form
from tests.makers.stories import make_paper, make_section, make_story
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from kawaraban.people.models import User
from kawaraban.stories.editors import grant
from kawaraban.stories.models import SectionPage, StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def section() -> SectionPage:
    return make_section(make_paper())


@pytest.fixture
def at_work(client: Client, editor: User, section: SectionPage) -> Client:
    grant(editor)
    client.force_login(editor)
    return client


def workflow_called(name: str) -> Workflow:
    """As Wagtail makes it: one task, for the whole tree."""
    Workflow.objects.filter(name=name).delete()
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.set([Group.objects.get_or_create(name="Moderators")[0]])
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=0)
    root = Page.get_first_root_node()
    WorkflowPage.objects.filter(page=root).delete()
    WorkflowPage.objects.create(workflow=workflow, page=root)
    return workflow


def put_away() -> None:
    migration = importlib.import_module("kawaraban.stories.migrations.0004_no_default_workflow")
    migration.put_default_workflow_away(apps, None)


def test_4_5_a_new_paper_offers_an_editor_to_publish_and_nothing_to_submit(
    at_work: Client, section: SectionPage
) -> None:
    story = make_story(section)

    new = at_work.get(f"/editor/pages/add/stories/storypage/{section.pk}/").content.decode()
    page = at_work.get(f"/editor/pages/{story.pk}/edit/").content.decode()

    for form in (new, page):
        assert "action-submit" not in form
        assert "Moderators approval" not in form
        assert "action-publish" in form
    assert not Workflow.objects.filter(active=True).exists()


def test_4_5_a_story_that_was_submitted_is_its_editor_s_again(
    at_work: Client, section: SectionPage, editor: User
) -> None:
    workflow_called("Moderators approval")
    story = make_story(section, live=False)
    form = story_form(slug=story.slug)
    at_work.post(f"/editor/pages/{story.pk}/edit/", form | {"action-submit": "action-submit"})
    assert StoryPage.objects.get(pk=story.pk).get_lock() is not None

    put_away()

    assert StoryPage.objects.get(pk=story.pk).get_lock() is None
    assert not WorkflowState.objects.active().exists()
    answer = at_work.post(f"/editor/pages/{story.pk}/edit/", form | {"action-publish": "action-publish"})
    assert answer.status_code == 302
    assert StoryPage.objects.get(pk=story.pk).live


@pytest.mark.parametrize("how", ["another name", "another task"])
def test_4_5_a_workflow_that_the_paper_made_is_kept(at_work: Client, section: SectionPage, how: str) -> None:
    workflow = workflow_called("Two pairs of eyes" if how == "another name" else "Moderators approval")
    if how == "another task":
        second = GroupApprovalTask.objects.create(name="Law")
        WorkflowTask.objects.create(workflow=workflow, task=second.task_ptr, sort_order=1)

    put_away()

    workflow.refresh_from_db()
    assert workflow.active
    assert workflow.workflow_pages.exists()
