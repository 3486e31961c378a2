import datetime

import pytest
from django.urls import reverse
from django.utils.html import escape

from practices.review.models import ReviewRound, Submission
from practices.review.services import inviting, screening
from practices.review.stages import Stage
from tests.factories import review as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client, library):
    person = make.member(first_name="Noor", last_name="Haddad")
    client.force_login(person)
    return person


def html_of(client, submission, name="desk_submission", status=200, **options):
    response = client.get(reverse(name, args=[submission.pk]), **options)
    assert response.status_code == status
    return response.content.decode()


def way(html):
    return html.split('<ol class="way">')[1].split("</ol>")[0]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.SCHEDULED])
def test_every_stage_has_its_page(client, writer, stage):
    submission = make.submission_in(stage, by=writer)
    html = html_of(client, submission)
    assert escape(submission.get_stage_display()) in html
    if submission.reference:
        assert submission.reference in html


def test_the_way_shows_what_was_what_is_and_what_comes(client, writer):
    submission = make.submission_in(Stage.SCREENING, by=writer)
    told = way(html_of(client, submission))
    parts = ["Proposal sent by Noor Haddad", "Invited to write", "Confirmed in the city’s name", 'aria-current="step"',
             "Reviewers from other cities read it", "The editors prepare the publication"]  # fmt: skip
    assert [told.index(part) for part in parts] == sorted(told.index(part) for part in parts)
    assert "about 42 days" in told


def test_a_correction_has_no_review_ahead(client, writer):
    published = make.submission_in(Stage.PUBLISHED, by=writer)
    client.post(reverse("desk_start", args=[published.entry.slug, "correction"]))
    submission = Submission.objects.get(kind="correction")
    assert "Reviewers from other cities" not in way(html_of(client, submission))


def test_no_reviewer_is_named_and_nothing_confidential_is_told(client, writer):
    submission = make.submission_in(Stage.IN_REVIEW, by=writer)
    round = make.open_round(submission)
    for name in ("Wanjiru Secret", "Otieno Hidden"):
        make.send_review(round, make.reviewer(first_name=name.split()[0], last_name=name.split()[1]))
    inviting.invite_reviewer(
        round=round, by=make.editor(), person=None, email="third@elsewhere.example", name="Third Quiet"
    )
    make.decisions.decide(
        round=round, outcome="minor", reasons="Both reviewers ask for it.", letter="Dear colleagues.",
        points=make.decisions.drafted_points(round), by=make.editor(),
    )  # fmt: skip
    for name in ("desk_submission", "desk_letter", "desk_changes"):
        html = html_of(client, submission, name)
        for word in ("Secret", "Hidden", "Quiet", "elsewhere.example", "Between us"):
            assert word not in html, (name, word)


def test_words_of_a_return_are_shown(client, writer):
    submission = make.submission_in(Stage.SCREENING, by=writer)
    screening.send_back(submission=submission, by=make.editor(), words="Say who paid.")
    assert "Say who paid." in html_of(client, submission)
    assert "Say who paid." in html_of(client, submission, "desk_letter")


def test_editors_may_read_the_page_and_change_nothing(client, library):
    submission = make.submission_in(Stage.WRITING)
    client.force_login(make.editor())
    html = html_of(client, submission)
    assert reverse("desk_files", args=[submission.pk]) not in html
    client.post(reverse("desk_files", args=[submission.pk]), {"do": "remove-picture:1"})
    assert html_of(client, submission, "desk_upload", status=403)


class TestStopping:
    def test_a_lead_withdraws_with_words_after_a_question(self, client, writer):
        submission = make.submission_in(Stage.WRITING, by=writer)
        client.force_login(make.lead())
        address = reverse("desk_stop", args=[submission.pk])
        assert client.post(address, {"words": "We stop."}).status_code == 422
        assert client.post(address, {"sure": "on"}).status_code == 422
        submission.refresh_from_db()
        assert submission.stage == Stage.WRITING
        client.post(address, {"words": "We stop.", "sure": "on"})
        submission.refresh_from_db()
        assert submission.stage == Stage.WITHDRAWN
        assert client.post(address, {"words": "We stop.", "sure": "on"}).status_code == 409

    def test_a_contributor_is_told_who_can(self, client, writer):
        submission = make.submission_in(Stage.WRITING, by=writer)
        assert "Only a lead of the city" in html_of(client, submission, "desk_stop", status=403)
        assert reverse("desk_stop", args=[submission.pk]) not in html_of(client, submission)


