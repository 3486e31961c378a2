"""One submission from the first idea to readers, and back to the city once."""

import pytest

from practices.models import EntryPage, PublicationPermit
from practices.review.models import Attestation, Event
from practices.review.services import sending, writing
from practices.review.stages import Stage
from practices.review.transitions import TRANSITIONS
from tests.factories import review as make

pytestmark = pytest.mark.django_db


def test_a_submission_reaches_readers_after_one_revision(library):
    city_person = make.member()
    submission = make.submission_in(Stage.REVISING, by=city_person)
    for point in submission.decisions.get().points.all():
        sending.answer_point(point=point, answer="The sports office counted them.", by=city_person)
    writing.save_topic(
        submission=submission,
        topic="results",
        opened_at=None,
        change=lambda entry: setattr(entry, "worked", "Volunteers counted."),
        by=city_person,
    )
    sending.resubmit(submission=submission, by=city_person)
    submission.refresh_from_db()
    assert submission.stage == Stage.IN_REVIEW
    assert [round.number for round in submission.rounds.all()] == [1, 2]
    submission = make.publish(make.decide(submission, "accept"))

    entry = EntryPage.objects.get(pk=submission.entry_id)
    assert submission.stage == Stage.PUBLISHED
    assert entry.live
    assert entry.worked == "Volunteers counted."
    assert entry.review_level == "reviewed"
    assert entry.live_revision == submission.submitted_revision
    assert PublicationPermit.objects.get(revision=entry.live_revision).kind == "accepted"
    assert Attestation.objects.get(entry=entry).reviewers == 2
    steps = Event.objects.filter(submission=submission, action__in=TRANSITIONS).values_list("action", flat=True)
    assert list(steps) == [
        "propose",
        "invite",
        "submit",
        "confirm-mandate",
        "pass-screening",
        "decide-revise",
        "review-again",
        "decide-accept",
        "publish",
    ]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.SCHEDULED])
def test_every_stage_can_be_reached(library, stage):
    assert make.submission_in(stage).stage == stage
