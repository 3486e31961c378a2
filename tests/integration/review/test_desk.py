"""The editors' queue, and a reviewer's own list."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from practices.members.models import Membership
from practices.members.roles import Group
from practices.models import EntryCity
from practices.review import facts
from practices.review.models import ReviewAssignment, ReviewRound, Submission
from practices.review.policy import Action, may_at_all
from practices.review.selectors.queue import queue
from practices.review.services import inviting, sending
from practices.review.stages import Stage
from tests.factories import review as make
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.places import city

pytestmark = pytest.mark.django_db
DESK = "/en/review/"


def open_desk(client, person, **asked):
    client.force_login(person)
    return client.get(DESK, asked)


def rows(answer):
    return [item["row"] for item in answer.context["rows"]]


def test_people_who_are_not_signed_in_are_led_to_the_sign_in(client, library):
    assert client.get(DESK).status_code == 302


def test_people_without_a_part_in_reviews_are_told_so(client, library):
    answer = open_desk(client, make.member())
    assert answer.status_code == 403
    assert "The review desk is for editors and reviewers." in answer.content.decode()


@pytest.mark.parametrize("group", [Group.INTAKE_EDITORS, Group.CHIEF_EDITORS, Group.AUDITORS])
def test_editors_and_auditors_see_what_is_open(client, library, group):
    submission = make.submission_in(Stage.SCREENING)
    answer = open_desk(client, make.editor(group))
    assert [row.pk for row in rows(answer)] == [submission.pk]
    said = answer.content.decode()
    assert "Car-free Sundays" in said
    assert submission.reference in said
    assert "Screen the text" in said


def test_what_ended_and_what_was_not_sent_yet_is_shown_only_when_its_stage_is_asked_for(client, library):
    make.submission_in(Stage.DRAFT)
    declined = make.submission_in(Stage.DECLINED)
    assert rows(open_desk(client, make.editor())) == []
    assert [row.pk for row in rows(open_desk(client, make.editor(), stage="declined"))] == [declined.pk]


def test_an_editor_does_not_see_what_they_have_a_stake_in(client, library):
    make.submission_in(Stage.SCREENING)
    near = MembershipFactory(city=city("bogota"), person=PersonFactory(groups=[Group.CHIEF_EDITORS])).person
    left = MembershipFactory(person=PersonFactory(groups=[Group.CHIEF_EDITORS]))
    Membership.objects.filter(pk=left.pk).update(until=timezone.localdate() - datetime.timedelta(days=100))
    assert rows(open_desk(client, near)) == []
    assert rows(open_desk(client, left.person)) == []


@pytest.mark.parametrize("where", ["entry", "text"])
def test_the_queue_shows_exactly_what_the_rules_let_an_editor_read(library, where):
    submission = make.submission_in(Stage.SCREENING)
    named = city("nairobi")
    if where == "entry":
        EntryCity.objects.create(entry=submission.entry, city=named)
    else:
        content = submission.working_revision.content
        content["other_city_links"] = [{"city": named.pk}]
        type(submission.working_revision).objects.filter(pk=submission.working_revision_id).update(content=content)
    of_it = MembershipFactory(city=named, person=PersonFactory(groups=[Group.CHIEF_EDITORS])).person
    of_another = MembershipFactory(city=city("quito"), person=PersonFactory(groups=[Group.CHIEF_EDITORS])).person
    submission = Submission.objects.get(pk=submission.pk)
    for person, sees in [(of_it, False), (of_another, True), (make.editor(), True)]:
        actor = facts.actor(person)
        assert bool(queue(actor)) == sees
        assert may_at_all(actor, Action.READ_REVIEWS, facts.matter(submission)) == sees


def test_a_reviewer_who_is_an_editor_does_not_see_the_submission_that_they_reviewed(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    person = make.reviewer()
    person.groups.add(*PersonFactory(groups=[Group.HANDLING_EDITORS]).groups.all())
    make.send_review(make.open_round(submission), person)
    assert rows(open_desk(client, person)) == []


def test_what_is_due_first_comes_first_and_what_is_late_is_marked(client, library):
    new, old = make.submission_in(Stage.SCREENING), make.submission_in(Stage.SCREENING)
    Submission.objects.filter(pk=old.pk).update(stage_since=timezone.now() - datetime.timedelta(days=11))
    found = rows(open_desk(client, make.editor()))
    assert [(row.pk, row.is_late, row.days) for row in found] == [(old.pk, True, 11), (new.pk, False, 0)]
    assert found[1].due_on == timezone.localdate() + datetime.timedelta(days=10)
    assert [row.pk for row in rows(open_desk(client, make.editor(), late="on"))] == [old.pk]


def test_a_round_is_due_when_it_closes(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    day = timezone.localdate() + datetime.timedelta(days=3)
    ReviewRound.objects.update(closes_on=day)
    assert [(row.pk, row.due_on) for row in rows(open_desk(client, make.editor()))] == [(submission.pk, day)]


def test_the_queue_says_how_far_a_round_is(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    round, chief = make.open_round(submission), make.editor()
    assert "Invite reviewers: 0 of 2" in open_desk(client, chief).content.decode()
    make.accepted_assignment(round)
    make.send_review(round)
    assert "Reviews: 1 in, 2 accepted, 2 asked" in open_desk(client, chief).content.decode()
    assignment = ReviewAssignment.objects.get(submitted_at=None)
    inviting.remove_reviewer(assignment=assignment, by=chief, reason="No answer.")
    make.send_review(round)
    assert "Decide: 2 reviews are in" in open_desk(client, chief).content.decode()


def test_the_filters_narrow_the_list_and_the_counts_stay(client, library):
    proposed, screening = make.submission_in(Stage.PROPOSED), make.submission_in(Stage.SCREENING)
    chief = make.editor()
    sending.assign_editor(submission=proposed, editor=chief, by=chief)
    assert [row.pk for row in rows(open_desk(client, chief, mine="on"))] == [proposed.pk]
    assert [row.pk for row in rows(open_desk(client, chief, stage="screening"))] == [screening.pk]
    assert len(rows(open_desk(client, chief, theme="mobility"))) == 2
    assert rows(open_desk(client, chief, language="fr")) == []
    counts = open_desk(client, chief, stage="screening").context["counts"]
    assert [(count["stage"], count["number"]) for count in counts] == [("proposed", 1), ("screening", 1)]


def test_a_filter_that_is_no_choice_filters_nothing(client, library):
    submission = make.submission_in(Stage.SCREENING)
    found = rows(open_desk(client, make.editor(), stage="nowhere", theme="nothing", language="xx", page="99"))
    assert [row.pk for row in found] == [submission.pk]


def test_the_number_of_queries_does_not_grow_with_the_queue(client, library, django_assert_max_num_queries):
    chief, by = make.editor(), make.member()
    make.submission_in(Stage.IN_REVIEW, by=by)
    open_desk(client, chief)
    for stage in (Stage.PROPOSED, Stage.SCREENING, Stage.IN_REVIEW, Stage.REVISING):
        make.submission_in(stage, by=by)
    with django_assert_max_num_queries(22):
        assert len(rows(client.get(DESK))) == 5


def test_a_reviewer_sees_their_own_reviews_and_no_queue(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    person = make.reviewer()
    assignment = make.accepted_assignment(make.open_round(submission), person)
    answer = open_desk(client, person)
    said = answer.content.decode()
    assert "Car-free Sundays" in said
    assert reverse("review_assignment", args=[assignment.pk]) in said
    assert "rows" not in answer.context
    assert submission.reference not in said


def test_a_reviewer_does_not_see_what_others_were_asked(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    make.accepted_assignment(make.open_round(submission))
    assert "Nothing waits for you." in open_desk(client, make.reviewer()).content.decode()


def test_who_is_editor_and_reviewer_sees_both(client, library):
    reviewed, other = make.submission_in(Stage.IN_REVIEW), make.submission_in(Stage.SCREENING)
    person = make.reviewer()
    person.groups.add(*PersonFactory(groups=[Group.HANDLING_EDITORS]).groups.all())
    assignment = make.accepted_assignment(make.open_round(reviewed), person)
    answer = open_desk(client, person)
    assert [row.pk for row in answer.context["assigned"]] == [assignment.pk]
    assert other.pk in {row.pk for row in rows(answer)}


@pytest.mark.parametrize("group", [Group.INTAKE_EDITORS, Group.AUDITORS])
def test_the_admin_leads_editors_and_auditors_to_the_desk(client, library, group):
    client.force_login(make.editor(group))
    assert reverse("review_desk") in client.get(reverse("wagtailadmin_home")).content.decode()