class TestMandate:
    def test_the_lead_reads_the_whole_text_and_confirms(self, client, writer):
        submission = make.submission_in(Stage.SUBMITTED, by=writer)
        client.force_login(make.lead())
        html = html_of(client, submission, "desk_mandate")
        for part in ("Streets were for cars.", "The first year failed", "Sports office", "noindex"):
            assert part in html
        address = reverse("desk_mandate", args=[submission.pk])
        assert client.post(address, {"confirm": "1"}).status_code == 422
        client.post(address, {"confirm": "1", "stands_behind": "yes"})
        submission.refresh_from_db()
        assert submission.stage == Stage.SCREENING
        assert submission.mandate_by == make.lead()
        again = client.post(address, {"confirm": "1", "stands_behind": "yes"})
        assert again.status_code == 409
        assert reverse("desk_submission", args=[submission.pk]) in again.content.decode()

    def test_the_lead_gives_it_back_with_words(self, client, writer):
        submission = make.submission_in(Stage.SUBMITTED, by=writer)
        client.force_login(make.lead())
        address = reverse("desk_mandate", args=[submission.pk])
        assert client.post(address, {"give_back": "1", "words": ""}).status_code == 422
        client.post(address, {"give_back": "1", "words": "Name the decree."})
        client.force_login(writer)
        assert "Name the decree." in html_of(client, submission)

    def test_a_contributor_does_not_confirm(self, client, writer):
        submission = make.submission_in(Stage.SUBMITTED, by=writer)
        address = reverse("desk_mandate", args=[submission.pk])
        assert client.post(address, {"confirm": "1", "stands_behind": "yes"}).status_code == 403
        submission.refresh_from_db()
        assert submission.stage == Stage.SUBMITTED


class TestLetter:
    @pytest.fixture
    def revising(self, writer):
        return make.submission_in(Stage.REVISING, by=writer)

    def form(self, client, submission):
        html = html_of(client, submission, "desk_letter")
        return {"opened_at": html.split('name="opened_at" value="')[1].split('"')[0]}

    def test_the_letter_shows_its_points_beside_their_topics(self, client, revising):
        html = html_of(client, revising, "desk_letter")
        assert "Dear colleagues, thank you." in html
        assert "Say who counted the people." in html
        assert reverse("desk_topic", args=[revising.pk, "results"]) in html
        assert "0 of 2 answered" in html

    def test_answers_are_saved_and_counted(self, client, revising, writer):
        first, _second = revising.decisions.get().points.all()
        form = {**self.form(client, revising), f"answer-{first.pk}": "The sports office.", "save": "1"}
        for _time in range(2):  # a double submit does no harm
            html = client.post(reverse("desk_letter", args=[revising.pk]), form, follow=True).content.decode()
        assert "1 of 2 answered" in html
        first.refresh_from_db()
        assert (first.answer, first.answered_by) == ("The sports office.", writer)

    def test_a_colleagues_newer_answer_is_shown_and_not_written_over(self, client, revising):
        first, second = revising.decisions.get().points.all()
        old = self.form(client, revising)
        address = reverse("desk_letter", args=[revising.pk])
        client.post(address, {**old, f"answer-{first.pk}": "Theirs.", f"answer-{second.pk}": ""})
        client.force_login(make.member())
        response = client.post(address, {**old, f"answer-{first.pk}": "Mine.", f"answer-{second.pk}": "Other point."})
        html = response.content.decode()
        assert response.status_code == 422
        assert "Theirs." in html
        assert "Mine." in html
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.answer, second.answer) == ("Theirs.", "Other point.")

    def test_an_answer_that_is_too_long_stays_in_the_form_and_loses_no_other(self, client, revising):
        first, second = revising.decisions.get().points.all()
        form = {**self.form(client, revising), f"answer-{first.pk}": "x" * 100_000, f"answer-{second.pk}": "Short."}
        html = client.post(reverse("desk_letter", args=[revising.pk]), form).content.decode()
        assert "x" * 100_000 in html
        second.refresh_from_db()
        assert second.answer == "Short."

    def test_changes_are_shown_word_by_word(self, client, revising, writer):
        make.writing.save_topic(
            submission=revising, topic="why", opened_at=None, by=writer,
            change=lambda entry: setattr(entry, "problem", "Streets were for many cars."),
        )  # fmt: skip
        html = html_of(client, revising, "desk_changes")
        assert "many" in html.split("<ins>")[1].split("</ins>")[0]

    def test_nobody_answers_after_it_was_sent_again(self, client, revising):
        Submission.objects.filter(pk=revising.pk).update(stage=Stage.IN_REVIEW)
        first = revising.decisions.get().points.first()
        response = client.post(reverse("desk_letter", args=[revising.pk]), {f"answer-{first.pk}": "Late."})
        assert response.status_code == 409

    def test_without_a_letter_there_is_no_page(self, client, writer):
        assert html_of(client, make.submission_in(Stage.WRITING, by=writer), "desk_letter", status=404)


def test_a_date_of_publication_is_shown(client, writer):
    submission = make.decide(make.submission_in(Stage.IN_REVIEW, by=writer), "accept")
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=400)
    make.publish(submission, at=at)
    assert str(at.year) in html_of(client, submission).split("Where it stands")[1][:800]
    assert ReviewRound.objects.filter(submission=submission).exists()
