import json
from io import StringIO

import pytest
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.test import override_settings

from practices.members.models import User
from practices.models import EntryPage
from practices.review.models import Submission
from practices.review.stages import Stage

pytestmark = pytest.mark.django_db
STAGES = ["proposed", "writing", "submitted", "in-review", "revising", "sign-off"]


def run(name, *options):
    out = StringIO()
    with override_settings(DEBUG=True):
        call_command(name, "--json", *options, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def accounts(library):
    return run("demo_accounts")


def test_six_submissions_stand_at_six_stages_and_none_is_public(accounts, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rows = run("demo_review")
    assert [row["stage"] for row in rows] == STAGES
    assert all(row["title"].startswith("Demo: ") and row["reference"].startswith("USE-") for row in rows)
    assert not EntryPage.objects.filter(live=True).exists()
    assert not django_mail.outbox
    reviewers = User.objects.filter(email__startswith="reviewer-").order_by("email")
    assert [person.reviewer.country.region for person in reviewers] == ["africa", "europe"]
    in_review = Submission.objects.get(stage=Stage.IN_REVIEW).rounds.get()
    assert [one.status for one in in_review.assignments.order_by("pk")] == ["submitted", "accepted"]
    client.force_login(reviewers[1])
    assert client.get(rows[3]["address"].partition("8000")[2]).status_code == 200


def test_running_again_doubles_nothing_and_reset_begins_anew(accounts):
    first = run("demo_review")
    assert run("demo_review") == first
    assert Submission.objects.count() == len(STAGES)
    again = run("demo_review", "--reset")
    assert [row["stage"] for row in again] == STAGES
    assert Submission.objects.filter(stage=Stage.WITHDRAWN).count() == len(STAGES)


def test_it_says_what_to_do_without_accounts(library):
    with pytest.raises(CommandError, match="demo_accounts"):
        run("demo_review")


def test_it_refuses_where_debug_is_off(accounts):
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("demo_review")
    assert not Submission.objects.exists()
