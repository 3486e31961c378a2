"""The workflow "Practice peer review" with its three stations, Wagtail's own switched off, and version 1 of the rubric."""

import json
from pathlib import Path

from django.db import migrations

RUBRIC = Path(__file__).resolve().parent.parent / "data" / "rubric_v1.json"
WORKFLOW = "Practice peer review"
STATIONS = [("ScreeningTask", "Screening"), ("PeerReviewTask", "Peer review"), ("FinalSignOffTask", "Final sign-off")]


def make_workflow(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW, active=True)
    for order, (model, name) in enumerate(STATIONS):
        content_type, _ = ContentType.objects.get_or_create(app_label="review", model=model.lower())
        task = apps.get_model("review", model).objects.create(name=name, active=True, content_type=content_type)
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(
            workflow=workflow, task_id=task.task_ptr_id, sort_order=order
        )


def switch_off_moderation(apps, schema_editor):
    """Wagtail's default workflow would publish whatever is the latest text when one moderator approves."""
    apps.get_model("wagtailcore", "Workflow").objects.exclude(name=WORKFLOW).update(active=False)
    apps.get_model("wagtailcore", "WorkflowPage").objects.exclude(workflow__name=WORKFLOW).delete()


def load_rubric(apps, schema_editor):
    rubric = json.loads(RUBRIC.read_text(encoding="utf-8"))
    version = apps.get_model("review", "RubricVersion").objects.create(
        number=rubric["number"], in_force_since=rubric["in_force_since"]
    )
    for order, criterion in enumerate(rubric["criteria"]):
        apps.get_model("review", "Criterion").objects.create(version=version, order=order, **criterion)


def remove(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    for model, _name in STATIONS:
        apps.get_model("review", model).objects.all().delete()
    apps.get_model("review", "RubricVersion").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(make_workflow, remove),
        migrations.RunPython(switch_off_moderation, migrations.RunPython.noop),
        migrations.RunPython(load_rubric, migrations.RunPython.noop),
    ]
