"""Where Wagtail's default would be wrong for a review. Each of these fails on a stock workflow."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowState

from practices.models import EntryPage
from practices.review.services import publishing, writing
from practices.review.services.sending import WORKFLOW, station_of
from practices.review.stages import Stage
from tests.factories import PersonFactory
from tests.factories import review as make
from tests.factories.forms import practice_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db):
    """An administrator, for whom stock Wagtail opens everything."""
    return PersonFactory(is_superuser=True, is_staff=True)


def test_our_workflow_is_the_only_one_and_no_page_offers_it(library):
    assert [workflow.name for workflow in Workflow.objects.filter(active=True)] == [WORKFLOW]
    assert not WorkflowPage.objects.exists()
    assert [task.specific._meta.model_name for task in Workflow.objects.get(name=WORKFLOW).tasks] == [
        "screeningtask",
        "peerreviewtask",
        "finalsignofftask",
    ]


def test_the_accepted_text_is_published_and_a_newer_draft_stays_a_draft(library):
    submission = make.submission_in(Stage.SIGN_OFF)
    newer = EntryPage.objects.get(pk=submission.entry_id).specific.get_latest_revision_as_object()
    newer.worked = "Written after the decision."
    newer.save_revision(clean=False)
    publishing.sign_off(submission=submission, by=make.editor())
    entry = EntryPage.objects.get(pk=submission.entry_id)
    assert entry.live_revision_id == submission.submitted_revision_id
    assert "after the decision" not in entry.worked
    assert entry.has_unpublished_changes


@pytest.mark.parametrize("stage", [Stage.SCREENING, Stage.IN_REVIEW, Stage.SIGN_OFF])
def test_nobody_acts_on_a_station_from_the_admin(library, boss, stage):
    submission = make.submission_in(stage)
    station = station_of(submission)
    task = station.task.specific
    assert task.get_actions(submission.entry, boss) == []
    assert task.locked_for_user(submission.entry, boss)
    assert not task.user_can_access_editor(submission.entry, PersonFactory())
    assert not WorkflowState.objects.get(pk=station.workflow_state_id).user_can_cancel(boss)


@pytest.mark.parametrize("action", ["action-publish", "workflow-action-name", "action-cancel-workflow", "save"])
def test_the_edit_view_changes_nothing_while_a_text_is_in_review(library, client, boss, action):
    submission = make.submission_in(Stage.IN_REVIEW)
    client.force_login(boss)
    before = submission.entry.revisions.count()
    client.post(
        reverse("wagtailadmin_pages:edit", args=[submission.entry_id]),
        practice_form(title="Mine", slug=submission.entry.slug, **{action: "approve"}),
    )
    entry = EntryPage.objects.get(pk=submission.entry_id)
    assert entry.revisions.count() == before
    assert not entry.live
    assert WorkflowState.objects.active().for_instance(entry).get().status == "in_progress"


def test_a_text_that_was_sent_in_is_never_written_over(library):
    by = make.member()
    submission = make.submission_in(Stage.REVISING, by=by)
    judged = submission.submitted_revision
    for words in ("One.", "Two."):
        submission = writing.save_topic(
            submission=submission,
            topic="results",
            opened_at=None,
            change=lambda entry, words=words: setattr(entry, "worked", words),
            by=by,
        )
    judged.refresh_from_db()
    assert judged.content["worked"] not in {"One.", "Two."}
    assert submission.working_revision.content["worked"] == "Two."
    assert submission.entry.revisions.filter(pk__gt=judged.pk).count() == 1  # one working revision a sitting
