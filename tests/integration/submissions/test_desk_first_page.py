import datetime

import pytest
from django.urls import reverse

from practices.models import EntryPage
from practices.review.stages import Stage
from tests.factories import MembershipFactory, PersonFactory, PracticeFactory, city
from tests.factories import review as make

pytestmark = pytest.mark.django_db
DESK = "/en/desk/"


def html_of(client, path=DESK, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def writer(client, library):
    person = make.member()
    client.force_login(person)
    return person


def test_somebody_who_is_not_signed_in_reads_who_may_submit_and_is_asked_to_sign_in(client, library):
    html = html_of(client)
    assert "Members of a city’s team may submit" in html
    assert 'href="/en/accounts/login/?next=/en/desk/"' in html


def test_the_button_of_every_page_leads_to_the_desk(client, library):
    assert '<a class="button button--quiet" href="/en/desk/">Submit a practice</a>' in html_of(client, "/en/themes/")


def test_somebody_without_a_team_reads_who_can_invite_them(client, library):
    person = PersonFactory()
    client.force_login(person)
    html = html_of(client)
    assert "You are not in the team of a city" in html
    assert person.email in html


def test_the_first_visit_explains_in_three_sentences(client, writer):
    html = html_of(client)
    assert '<section class="welcome">' in html
    assert html.split('class="how-it-goes"')[1].split("</div>")[0].count("<p>") == 3


def test_later_visits_keep_the_explanation_folded(client, writer):
    make.proposal(by=writer)
    assert '<section class="welcome">' not in html_of(client)


def test_only_submissions_of_ones_own_cities_are_listed(client, writer):
    make.proposal(by=writer, title="Ours")
    make.proposal(by=make.member("lima"), title="Theirs")
    html = html_of(client)
    assert "Ours" in html
    assert "Theirs" not in html


def test_a_colleague_finds_it_too_and_somebody_who_left_does_not(client, library):
    make.proposal(by=make.member(), title="Ours")
    client.force_login(make.member())
    assert "Ours" in html_of(client)
    left = MembershipFactory(until=datetime.date(2020, 1, 1), person=PersonFactory()).person
    client.force_login(left)
    assert "Ours" not in html_of(client)


@pytest.mark.parametrize(
    ("stage", "for_writer", "for_lead"),
    [
        (Stage.DRAFT, "Go on with the proposal", "Go on with the proposal"),
        (Stage.PROPOSED, "within five working days", "within five working days"),
        (Stage.WRITING, "Go on writing", "Go on writing"),
        (Stage.SUBMITTED, "A lead of your team reads", "Read and confirm"),
        (Stage.IN_REVIEW, "Reviewers from other cities", "Reviewers from other cities"),
        (Stage.REVISING, "Read and answer the letter", "Read and answer the letter"),
        (Stage.DECLINED, "Read the letter", "Read the letter"),
    ],
)
def test_each_person_reads_what_is_theirs_to_do(client, writer, stage, for_writer, for_lead):
    make.submission_in(stage, by=writer)
    assert for_writer in html_of(client)
    client.force_login(make.lead())
    assert for_lead in html_of(client)


def test_what_is_late_says_so(client, writer):
    submission = make.submission_in(Stage.PROPOSED, by=writer)
    submission.stage_since -= datetime.timedelta(days=10)
    submission.save()
    assert "3 days late" in html_of(client)


def test_a_listed_entry_can_be_taken_over_and_a_reviewed_one_updated(client, writer):
    PracticeFactory(slug="compiled", title="Compiled")
    published = make.submission_in(Stage.PUBLISHED, by=writer)
    html = html_of(client)
    assert reverse("desk_start", args=["compiled", "takeover"]) in html
    slug = EntryPage.objects.get(pk=published.entry_id).slug
    for kind in ("update", "correction"):
        assert reverse("desk_start", args=[slug, kind]) in html
    assert reverse("desk_start", args=[slug, "takeover"]) not in html
    assert "lapses after" in html
    assert reverse("desk_withdraw", args=[slug]) not in html  # leads only


def test_the_page_asks_as_little_for_many_as_for_one(client, library, django_assert_max_num_queries):
    person = make.member()
    MembershipFactory(person=person, city=city("lima"))
    for n in range(3):
        make.proposal(by=make.member(), title=f"Idea {n}")
        PracticeFactory(slug=f"listed-{n}", city=city("lima"))
    client.force_login(person)
    html_of(client)
    with django_assert_max_num_queries(9):
        html_of(client)
