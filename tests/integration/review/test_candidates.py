"""The page of reviewers: who is shown first, who cannot be asked and why, and what is done there."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from practices.members.models import Membership
from practices.members.roles import Group
from practices.review import policy
from practices.review.models import ConflictWaiver, ReviewAssignment, Reviewer, ReviewRound
from practices.review.selectors.candidates import suggestions
from practices.review.services import inviting
from practices.review.stages import Stage
from practices.vocabulary.models import Theme
from tests.factories import review as make
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.places import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(library):
    return make.open_round(make.submission_in(Stage.IN_REVIEW))


def address(round):
    return reverse("review_candidates", args=[round.submission_id])


def act(client, round, do, by=None, **posted):
    client.force_login(by or make.editor())
    return client.post(address(round), {"do": do, **posted})


def open_page(client, round, by=None, **asked):
    client.force_login(by or make.editor())
    return client.get(address(round), asked)


def of(round, person):
    return next(one for one in suggestions(round) if one.prospect.pk == person.pk)


def test_who_fits_best_is_shown_first(client, round):
    worse = make.reviewer("BR", first_name="Worse")
    better = make.reviewer("KE", first_name="Better")
    better.reviewer.themes.add(Theme.objects.get(slug="mobility"))
    rows = open_page(client, round).context["rows"]
    assert [row.name.split()[0] for row in rows] == ["Better", "Worse"]
    assert "Knows: Mobility" in rows[0].facts
    assert "From another region of the world" in rows[0].facts
    assert worse.pk != better.pk


def test_whoever_is_not_available_or_no_longer_active_is_not_shown(client, round):
    away, gone = make.reviewer(), make.reviewer()
    Reviewer.objects.filter(person=away).update(available=False)
    gone.is_active = False
    gone.save()
    assert open_page(client, round).context["rows"] == []


def test_a_hard_conflict_is_said_in_words_and_leaves_no_form(client, round):
    near = make.reviewer()
    MembershipFactory(person=near)
    row = open_page(client, round).context["rows"][0]
    assert row.form is None
    assert row.why_not == ["Works for a city of this entry, or did in the last two years."]
    act(client, round, "invite", person=near.pk)
    assert not ReviewAssignment.objects.exists()


def test_a_soft_conflict_asks_for_a_reason_which_is_kept(client, round):
    neighbour = make.reviewer("CO")
    refused = act(client, round, "invite", person=neighbour.pk, waive_same_country="")
    assert refused.status_code == 200
    assert not ReviewAssignment.objects.exists()
    act(client, round, "invite", person=neighbour.pk, **{"waive_same-country": "Nobody else reads it."})
    assert ReviewAssignment.objects.get().person == neighbour
    assert ConflictWaiver.objects.get().reason == "Nobody else reads it."


def test_an_invitation_is_mailed(client, round, django_capture_on_commit_callbacks):
    person = make.reviewer()
    with django_capture_on_commit_callbacks(execute=True):
        act(client, round, "invite", person=person.pk)
    assert person.email in {to for sent in mail.outbox for to in sent.to}


def test_whoever_was_asked_for_this_round_is_not_asked_again(client, round):
    person = make.reviewer()
    act(client, round, "invite", person=person.pk)
    answer = open_page(client, round)
    assert answer.context["rows"] == []
    assert [item["who"].name for item in answer.context["asked"]] == [str(person)]
    act(client, round, "invite", person=person.pk)
    said = open_page(client, round).content.decode()
    assert "This person was invited to this round already." in said
    assert "This was not done" not in said
    assert ReviewAssignment.objects.count() == 1


def test_a_conflict_declared_in_an_earlier_round_bars_from_the_next(library):
    submission = make.submission_in(Stage.IN_REVIEW)
    person = make.reviewer()
    assignment = inviting.invite_reviewer(round=make.open_round(submission), by=make.editor(), person=person)
    inviting.respond(assignment=assignment, accept=True, conflict=True, conflict_words="I advised them.")
    found = inviting.conflicts_of(submission, person=person)
    assert [conflict.code for conflict in found] == ["declared"]
    assert of(make.open_round(submission), person).prospect.is_barred


def test_whoever_has_as_many_reviews_as_they_take_is_shown_as_busy(client, round):
    person = make.reviewer(first_name="Busy")
    Reviewer.objects.filter(person=person).update(most_at_once=1)
    make.accepted_assignment(make.open_round(make.submission_in(Stage.IN_REVIEW)), person)
    assert of(round, person).prospect.is_full
    assert "has enough to do" in open_page(client, round).content.decode()


def test_reviews_that_are_over_are_no_load(round):
    person = make.reviewer()
    make.send_review(make.open_round(make.submission_in(Stage.IN_REVIEW)), person)
    assert of(round, person).prospect.open_reviews == 0


def test_the_conflicts_of_the_list_are_those_of_the_invitation(round):
    """The list reads everybody at once; the invitation reads one person. They must not differ."""
    by = round.submission.created_by
    people = [make.reviewer(), make.reviewer("CO"), make.reviewer(email="x@city.example"), make.reviewer()]
    left = MembershipFactory(person=people[3])
    Membership.objects.filter(pk=left.pk).update(until=timezone.localdate() - datetime.timedelta(days=30))
    often = make.reviewer()
    for _n in range(2):
        make.send_review(make.open_round(make.submission_in(Stage.IN_REVIEW, by=by)), often)
    author = make.reviewer()
    MembershipFactory(person=author)
    Reviewer.objects.create(person=by, country_id="CO", languages=["es"])
    ReviewAssignment.objects.create(
        round=make.open_round(make.submission_in(Stage.IN_REVIEW, by=author)), person=by, email=by.email,
        invited_by=make.editor(), due_on=timezone.localdate(), submitted_at=timezone.now(),
    )  # fmt: skip
    found = {one.prospect.pk: list(one.prospect.conflicts) for one in suggestions(round)}
    codes = set()
    for person in [*people, often, author, by]:
        alone = inviting.conflicts_of(round.submission, person=person)
        assert found[person.pk] == alone
        codes |= {conflict.code for conflict in alone}
    assert codes >= {"same-city", "took-part", "same-country", "same-domain", "same-city-often", "reviewed-each-other"}
    assert policy.hard(found[people[3].pk])


def test_three_hundred_people_do_not_mean_three_hundred_queries(round, django_assert_max_num_queries):
    people = [PersonFactory.build(email=f"many{n}@university.example", password="x") for n in range(300)]
    made = type(people[0]).objects.bulk_create(people)
    Reviewer.objects.bulk_create([Reviewer(person=person, country_id="KE", languages=["en"]) for person in made])
    with django_assert_max_num_queries(25):
        assert len(suggestions(round)) == 300


def test_the_page_of_many_people_is_cut_and_found_by_name(client, round, django_assert_max_num_queries):
    people = [PersonFactory.build(email=f"many{n}@u.example", first_name=f"P{n:03}", password="x") for n in range(60)]
    made = type(people[0]).objects.bulk_create(people)
    Reviewer.objects.bulk_create([Reviewer(person=person, country_id="KE") for person in made])
    open_page(client, round)
    with django_assert_max_num_queries(60):
        answer = client.get(address(round))
    assert len(answer.context["rows"]) == 25
    assert answer.context["total"] == 60
    assert [row.name.split()[0] for row in open_page(client, round, q="p031").context["rows"]] == ["P031"]


BY_MAIL = {"email": "Eva@Institute.example", "name": "Eva", "country": "KE", "language": "fr"}


def test_somebody_is_invited_by_address(client, round):
    act(client, round, "invite-address", **BY_MAIL)
    assignment = ReviewAssignment.objects.get()
    assert (assignment.email, assignment.language, assignment.person) == ("eva@institute.example", "fr", None)


def test_an_address_of_the_same_country_asks_for_a_reason_and_keeps_what_was_typed(client, round):
    asked = act(client, round, "invite-address", **{**BY_MAIL, "country": "CO"})
    assert "From the same country." in asked.content.decode()
    assert "Eva@Institute.example" in asked.content.decode()
    act(client, round, "invite-address", **{**BY_MAIL, "country": "CO", "waive_same-country": "She knows it best."})
    assert ConflictWaiver.objects.get().conflict == "same-country"


def test_the_address_of_somebody_who_took_part_is_refused_in_words(client, round):
    email = round.submission.created_by.email
    said = act(client, round, "invite-address", **{**BY_MAIL, "email": email}).content.decode()
    assert "Took part in it or wrote about it." in said
    assert not ReviewAssignment.objects.exists()


@pytest.mark.parametrize(("name", "value"), [("email", "no address"), ("country", ""), ("due_on", "2001-01-01")])
def test_an_invitation_that_lacks_something_is_not_sent(client, round, name, value):
    assert act(client, round, "invite-address", **{**BY_MAIL, name: value}).status_code == 200
    assert not ReviewAssignment.objects.exists()


def test_a_reviewer_is_replaced_with_a_reason(client, round):
    assignment = make.accepted_assignment(round)
    act(client, round, "remove", assignment=assignment.pk, reason=" ")
    assignment.refresh_from_db()
    assert assignment.removed_at is None
    act(client, round, "remove", assignment=assignment.pk, reason="No answer for a month.")
    assignment.refresh_from_db()
    assert assignment.removal_reason == "No answer for a month."


def test_another_due_date_keeps_the_round_open_until_then(client, round):
    assignment = make.accepted_assignment(round)
    day = timezone.localdate() + datetime.timedelta(days=50)
    act(client, round, "due", assignment=assignment.pk, due_on=day.isoformat())
    assignment.refresh_from_db()
    assert assignment.due_on == day
    assert ReviewRound.objects.get(pk=round.pk).closes_on == day


def test_a_due_date_that_is_over_is_refused(client, round):
    assignment = make.accepted_assignment(round)
    said = act(client, round, "due", assignment=assignment.pk, due_on="2001-01-01").content.decode()
    assert "Choose a day that is still to come." in said


def test_a_reviewer_is_reminded_once_a_day(client, round, django_capture_on_commit_callbacks):
    assignment = make.accepted_assignment(round)
    for _n in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            act(client, round, "remind", assignment=assignment.pk)
    assignment.refresh_from_db()
    assert assignment.reminders == 1
    assert len([sent for sent in mail.outbox if sent.to == [assignment.email]]) == 1


def test_who_has_no_account_is_reminded_with_a_link_that_works(client, round, django_capture_on_commit_callbacks):
    assignment = inviting.invite_reviewer(
        round=round, by=make.editor(), email="eva@institute.example", name="Eva", country=city("nairobi").country
    )
    with django_capture_on_commit_callbacks(execute=True):
        act(client, round, "remind", assignment=assignment.pk)
    link = next(word for word in mail.outbox[-1].body.split() if "/review/link/" in word)
    assert inviting.find_by_token(link.rstrip("/").rpartition("/")[2]) == assignment


def test_nobody_is_managed_through_another_round(client, round):
    foreign = make.accepted_assignment(make.open_round(make.submission_in(Stage.IN_REVIEW)))
    assert act(client, round, "remove", assignment=foreign.pk, reason="Wrong one.").status_code == 404


@pytest.mark.parametrize("group", [Group.INTAKE_EDITORS, Group.AUDITORS])
def test_only_handling_and_chief_editors_choose_reviewers(client, round, group):
    assert open_page(client, round, by=make.editor(group)).status_code == 403
    assert act(client, round, "invite", by=make.editor(group), person=make.reviewer().pk).status_code == 403
    assert not ReviewAssignment.objects.exists()


def test_the_city_does_not_know_the_page(client, round):
    assert open_page(client, round, by=round.submission.created_by).status_code == 404


def test_without_an_open_round_there_is_nobody_to_choose(client, library):
    submission = make.submission_in(Stage.SCREENING)
    client.force_login(make.editor())
    assert client.get(reverse("review_candidates", args=[submission.pk])).status_code == 409
