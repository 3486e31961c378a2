"""The page of one submission: who reads it, what it shows, and the steps that are taken from it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from practices.members.roles import Group
from practices.models import EntryPage
from practices.review.models import EditorialDecision, Event, PublicNote, Submission
from practices.review.services import inviting, proposals, publishing, reviewing, sending
from practices.review.stages import Stage
from tests.factories import review as make
from tests.factories.entries import PracticeFactory, publish
from tests.factories.people import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


def page(submission):
    return reverse("review_submission", args=[submission.pk])


def read(client, person, submission):
    client.force_login(person)
    return client.get(page(submission))


def take(client, person, submission, step, **posted):
    client.force_login(person)
    return client.post(reverse("review_step", args=[submission.pk, step]), posted)


def stage_of(submission):
    return Submission.objects.get(pk=submission.pk).stage


def steps(answer):
    return {row["step"].slug for row in [*answer.context["steps"], *answer.context["rare"]]}


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.SCHEDULED])
def test_an_editor_reads_a_submission_at_every_stage(client, library, stage):
    assert read(client, make.editor(), make.submission_in(stage)).status_code == 200


def test_that_it_exists_is_told_to_nobody_else(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    reviewer = make.accepted_assignment(make.open_round(submission)).person
    near = MembershipFactory(person=PersonFactory(groups=[Group.CHIEF_EDITORS])).person
    for person in (submission.created_by, make.member("quito"), reviewer, near):
        assert read(client, person, submission).status_code == 404
        assert take(client, person, submission, "withdraw", words="x").status_code == 404


def test_an_auditor_reads_everything_and_is_offered_nothing(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    make.send_review(make.open_round(submission))
    auditor = make.editor(Group.AUDITORS)
    answer = read(client, auditor, submission)
    assert "Between us: the figures look round." in answer.content.decode()
    assert steps(answer) == set()
    refused = take(client, auditor, submission, "withdraw", words="I want to.")
    assert refused.status_code == 403
    assert "Only a lead of the city" in refused.content.decode()


def test_the_reviews_stand_beside_each_other_with_names_totals_and_sentences(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    round = make.open_round(submission)
    one = make.send_review(round, make.reviewer(first_name="Wangari"), score=4)
    make.send_review(round, make.reviewer(first_name="Akira"), score=3)
    answer = read(client, make.editor(), submission)
    reviews = answer.context["rounds"][0].reviews
    assert [(column.name.split()[0], column.total) for column in reviews.columns] == [("Wangari", 100), ("Akira", 75)]
    said = answer.content.decode()
    assert make.SENTENCE in said
    assert one.to_city in said
    assert "Say who counted the people." in said
    assert "a third reviewer is needed" in said  # 25 points apart
    assert "The mean of the totals is 88 of 100, which suggests: accept." in said


def test_what_keeps_a_text_from_being_called_reviewed_is_said(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    make.send_review(make.open_round(submission), results=1)
    assert "so at most Listed" in read(client, make.editor(), submission).content.decode()


def test_a_review_that_was_not_sent_in_is_shown_only_once_it_was_handed_over(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    round, chief = make.open_round(submission), make.editor()
    assignment = make.accepted_assignment(round)
    reviewing.save_review(assignment=assignment, answers=make.answers(round), to_city="Half a sentence that")
    assert "Half a sentence that" not in read(client, chief, submission).content.decode()
    inviting.remove_reviewer(assignment=assignment, by=chief, reason="Late.")
    assert "Half a sentence that" not in read(client, chief, submission).content.decode()
    reviewing.hand_over(assignment=assignment)
    assert "Half a sentence that" in read(client, chief, submission).content.decode()


def test_the_timeline_names_who_did_what(client, library):
    submission = make.submission_in(Stage.REVISING)
    said = read(client, make.editor(), submission).content.decode()
    assert "Mandate of the city confirmed" in said
    assert str(submission.created_by) in said
    assert "the city does not see this" in said


def test_waivers_are_shown_with_their_reason(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    inviting.invite_reviewer(
        round=make.open_round(submission),
        by=make.editor(),
        person=make.reviewer("CO"),
        waivers={"same-country": "Nobody else reads it."},
    )
    assert "Nobody else reads it." in read(client, make.editor(Group.AUDITORS), submission).content.decode()


def test_the_number_of_queries_does_not_grow_with_what_happened(client, library, django_assert_max_num_queries):
    submission, chief = make.submission_in(Stage.IN_REVIEW), make.editor()
    round = make.open_round(submission)
    make.send_review(round)
    read(client, chief, submission)
    for _n in range(3):
        make.send_review(round)
    with django_assert_max_num_queries(50):
        assert client.get(page(submission)).status_code == 200


OFFERED = [
    (Stage.PROPOSED, {"invite", "merge", "turn-down"}),
    (Stage.SCREENING, {"pass", "send-back", "decline"}),
    (Stage.SIGN_OFF, {"sign-off"}),
    (Stage.IN_REVIEW, set()),
    (Stage.WRITING, set()),
]


@pytest.mark.parametrize(("stage", "expected"), OFFERED)
def test_only_the_steps_of_the_stage_are_offered(client, library, stage, expected):
    answer = read(client, make.editor(), make.submission_in(stage))
    assert {row["step"].slug for row in answer.context["steps"]} == expected


def test_the_override_is_offered_only_with_the_permission(client, library, admin):
    submission = make.submission_in(Stage.SCREENING)
    assert "override" not in steps(read(client, make.editor(Group.HANDLING_EDITORS), submission))
    assert "override" in steps(read(client, admin, submission))


def test_a_proposal_is_answered_with_an_invitation(client, library):
    submission, person = make.submission_in(Stage.PROPOSED), make.editor(Group.INTAKE_EDITORS)
    answer = take(client, person, submission, "invite", words="We look forward to it.")
    assert answer.headers["Location"] == page(submission)
    assert stage_of(submission) == Stage.WRITING
    assert Submission.objects.get(pk=submission.pk).handling_editor == person


def test_a_proposal_is_turned_down_with_a_reason_of_the_list(client, library):
    submission = make.submission_in(Stage.PROPOSED)
    refused = take(client, make.editor(), submission, "turn-down", reason="because", words="Not this one.")
    assert refused.status_code == 200
    assert "Not this one." in refused.content.decode()
    assert stage_of(submission) == Stage.PROPOSED
    take(client, make.editor(), submission, "turn-down", reason="not-urban")
    assert stage_of(submission) == Stage.NOT_PURSUED


@pytest.mark.parametrize(
    "asked", ["car-free-streets", "https://use.example/en/practices/car-free-streets/", "free street"]
)
def test_a_proposal_is_merged_into_an_entry_by_slug_address_or_words(client, library, asked):
    entry = publish(PracticeFactory(title="Car-free streets", slug="car-free-streets"))
    submission = make.submission_in(Stage.PROPOSED)
    take(client, make.editor(), submission, "merge", into=asked, words="We have it already.")
    assert Submission.objects.get(pk=submission.pk).merged_into_id == entry.pk


def test_words_that_several_entries_have_lead_to_a_choice(client, library):
    for name in ("a", "b"):
        publish(PracticeFactory(title=f"Open streets {name}", slug=f"open-{name}"))
    submission = make.submission_in(Stage.PROPOSED)
    said = take(client, make.editor(), submission, "merge", into="open streets", words="Yes.").content.decode()
    assert "Open streets a (open-a); Open streets b (open-b)" in said
    said = take(client, make.editor(), submission, "merge", into="nothing like it", words="Yes.").content.decode()
    assert "No published entry has this address" in said
    assert stage_of(submission) == Stage.PROPOSED


@pytest.mark.parametrize(
    ("step", "target"),
    [("pass", Stage.IN_REVIEW), ("send-back", Stage.REVISING), ("decline", Stage.DECLINED)],
)
def test_a_text_is_screened(client, library, step, target):
    submission = make.submission_in(Stage.SCREENING)
    take(client, make.editor(Group.INTAKE_EDITORS), submission, step, words="The costs are missing.")
    assert stage_of(submission) == target


def test_what_is_looked_at_when_screening_stands_on_the_page(client, library):
    answer = read(client, make.editor(), make.submission_in(Stage.SCREENING))
    assert len(answer.context["gates"]) == 7


def test_a_form_without_its_words_comes_back_with_an_error_in_the_title(client, library):
    submission = make.submission_in(Stage.SCREENING)
    answer = take(client, make.editor(), submission, "send-back", words="  ")
    assert answer.status_code == 200
    assert "<title>Error:" in answer.content.decode()
    assert stage_of(submission) == Stage.SCREENING


def test_a_form_that_comes_too_late_changes_nothing_and_shows_what_was_typed(client, library):
    submission = make.submission_in(Stage.SCREENING)
    take(client, make.editor(), submission, "pass")
    answer = take(client, make.editor(), submission, "send-back", words="The costs are missing.")
    assert answer.status_code == 409
    assert "The costs are missing." in answer.content.decode()
    assert stage_of(submission) == Stage.IN_REVIEW


def test_a_step_that_there_is_not_is_not_found_and_its_address_leads_to_the_page(client, library):
    submission = make.submission_in(Stage.SCREENING)
    assert take(client, make.editor(), submission, "nothing").status_code == 404
    assert client.get(reverse("review_step", args=[submission.pk, "pass"])).headers["Location"] == page(submission)


def test_an_editor_takes_it_or_gives_it_to_another(client, library):
    submission, chief = make.submission_in(Stage.SCREENING), make.editor()
    take(client, chief, submission, "take")
    assert Submission.objects.get(pk=submission.pk).handling_editor == chief
    other = PersonFactory(groups=[Group.HANDLING_EDITORS])
    take(client, chief, submission, "assign", editor=other.pk)
    assert Submission.objects.get(pk=submission.pk).handling_editor == other


def test_nobody_with_a_stake_is_made_its_editor(client, library):
    submission, chief = make.submission_in(Stage.SCREENING), make.editor()
    near = MembershipFactory(person=PersonFactory(groups=[Group.HANDLING_EDITORS])).person
    answer = take(client, chief, submission, "assign", editor=near.pk)
    assert "Only an editor who has no stake" in answer.content.decode()
    assert Submission.objects.get(pk=submission.pk).handling_editor != near


def test_an_accepted_text_is_published_now(client, library):
    submission = make.submission_in(Stage.SIGN_OFF)
    take(client, make.editor(), submission, "sign-off", when="now")
    assert stage_of(submission) == Stage.PUBLISHED
    assert EntryPage.objects.get(pk=submission.entry_id).live


def test_an_accepted_text_is_scheduled_and_the_date_is_taken_back(client, library):
    submission, chief = make.submission_in(Stage.SIGN_OFF), make.editor()
    at = (timezone.now() + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    take(client, chief, submission, "sign-off", when="later", at=at)
    assert stage_of(submission) == Stage.SCHEDULED
    assert steps(read(client, chief, submission)) >= {"unschedule"}
    take(client, chief, submission, "unschedule", words="The mayor is away.")
    assert stage_of(submission) == Stage.SIGN_OFF


@pytest.mark.parametrize("at", ["", "2001-01-01T00:00", "tomorrow"])
def test_a_time_that_is_missing_or_over_schedules_nothing(client, library, at):
    submission = make.submission_in(Stage.SIGN_OFF)
    assert take(client, make.editor(), submission, "sign-off", when="later", at=at).status_code == 200
    assert stage_of(submission) == Stage.SIGN_OFF


def test_only_chief_editors_sign_off(client, library):
    submission = make.submission_in(Stage.SIGN_OFF)
    handling = make.editor(Group.HANDLING_EDITORS)
    assert take(client, handling, submission, "sign-off", when="now").status_code == 403
    assert stage_of(submission) == Stage.SIGN_OFF


def test_an_override_needs_a_reason_which_readers_see(client, library, admin):
    submission = make.submission_in(Stage.SCREENING)
    take(client, admin, submission, "override", reason=" ")
    assert stage_of(submission) == Stage.SCREENING
    take(client, admin, submission, "override", reason="A court ordered it.")
    assert stage_of(submission) == Stage.PUBLISHED
    assert PublicNote.objects.get(entry=submission.entry_id).text == "A court ordered it."


def test_a_chief_editor_withdraws_it_with_a_reason(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    take(client, make.editor(), submission, "withdraw", words="The city asked by letter.")
    assert stage_of(submission) == Stage.WITHDRAWN
    assert Event.objects.get(submission=submission, action="withdraw").words == "The city asked by letter."


def test_a_correction_is_checked_by_a_chief_editor_and_has_no_reviewers(client, library):
    published, lead = make.submission_in(Stage.PUBLISHED), make.lead()
    entry = EntryPage.objects.get(pk=published.entry_id)
    correction = proposals.start_from_entry(entry=entry, kind="correction", by=lead)
    correction.public_note = "A figure was wrong."
    correction.save()
    correction = make.write_everything(correction, lead, problem="Streets were for cars only.")
    sending.submit(submission=correction, by=lead)
    sending.confirm_mandate(submission=correction, by=lead)
    chief = make.editor()
    assert "check-correction" in steps(read(client, chief, correction))
    assert "pass" not in steps(client.get(page(correction)))
    take(client, chief, correction, "check-correction", reasons="One figure, with its source.")
    assert stage_of(correction) == Stage.SIGN_OFF
    assert EditorialDecision.objects.get(submission=correction).letter == "One figure, with its source."
    publishing.sign_off(submission=correction, by=chief)
