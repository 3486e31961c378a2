"""The reports of the review desk, as a page and as files."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from practices.members.roles import Group
from practices.review.models import Event, ReviewAssignment, Submission
from practices.review.presenters.reports import REPORTS
from practices.review.services import decisions, proposals
from practices.review.stages import Stage
from tests.factories import review as make
from tests.factories.people import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


def table(client, name, by=None):
    client.force_login(by or make.editor())
    answer = client.get(reverse("review_report", args=[name]))
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode())))


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


@pytest.mark.parametrize("group", [Group.INTAKE_EDITORS, Group.CHIEF_EDITORS, Group.AUDITORS])
def test_editors_and_auditors_read_them(client, library, group):
    client.force_login(make.editor(group))
    answer = client.get(reverse("review_reports"))
    assert [report.name for report in answer.context["reports"]] == list(REPORTS)


def test_nobody_else_does(client, library):
    for person in (make.member(), make.reviewer()):
        client.force_login(person)
        assert client.get(reverse("review_reports")).status_code == 403
        assert client.get(reverse("review_report", args=["queue"])).status_code == 403
    client.force_login(make.editor())
    assert client.get(reverse("review_report", args=["everything"])).status_code == 404


def test_the_queue_has_age_and_due_date(client, library):
    submission = make.submission_in(Stage.SCREENING)
    Submission.objects.update(stage_since=days_ago(12))
    row = table(client, "queue")[1]
    assert row[0] == submission.reference
    assert row[4:7] == ["12", (timezone.localdate() - datetime.timedelta(days=2)).isoformat(), "2"]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_is_taken_for_a_formula(client, library, title):
    proposals.propose(submission=make.proposal(title=title), by=make.member())
    assert table(client, "queue")[1][1] == f"'{title}"


def test_what_an_editor_may_not_read_is_in_no_report_of_theirs(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    make.accepted_assignment(make.open_round(submission))
    ReviewAssignment.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    near = MembershipFactory(person=PersonFactory(groups=[Group.CHIEF_EDITORS])).person
    assert len(table(client, "queue")) == len(table(client, "overdue")) == 2
    assert len(table(client, "queue", by=near)) == len(table(client, "overdue", by=near)) == 1


def test_overdue_are_invitations_and_reviews_that_have_not_come(client, library):
    round = make.open_round(make.submission_in(Stage.IN_REVIEW))
    late = make.accepted_assignment(round, make.reviewer(first_name="Late"))
    make.send_review(round, make.reviewer(first_name="Done"))
    make.accepted_assignment(round, make.reviewer(first_name="Intime"))
    past = timezone.localdate() - datetime.timedelta(days=5)
    ReviewAssignment.objects.exclude(person__first_name="Intime").update(due_on=past)
    rows = table(client, "overdue")[1:]
    assert [(row[0], row[5]) for row in rows] == [(str(late.person), "5")]


def test_the_load_counts_open_late_and_done(client, library):
    submission, chief = make.submission_in(Stage.IN_REVIEW), make.editor()
    round, person = make.open_round(submission), make.reviewer(first_name="Wangari")
    make.accepted_assignment(round, person)
    make.send_review(make.open_round(make.submission_in(Stage.IN_REVIEW)), person)
    ReviewAssignment.objects.filter(submitted_at=None).update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    rows = {(row[0], row[1]): row[2:] for row in table(client, "load", by=chief)[1:]}
    assert rows[str(person), "reviewer"] == ["1", "1", "1"]
    assert rows[str(make.editor(Group.HANDLING_EDITORS)), "editor"] == ["2", "0", "0"]


def test_the_time_of_a_stage_is_the_median_of_all_that_left_it(client, library):
    for days in (1, 2, 9):
        submission = make.submission_in(Stage.WRITING)
        Event.objects.filter(submission=submission, action="propose").update(at=days_ago(days))
        Event.objects.filter(submission=submission, action="begin").update(at=days_ago(days + 1))
    rows = {row[0]: row[1:] for row in table(client, "stages")[1:]}
    assert rows["proposed"] == ["3", "2.0"]
    assert rows["proposal being written"] == ["3", "1.0"]
    assert "being written" not in rows  # nobody has left it


def test_decisions_are_counted_by_region_and_a_corrected_one_once(client, library):
    submission = make.submission_in(Stage.REVISING)
    decisions.correct_decision(
        decision=submission.decisions.get(), reasons="Right.", letter="The right letter.", by=make.editor()
    )
    make.submission_in(Stage.DECLINED)
    header, row = table(client, "decisions")
    assert row[0] == "Latin America and the Caribbean"
    assert dict(zip(header[1:], row[1:], strict=True)) | {"Together": "2"} == {
        "accepted": "0", "small changes": "1", "large changes": "0", "declined": "1",
        "accepted on the lessons track": "0", "Together": "2",
    }  # fmt: skip


def test_agreement_is_told_only_when_there_is_enough_to_tell(client, library):
    first, *_ = table(client, "agreement")[1:]
    assert first == ["all criteria", "0", "too few to tell"]
    for low, high in ((1, 2), (3, 3), (4, 4)):
        round = make.open_round(make.submission_in(Stage.IN_REVIEW))
        make.send_review(round, score=low)
        make.send_review(round, score=high)
    first, *others = table(client, "agreement")[1:]
    assert first[1] == "24"
    # by hand: 1/3 of the pairs are 1 apart (1/16); by chance (1,3,4)×(2,3,4): (1+4+9 + 1+0+1 + 4+1+0)/16/9 = 21/144
    assert first[2] == f"{1 - (1 / 48) / (21 / 144):.2f}"
    assert {row[2] for row in others} == {"too few to tell"}


def test_a_round_with_one_or_three_reviews_says_nothing_about_agreement(client, library):
    round = make.open_round(make.submission_in(Stage.IN_REVIEW))
    make.send_review(round)
    assert table(client, "agreement")[1][1] == "0"
    make.send_review(round)
    make.send_review(round)
    assert table(client, "agreement")[1][1] == "0"


def test_the_page_asks_the_database_a_bounded_number_of_times(client, library, django_assert_max_num_queries):
    by = make.member()
    round = make.open_round(make.submission_in(Stage.IN_REVIEW, by=by))
    make.send_review(round)
    client.force_login(make.editor())
    client.get(reverse("review_reports"))
    for _n in range(3):
        make.send_review(make.open_round(make.submission_in(Stage.IN_REVIEW, by=by)))
    with django_assert_max_num_queries(40):
        client.get(reverse("review_reports"))
