from django.db import migrations

# What Wagtail makes by itself (its migration 0048): a workflow of one task, for a group that the paper does not have.
NAME = "Moderators approval"
OPEN = ["in_progress", "needs_changes"]
CANCELLED = {"status": "cancelled"}  # of Wagtail's own states, not of a comment


def put_default_workflow_away(apps, schema_editor):
    """Nobody of the paper could approve in it but the publisher, and an editor's page was locked for herself.

    It stays as a row, not active, for the history of pages that went through it. A paper's own workflow is another.
    """
    workflow_model = apps.get_model("wagtailcore", "Workflow")
    task_state = apps.get_model("wagtailcore", "TaskState")
    for workflow in workflow_model.objects.filter(name=NAME, active=True):
        tasks = [step.task for step in workflow.workflow_tasks.all()]
        if [task.name for task in tasks] != [NAME]:
            continue
        states = workflow.workflow_states.filter(status__in=OPEN)
        task_state.objects.filter(workflow_state__in=states, status="in_progress").update(**CANCELLED)
        states.update(**CANCELLED)
        workflow.workflow_pages.all().delete()
        workflow.workflow_content_types.all().delete()
        workflow_model.objects.filter(pk=workflow.pk).update(active=False)
        for task in tasks:
            if not task.workflow_tasks.filter(workflow__active=True).exists():
                type(task).objects.filter(pk=task.pk).update(active=False)


class Migration(migrations.Migration):
    dependencies = [("stories", "0003_topics_have_addresses")]

    operations = [migrations.RunPython(put_default_workflow_away, migrations.RunPython.noop)]
