"""Two people press at the same moment: one of them is first, and nothing is made twice. Real threads, PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from practices.members.roles import Group
from practices.models import PublicationPermit
from practices.review import errors
from practices.review.models import EditorialDecision, Event, ReviewAssignment, ReviewRound, Submission
from practices.review.services import decisions, inviting, proposals, publishing, reviewing, screening, sending
from practices.review.services.decisions import Point
from practices.review.stages import Stage
from tests.factories import PersonFactory
from tests.factories import review as make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time, and its memory has no threads"
    ),
]
REFUSALS = (
    errors.WrongStage,
    errors.RoundClosed,
    errors.AlreadyInvited,
    errors.BadLink,
    errors.NotAllowed,
    errors.TopicChanged,
)


def at_once(*acts):
    """Run the acts in threads that start together; returns how many were refused. Other errors are raised."""
    barrier, refused, broken = threading.Barrier(len(acts)), [], []

    def run(act):
        try:
            barrier.wait()
            act()
        except REFUSALS as refusal:
            refused.append(refusal)
        except Exception as error:  # noqa: BLE001  shown below
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not broken, broken
    return len(refused)


def steps(submission, name):
    return Event.objects.filter(submission=submission, action=name).count()


def test_a_proposal_is_sent_once(library):
    by = make.member()
    submission = make.proposal(by)
    assert at_once(*[lambda: proposals.propose(submission=submission, by=by)] * 3) == 2
    assert steps(submission, "propose") == 1


def test_a_proposal_gets_one_answer(library):
    submission = make.submission_in(Stage.PROPOSED)
    one, two = make.editor(), PersonFactory(groups=[Group.HANDLING_EDITORS])
    acts = [
        lambda: proposals.invite(submission=submission, by=one),
        lambda: proposals.turn_down(submission=submission, by=two, reason="not-urban"),
    ]
    assert at_once(*acts) == 1
    assert steps(submission, "invite") + steps(submission, "turn-down") == 1


def test_a_text_is_sent_in_once_and_confirmed_once(library):
    by = make.member()
    submission = make.write_everything(make.submission_in(Stage.WRITING, by=by), by)
    assert at_once(*[lambda: sending.submit(submission=submission, by=by)] * 2) == 1
    lead = make.lead()
    assert at_once(*[lambda: sending.confirm_mandate(submission=submission, by=lead)] * 2) == 1
    assert steps(submission, "confirm-mandate") == 1


def test_one_round_opens(library):
    submission = make.submission_in(Stage.SCREENING)
    editor = make.editor()
    assert at_once(*[lambda: screening.pass_screening(submission=submission, by=editor)] * 3) == 2
    assert ReviewRound.objects.filter(submission=submission).count() == 1


def test_a_reviewer_is_invited_once(library):
    round = make.open_round(make.submission_in(Stage.IN_REVIEW))
    editor, person = make.editor(), make.reviewer()
    assert at_once(*[lambda: inviting.invite_reviewer(round=round, by=editor, person=person)] * 2) == 1
    assert ReviewAssignment.objects.count() == 1


def test_a_link_opens_one_browser(library):
    round = make.open_round(make.submission_in(Stage.IN_REVIEW))
    assignment = inviting.invite_reviewer(round=round, by=make.editor(), email="guest@university.example")
    token = assignment.renew_token()
    assignment.save()
    assert at_once(*[lambda: inviting.use_token(token)] * 4) == 3


def test_a_review_is_sent_once(library):
    round = make.open_round(make.submission_in(Stage.IN_REVIEW))
    assignment = make.accepted_assignment(round)
    reviewing.save_review(
        assignment=assignment, answers=make.answers(round), recommendation="accept", to_city="Well told."
    )
    at_once(*[lambda: reviewing.submit_review(assignment=assignment, no_conflict=True)] * 3)
    assert steps(round.submission, "review-submitted") == 1


def test_a_round_gets_one_decision(library):
    submission = make.submission_in(Stage.IN_REVIEW)
    round = make.open_round(submission)
    make.send_review(round)
    make.send_review(round)
    chiefs = [make.editor(), PersonFactory(groups=[Group.CHIEF_EDITORS])]

    def decide(outcome, by):
        decisions.decide(
            round=round, outcome=outcome, reasons="So.", letter="Dear all.", points=[Point("Count.")], by=by
        )

    assert at_once(lambda: decide("accept", chiefs[0]), lambda: decide("minor", chiefs[1])) == 1
    assert EditorialDecision.objects.filter(round=round).count() == 1


def test_a_text_is_published_once(library):
    submission = make.submission_in(Stage.SIGN_OFF)
    chief = make.editor()
    assert at_once(*[lambda: publishing.sign_off(submission=submission, by=chief)] * 2) == 1
    assert PublicationPermit.objects.filter(entry_id=submission.entry_id).count() == 1
    assert Submission.objects.get(pk=submission.pk).stage == Stage.PUBLISHED


def test_the_city_withdraws_while_the_editor_decides(library):
    submission = make.submission_in(Stage.IN_REVIEW)
    round = make.open_round(submission)
    make.send_review(round)
    make.send_review(round)
    lead, chief = make.lead(), make.editor()
    at_once(
        lambda: publishing.withdraw(submission=submission, by=lead, words="We stop."),
        lambda: decisions.decide(round=round, outcome="accept", reasons="So.", letter="Dear all.", by=chief),
    )
    stage = Submission.objects.get(pk=submission.pk).stage
    assert stage in {Stage.WITHDRAWN, Stage.SIGN_OFF}
    assert not ReviewRound.objects.filter(submission=submission, status="in_progress").exists()


def test_one_submission_is_open_on_an_entry(library):
    entry = make.submission_in(Stage.PUBLISHED).entry
    one, two = make.member(), make.member()
    acts = [lambda by=by: proposals.start_from_entry(entry=entry, kind="update", by=by) for by in (one, two)]
    assert at_once(*acts) == 1
    assert Submission.objects.filter(entry=entry, kind="update").count() == 1
