import datetime
import json
from io import StringIO

import pytest
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from practices.members import mailing
from practices.members.models import Mail
from practices.members.roles import Group
from practices.models import EntryPage
from practices.review import reminders
from practices.review.models import ReviewAssignment, Submission
from practices.review.services import inviting, publishing, reminding
from practices.review.stages import Stage
from tests.factories import review as make

TODAY = datetime.date(2026, 11, 25)
days = lambda number: datetime.timedelta(days=number)  # noqa: E731


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Runs the command as on a day; returns the templates of what was mailed."""

    def run(day, *options):
        out, before = StringIO(), Mail.objects.count()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("review_remind", "--json", f"--today={day}", *options, stdout=out)
        answer = json.loads(out.getvalue())
        mailed = [row["mail"] for row in answer["mails"] for _person in range(row["people"])]
        if "--dry-run" not in options:
            assert Mail.objects.count() - before == len(mailed)
            assert not Mail.objects.filter(sent_at=None).exists()
        return sorted(mailed)

    return run


class TestTheDays:
    """Pure rules."""

    @pytest.mark.parametrize(
        ("day", "mark"), [(-8, None), (-7, -7), (-2, -7), (-1, -1), (2, -1), (3, 3), (9, 3), (10, 10), (99, 10)]
    )
    def test_of_marks_the_last_that_has_come_counts(self, day, mark):
        assert reminders.reached(reminders.AROUND_DUE_DATE, TODAY, TODAY + days(day)) == mark

    def test_marks_before_the_answer_do_not_count(self):
        assert reminders.reached((-7, -1), TODAY, TODAY - days(3), after=TODAY - days(4)) is None
        assert reminders.reached((-7, -1), TODAY, TODAY, after=TODAY - days(4)) == -1

    def test_weekends_are_no_working_days(self):
        wednesday, friday = datetime.date(2026, 11, 25), datetime.date(2026, 11, 27)
        assert reminders.working_days(wednesday, wednesday) == 0
        assert reminders.working_days(friday, friday + days(2)) == 0
        assert reminders.working_days(friday, friday + days(7)) == 5

    @pytest.mark.parametrize(
        ("day", "months", "then"),
        [("2026-01-31", 1, "2026-02-28"), ("2026-01-15", 11, "2026-12-15"), ("2028-02-29", 12, "2029-02-28")],
    )
    def test_a_month_later_is_the_same_day_or_the_last(self, day, months, then):
        assert str(reminders.months_later(datetime.date.fromisoformat(day), months)) == then


@pytest.mark.django_db
class TestReviewers:
    @pytest.fixture
    def round(self, library):
        return make.open_round(make.submission_in(Stage.IN_REVIEW))

    def accepted(self, round, person=None, **fields):
        due_on = timezone.localdate() + days(20)
        return make.accepted_assignment(round, person, due_on=due_on, **fields)

    def test_they_are_reminded_around_the_due_date_and_then_the_editor_is_told(self, round, run):
        due = self.accepted(round).due_on
        assert run(due - days(8)) == []
        assert run(due - days(7)) == ["reviewer_reminder"]
        assert run(due - days(6)) == []
        assert run(due - days(1)) == ["reviewer_reminder"]
        assert run(due + days(3)) == ["reviewer_late"]
        assert run(due + days(10)) == ["reviewer_late", "reviewer_overdue"]
        assert "last reminder" in django_mail.outbox[-2].body
        assert run(due + days(11)) == run(due + days(60)) == []
        assert ReviewAssignment.objects.get().reminders == 4

    def test_a_second_run_of_the_day_and_one_after_a_pause_send_nothing_twice(self, round, run):
        due = self.accepted(round).due_on
        assert run(due + days(30)) == ["reviewer_late", "reviewer_overdue"]  # nothing ran for weeks
        assert run(due + days(30)) == []

    def test_another_due_date_begins_anew(self, round, run):
        assignment = self.accepted(round)
        run(assignment.due_on - days(7))
        later = assignment.due_on + days(14)
        ReviewAssignment.objects.update(due_on=later)
        assert run(later - days(7)) == ["reviewer_reminder"]

    def test_who_has_sent_declined_or_was_replaced_is_left_alone(self, round, run):
        make.send_review(round)
        removed, invited = self.accepted(round), make.reviewer()
        inviting.remove_reviewer(assignment=removed, by=make.editor(), reason="Late.")
        said_no = inviting.invite_reviewer(round=round, by=make.editor(Group.HANDLING_EDITORS), person=invited)
        inviting.respond(assignment=said_no, accept=False, reason="No time.")
        assert run(timezone.localdate() + days(100)) == []

    def test_without_an_account_a_reminder_carries_a_link_that_works(self, round, run, client):
        editor = make.editor(Group.HANDLING_EDITORS)
        inviting.invite_reviewer(round=round, by=editor, email="guest@uni.example")
        assert run(timezone.localdate() + days(7)) == ["invitation_waits"]
        token = django_mail.outbox[-1].body.split("/review/link/")[1].split("/")[0]
        assert inviting.find_by_token(token).email == "guest@uni.example"

    def test_an_invitation_is_repeated_once_then_the_editor_is_told(self, round, run):
        editor = make.editor(Group.HANDLING_EDITORS)
        Submission.objects.update(handling_editor=editor)
        inviting.invite_reviewer(round=round, by=editor, person=make.reviewer())
        asked = timezone.localdate()
        assert run(asked + days(6)) == []
        assert run(asked + days(7)) == ["invitation_waits"]
        assert run(asked + days(8)) == []
        assert run(asked + days(14)) == ["invitation_silent"]
        assert run(asked + days(40)) == []

    def test_a_trial_run_says_the_same_and_does_nothing(self, round, run):
        due = self.accepted(round).due_on
        mails = Mail.objects.count()
        assert run(due, "--dry-run") == run(due, "--dry-run") == ["reviewer_reminder"]
        assert Mail.objects.count() == mails
        assert ReviewAssignment.objects.get().reminders == 0


@pytest.mark.django_db
class TestCitiesAndEditors:
    def test_a_lead_is_reminded_twice_of_the_mandate(self, library, run):
        make.lead()
        make.submission_in(Stage.SUBMITTED)
        since = timezone.localdate()
        came = [run(since + days(number)) for number in (6, 7, 8, 14, 30)]
        assert came == [[], ["mandate_waits"], [], ["mandate_waits"], []]

    def test_a_city_that_revises_is_reminded_at_30_and_55_days(self, library, run):
        make.submission_in(Stage.REVISING)
        people = 2  # who began it, and the lead
        since = timezone.localdate()
        came = [len(run(since + days(number))) for number in (29, 30, 31, 55, 90)]
        assert came == [0, people, 0, people, 0]

    def test_editors_are_told_once_of_a_proposal_after_five_working_days(self, library, run):
        make.editor(Group.INTAKE_EDITORS)
        make.submission_in(Stage.PROPOSED)
        Submission.objects.update(stage_since=datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC))  # a Wednesday
        came = [run(TODAY + days(number)) for number in (5, 6, 7, 8)]
        assert came == [[], [], ["proposal_waits"], []]


@pytest.mark.django_db
class TestEntries:
    @pytest.fixture
    def entry(self, library):
        return EntryPage.objects.get(pk=make.submission_in(Stage.PUBLISHED).entry_id)

    def test_a_city_is_asked_after_eleven_months_and_again_and_then_the_review_lapses(self, entry, run):
        since = timezone.localdate()
        eleven, twelve = reminders.months_later(since, 11), reminders.months_later(since, 12)
        lapse = since + days(426)
        assert run(eleven - days(1)) == []
        assert run(eleven) == ["confirmation_due"]
        assert run(twelve) == ["confirmation_last"]
        assert run(lapse - days(1)) == []
        assert EntryPage.objects.get(pk=entry.pk).review_level == "reviewed"
        assert run(lapse) == ["entry_lapsed"]
        assert EntryPage.objects.get(pk=entry.pk).review_level == "lapsed"
        assert run(lapse + days(1)) == []
        assert [message.to for message in django_mail.outbox[-3:]] == [[make.lead().email]] * 3

    def test_a_confirmation_begins_the_year_anew(self, entry, run):
        publishing.confirm_yearly(entry=entry, by=make.lead())
        since = timezone.localdate()
        assert run(reminders.months_later(since, 11)) == ["confirmation_due"]

    def test_levels_take_the_same_queries_however_many_entries(self, entry, django_assert_num_queries, library):
        with django_assert_num_queries(3):
            assert reminding.entries_to_set(timezone.localdate()) == []
        make.submission_in(Stage.PUBLISHED)
        with django_assert_num_queries(3):
            assert len(reminding.entries_to_set(timezone.localdate() + days(426))) == 2


@pytest.mark.django_db
class TestTheCommand:
    def test_mails_that_could_not_be_sent_make_it_fail_and_are_sent_by_a_later_run(self, library, monkeypatch, run):
        make.editor(Group.INTAKE_EDITORS)
        make.submission_in(Stage.PROPOSED)
        day = timezone.localdate() + days(10)

        def refuse(message):
            raise ConnectionRefusedError

        with monkeypatch.context() as patch:
            patch.setattr(mailing.EmailMultiAlternatives, "send", refuse)
            with pytest.raises(SystemExit) as end:
                run(day)
        assert end.value.code == 1
        Mail.objects.update(next_try_at=timezone.now())
        call_command("review_remind", f"--today={day}", stdout=StringIO())
        assert [message.subject for message in django_mail.outbox][-1].startswith("A proposal waits")

    def test_it_refuses_what_is_not_a_day(self):
        with pytest.raises(CommandError, match="not a day"):
            call_command("review_remind", "--today=tomorrow")

    def test_it_says_what_it_did(self, library):
        out = StringIO()
        call_command("review_remind", "--today=2030-01-01", stdout=out)
        assert out.getvalue() == "2030-01-01: 0 mails sent, 0 levels set, 0 mails wait\n"
