"""What must hold whatever people do in whatever order: random legal and illegal steps through the services."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import Revision, WorkflowState

from practices.members.roles import Group
from practices.models import EntryPage, PublicationPermit
from practices.review import errors, facts, policy
from practices.review.models import EditorialDecision, Event, ReviewAssignment, ReviewRound, Submission
from practices.review.services import decisions, inviting, proposals, publishing, reviewing, screening, sending, writing
from practices.review.stages import ENDED, Stage
from practices.review.transitions import TRANSITIONS
from tests.factories import PersonFactory
from tests.factories import review as make

pytestmark = pytest.mark.django_db

REFUSALS = (
    errors.NotAllowed,
    errors.WrongStage,
    errors.Incomplete,
    errors.ReasonNeeded,
    errors.ConflictOfInterest,
    errors.RoundClosed,
    errors.IncompleteReview,
    errors.AlreadyInvited,
    errors.CannotDecide,
    ValidationError,
    PermissionDenied,
)
PEOPLE = ("member", "lead", "stranger", "handling", "chief", "second chief", "near chief", "auditor", "reviewer")
people = st.sampled_from(PEOPLE)
words = st.sampled_from(["", "Because."])
outcomes = st.sampled_from(["accept", "minor", "decline"])
scores = st.sampled_from([3, 3, 1])
REACHED: set[tuple[str, str]] = set()
"""Kind and stage of what the walks have met: a walk that gets nowhere proves nothing."""
STEPS = settings(
    max_examples=14,
    stateful_step_count=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Review(RuleBasedStateMachine):
    """One submission at a time of one city, and everybody who might touch it."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(steps=st.integers(0, 9), outcome=outcomes, later=st.booleans())
    def cast(self, steps, outcome, later):
        """Everybody, and a submission that has gone some steps already."""
        self.people = {
            "member": make.member("bogota"),
            "lead": make.lead("bogota"),
            "stranger": make.member("nairobi"),
            "handling": PersonFactory(groups=[Group.HANDLING_EDITORS]),
            "chief": PersonFactory(groups=[Group.CHIEF_EDITORS]),
            "second chief": PersonFactory(groups=[Group.CHIEF_EDITORS]),
            "near chief": make.member("bogota", groups=[Group.CHIEF_EDITORS]),
            "auditor": PersonFactory(groups=[Group.AUDITORS]),
            "reviewer": make.reviewer("KE"),
        }
        self.submission = make.proposal(self.people["member"])
        for _n in range(steps):
            self.go_on(outcome, 3, later)

    @rule(outcome=outcomes, score=scores, later=st.booleans())
    def go_on(self, outcome, score, later):
        """The step that should come next, by somebody who may: chance alone would seldom get far."""
        REACHED.add((self.now().kind, self.now().stage))
        submission, chief = self.now(), self.people["second chief"]
        if submission.stage == Stage.DRAFT:
            proposals.propose(submission=submission, by=self.people["member"])
        elif submission.stage == Stage.PROPOSED:
            proposals.invite(submission=submission, by=chief)
        elif submission.stage == Stage.WRITING:
            submission = make.write_everything(submission, self.people["member"])
            sending.submit(submission=submission, by=self.people["member"])
        elif submission.stage == Stage.SUBMITTED:
            sending.confirm_mandate(submission=submission, by=self.people["lead"])
        elif submission.stage == Stage.SCREENING and submission.kind == Submission.Kind.CORRECTION:
            decisions.check_correction(submission=submission, by=chief, reasons="Compared.")
        elif submission.stage == Stage.SCREENING:
            screening.pass_screening(submission=submission, by=chief)
        elif submission.stage == Stage.IN_REVIEW:
            self.review_and_decide(outcome, score)
        elif submission.stage == Stage.REVISING:
            for point in sending.unanswered(submission):
                sending.answer_point(point=point, answer="Done.", by=self.people["member"])
            sending.resubmit(submission=submission, by=self.people["member"])
        elif submission.stage == Stage.SIGN_OFF:
            at = timezone.now() + datetime.timedelta(days=3) if later else None
            publishing.sign_off(submission=submission, by=chief, at=at)
        elif submission.stage == Stage.SCHEDULED:
            Revision.objects.filter(pk=submission.submitted_revision_id).update(approved_go_live_at=timezone.now())
            call_command("publish_scheduled")

    def review_and_decide(self, outcome, score):
        round = self.round()
        for _n in range(2 - len(decisions.reviews_of(round))):
            make.send_review(round, score=score)
        if decisions.lacking(round, outcome):
            make.send_review(round, score=score)
        try:
            with transaction.atomic():
                decisions.decide(
                    round=round,
                    outcome=outcome,
                    reasons="Both agree.",
                    letter="Dear all.",
                    points=[decisions.Point("Say who counted.")],
                    by=self.people["second chief"],
                )
        except errors.CannotDecide:
            pass

    def now(self) -> Submission:
        return Submission.objects.get(pk=self.submission.pk)

    def round(self) -> ReviewRound | None:
        return ReviewRound.objects.filter(submission=self.submission).order_by("-number").first()

    def twice(self, act):
        """Press twice: the second time changes nothing that counts."""
        try:
            with transaction.atomic():
                act()
        except REFUSALS:
            return False
        before = self.counts()
        try:
            with transaction.atomic():
                act()
        except REFUSALS:
            pass
        assert self.counts() == before
        return True

    def counts(self):
        return (
            self.now().stage,
            Event.objects.filter(submission=self.submission).count(),
            EditorialDecision.objects.count(),
            ReviewRound.objects.count(),
            ReviewAssignment.objects.count(),
            PublicationPermit.objects.count(),
            WorkflowState.objects.count(),
        )

    @rule(who=people)
    def propose(self, who):
        self.twice(lambda: proposals.propose(submission=self.submission, by=self.people[who]))

    @rule(who=people, answer=st.sampled_from(["invite", "invite", "invite", "turn down"]))
    def answer_the_proposal(self, who, answer):
        by = self.people[who]
        if answer == "invite":
            self.twice(lambda: proposals.invite(submission=self.submission, by=by))
        else:
            self.twice(lambda: proposals.turn_down(submission=self.submission, by=by, reason="not-urban"))

    @rule(who=people, whole=st.sampled_from([True, True, False]))
    def write(self, who, whole):
        try:
            with transaction.atomic():
                if whole:
                    make.write_everything(self.now(), self.people[who])
                else:
                    writing.save_topic(
                        submission=self.submission,
                        topic="why",
                        opened_at=None,
                        change=lambda entry: setattr(entry, "problem", str(timezone.now())),
                        by=self.people[who],
                    )
        except REFUSALS:
            pass

    @rule(who=people)
    def submit(self, who):
        self.twice(lambda: sending.submit(submission=self.submission, by=self.people[who]))

    @rule(who=people, said=words, confirm=st.booleans())
    def answer_about_the_mandate(self, who, said, confirm):
        by = self.people[who]
        if confirm:
            self.twice(lambda: sending.confirm_mandate(submission=self.submission, by=by))
        else:
            self.twice(lambda: sending.refuse_mandate(submission=self.submission, by=by, words=said))

    @rule(who=people, said=words, answer=st.sampled_from(["pass", "pass", "pass", "back", "decline"]))
    def screen(self, who, said, answer):
        by = self.people[who]
        acts = {
            "pass": lambda: screening.pass_screening(submission=self.submission, by=by),
            "back": lambda: screening.send_back(submission=self.submission, by=by, words=said),
            "decline": lambda: screening.decline_at_screening(submission=self.submission, by=by, words=said),
        }
        self.twice(acts[answer])

    @rule(who=people, whom=people)
    def invite_somebody_of_the_cast(self, who, whom):
        if round := self.round():
            self.twice(lambda: inviting.invite_reviewer(round=round, by=self.people[who], person=self.people[whom]))

    @rule(accept=st.sampled_from([True, True, True, False]), conflict=st.sampled_from([False, False, True]))
    def answer_invitations(self, accept, conflict):
        for assignment in ReviewAssignment.objects.filter(round__submission=self.submission, accepted=None):
            self.twice(
                lambda a=assignment: inviting.respond(assignment=a, accept=accept, conflict=conflict, reason="No time.")
            )

    @rule(score=st.integers(0, 4), honest=st.sampled_from([True, True, False]))
    def send_a_review(self, score, honest):
        round = self.round()
        if round is None:
            return
        try:
            with transaction.atomic():
                assignment = make.accepted_assignment(round)
        except REFUSALS:
            return
        reviewing.save_review(
            assignment=assignment,
            answers=make.answers(round, score),
            recommendation="minor",
            to_city="To the city.",
        )

        def act():
            reviewing.submit_review(assignment=assignment, no_conflict=honest)
            found = inviting.conflicts_of(self.now(), person=assignment.person, email=assignment.email)
            assert honest
            assert not policy.hard(found)

        self.twice(act)

    @rule(who=people)
    def replace_a_reviewer(self, who):
        waiting = ReviewAssignment.objects.filter(round__submission=self.submission, submitted_at=None).first()
        if waiting:
            self.twice(lambda: inviting.remove_reviewer(assignment=waiting, by=self.people[who], reason="Late."))

    @rule(who=people, said=words, outcome=st.sampled_from(["accept", "accept", "minor", "major", "decline", "lessons"]))
    def decide(self, who, said, outcome):
        if round := self.round():
            points = [decisions.Point("Say who counted.")] if outcome in {"minor", "major"} else []
            self.twice(
                lambda: decisions.decide(
                    round=round, outcome=outcome, reasons=said, letter="Dear all.", points=points, by=self.people[who]
                )
            )

    @rule(who=people)
    def answer_and_send_again(self, who):
        def act():
            for point in sending.unanswered(self.now()):
                sending.answer_point(point=point, answer="Done.", by=self.people[who])
            sending.resubmit(submission=self.submission, by=self.people[who])

        self.twice(act)

    @rule(who=people, later=st.booleans())
    def sign_off(self, who, later):
        at = timezone.now() + datetime.timedelta(days=3) if later else None
        self.twice(lambda: publishing.sign_off(submission=self.submission, by=self.people[who], at=at))

    @rule(who=people, said=words)
    def take_the_date_back(self, who, said):
        self.twice(lambda: publishing.unschedule(submission=self.submission, by=self.people[who], words=said))

    @rule(who=people, said=st.sampled_from(["", "", "", "", "Because."]))
    def override(self, who, said):
        self.twice(lambda: publishing.override(submission=self.submission, by=self.people[who], reason=said))

    @rule(who=people, said=st.sampled_from(["", "", "", "", "", "Because."]))
    def withdraw(self, who, said):
        self.twice(lambda: publishing.withdraw(submission=self.submission, by=self.people[who], words=said))

    @rule(who=people, kind=st.sampled_from(Submission.Kind.values))
    def begin_anew(self, who, kind):
        """What comes after the end: an update, correction or takeover of what was published, or a new proposal."""
        submission = self.now()
        if submission.stage not in ENDED:
            return
        entry = EntryPage.objects.filter(pk=submission.entry_id, live=True).first()
        try:
            with transaction.atomic():
                self.submission = (
                    proposals.start_from_entry(entry=entry, kind=kind, by=self.people[who])
                    if entry
                    else make.proposal(self.people["member"])
                )
                Submission.objects.filter(pk=self.submission.pk).update(public_note="Figures of this year.")
        except REFUSALS:
            self.submission = submission

    @rule(who=people, said=words)
    def check_the_correction(self, who, said):
        self.twice(lambda: decisions.check_correction(submission=self.submission, by=self.people[who], reasons=said))

    @invariant()
    def reviewed_only_by_an_accepted_decision_on_that_very_revision(self):
        for entry in EntryPage.objects.filter(live=True, submissions__isnull=False).distinct():
            permit = PublicationPermit.objects.get(revision_id=entry.live_revision_id)
            decided = EditorialDecision.objects.filter(
                revision_id=entry.live_revision_id, outcome__in=["accept", "lessons"]
            ).exists()
            if permit.kind in {"listed", "override"}:
                assert entry.review_level == "listed"
            else:
                assert decided
            if entry.review_level != "listed":
                assert decided

    @invariant()
    def an_override_says_so_to_readers(self):
        for permit in PublicationPermit.objects.filter(kind="override"):
            assert permit.reason
            assert permit.entry.public_notes.filter(kind="override").exists()

    @invariant()
    def remember_where_it_went(self):
        REACHED.add((self.now().kind, self.now().stage))

    @invariant()
    def at_most_one_round_is_open(self):
        assert ReviewRound.objects.filter(status="in_progress").count() <= 1
        assert (self.now().stage == Stage.IN_REVIEW) == ReviewRound.objects.filter(
            submission=self.submission, status="in_progress"
        ).exists()

    @invariant()
    def the_steps_form_one_chain_of_single_events(self):
        steps = [e for e in Event.objects.filter(submission=self.submission) if e.target]
        for before, after in zip(steps, steps[1:], strict=False):
            assert after.source == before.target
            assert after.source in TRANSITIONS[after.action].sources
        assert steps[-1].target == self.now().stage

    @invariant()
    def wagtails_workflow_agrees(self):
        submission = self.now()
        if submission.entry_id is None:
            return
        running = WorkflowState.objects.active().for_instance(submission.entry).first()
        if submission.stage in {Stage.SCREENING, Stage.IN_REVIEW}:
            assert running.status == "in_progress"
        elif submission.stage == Stage.REVISING:
            assert running.status == "needs_changes"
        elif submission.stage != Stage.SIGN_OFF:
            assert running is None

    @invariant()
    def there_is_no_dead_end(self):
        submission = self.now()
        if submission.stage in ENDED:
            return
        what = facts.matter(submission)
        ways = [step for step in TRANSITIONS.values() if submission.stage in step.sources and step.name != "withdraw"]
        assert any(
            policy.may(facts.actor(person), step.action, what) for step in ways for person in self.people.values()
        )

    @invariant()
    def what_was_sent_in_is_never_written_over(self):
        for round in ReviewRound.objects.filter(submission=self.submission):
            text = round.revision.content.get("problem")
            known = self.__dict__.setdefault("texts", {})
            assert known.setdefault(round.pk, text) == text


def test_the_invariants_hold_on_every_path(library):
    REACHED.clear()
    run_state_machine_as_test(Review, settings=STEPS)
    assert {Stage.IN_REVIEW, Stage.REVISING, Stage.PUBLISHED} <= {stage for _kind, stage in REACHED}
