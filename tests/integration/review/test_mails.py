import datetime
import re
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.template.loader import get_template

from practices.members.models import Mail
from practices.members.roles import Group
from practices.review import notices
from practices.review.services import inviting, proposals, publishing, reviewing, screening, sending, writing
from practices.review.stages import Stage
from tests.catching import CatchingServer
from tests.factories import review as make

pytestmark = pytest.mark.django_db
MAILS = Path(__file__).resolve().parents[3] / "templates" / "mail" / "review"
NAMES = sorted(path.name.removesuffix(".subject.txt") for path in MAILS.glob("*.subject.txt"))
CANARY = "canary-in-a-cage"


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_says_what_to_do_and_why_it_came_in_both_forms(name):
    for ending in ("txt", "html"):
        assert get_template(f"mail/review/{name}.{ending}")
    words = (MAILS / f"{name}.txt").read_text("utf8")
    assert "{% block label %}" in words
    assert "{% block why %}" in words
    assert "to_editor" not in words


@pytest.fixture
def walked(library, admin, django_capture_on_commit_callbacks):
    """One submission from the proposal to readers with every turn that sends mail, and what was mailed."""
    with django_capture_on_commit_callbacks(execute=True):
        return _walk()


def _walk():
    by, lead, chief = make.member(), make.lead(), make.editor()
    handling = make.editor(Group.HANDLING_EDITORS)
    make.editor(Group.INTAKE_EDITORS)
    submission = make.proposal(by)
    proposals.propose(submission=submission, by=by)
    proposals.invite(submission=submission, by=handling, words="Welcome.")
    submission = make.write_everything(make.Submission.objects.get(pk=submission.pk), by, description=CANARY)
    sending.submit(submission=submission, by=by)
    sending.refuse_mandate(submission=submission, by=lead, words="Name the decree.")
    sending.submit(submission=submission, by=by)
    sending.confirm_mandate(submission=submission, by=lead)
    screening.send_back(submission=submission, by=handling, words="A source is missing.")
    sending.resubmit(submission=submission, by=by)
    screening.pass_screening(submission=submission, by=handling)
    for outcome in ("minor", "accept"):
        _round(submission, outcome, by)
        submission = make.Submission.objects.get(pk=submission.pk)
    publishing.sign_off(submission=submission, by=chief)
    return make.Submission.objects.get(pk=submission.pk)


def _round(submission, outcome, by):
    round = make.open_round(submission)
    handling = make.editor(Group.HANDLING_EDITORS)
    no = inviting.invite_reviewer(round=round, by=handling, email=f"no{round.number}@uni.example", name="Nora No")
    inviting.respond(assignment=no, accept=False, conflict=True, conflict_words=CANARY, reason=CANARY)
    late = make.accepted_assignment(round)
    reviewing.save_review(assignment=late, answers={}, to_city=CANARY)
    inviting.remove_reviewer(assignment=late, by=handling, reason=CANARY)
    reviewing.hand_over(assignment=late)
    for _reviewer in range(2):
        assignment = make.accepted_assignment(round, make.reviewer(first_name="Rita", last_name="Reader"))
        remarks = [reviewing.Remark("results", CANARY, CANARY)]
        reviewing.save_review(assignment=assignment, answers=make.answers(round), remarks=remarks,
                              recommendation="minor", to_city=CANARY, to_editor=CANARY)  # fmt: skip
        reviewing.submit_review(assignment=assignment, no_conflict=True)
    points = [make.decisions.Point(text=CANARY)] if outcome == "minor" else []
    make.decisions.decide(round=round, outcome=outcome, reasons=CANARY, letter=CANARY, points=points, by=make.editor())
    if outcome == "minor":
        submission = make.Submission.objects.get(pk=submission.pk)
        for point in submission.decisions.get().points.all():
            sending.answer_point(point=point, answer=CANARY, by=by)
        writing.save_topic(submission=submission, topic="why", opened_at=None, by=by,
                           change=lambda entry: setattr(entry, "problem", CANARY))  # fmt: skip
        sending.resubmit(submission=submission, by=by)


class TestAWholeWalk:
    def test_no_mail_holds_confidential_words_or_the_text_of_a_draft(self, walked):
        sent = {mail.template.removeprefix("review/") for mail in Mail.objects.all()}
        assert sent >= {
            "proposal_received", "proposal_arrived", "proposal_invited", "submitted", "mandate_asked",
            "mandate_refused", "mandate_confirmed", "to_screen", "sent_back", "resubmitted", "revised_arrived",
            "review_begins", "reviewer_invited", "reviewer_accepted", "reviewer_declined", "reviewer_removed",
            "text_handed_over", "reviewer_thanked", "review_arrived", "decision", "reviewer_outcome", "published",
        }  # fmt: skip
        assert (
            len(django_mail.outbox) == Mail.objects.count()
        )  # Wagtail sends none of its own, not even to administrators
        for message in django_mail.outbox:
            for text in parts(message):
                assert CANARY not in text, message.subject

    def test_the_city_learns_no_reviewers_name(self, walked):
        team = {person.email for person in notices.city_people(walked)}
        to_city = [message for message in django_mail.outbox if set(message.to) & team]
        assert len(to_city) > 10
        for message in to_city:
            for text in parts(message):
                assert "Rita" not in text
                assert "Nora" not in text
                assert "uni.example" not in text
                assert "university.example" not in text

    def test_every_mail_names_the_text_and_leads_to_a_page_of_this_site(self, walked, settings):
        for message in django_mail.outbox:
            plain, html = parts(message)[1:]
            assert "Car-free Sundays" in message.subject
            address = re.findall(rf"{settings.SITE_URL}/\w\w/(?:desk|review)/\S+", plain)
            assert address, message.subject
            assert f'href="{address[0]}"' in html
            assert "{{" not in plain + html


def parts(message):
    return [message.subject, message.body, message.alternatives[0].content]


@pytest.mark.parametrize(("language", "word"), [("en", "due on 2 May 2027"), ("fr", "2 mai 2027"), ("es", "2 de mayo")])
def test_a_mail_is_in_the_language_of_its_reader(library, django_capture_on_commit_callbacks, language, word):
    submission = make.submission_in(Stage.IN_REVIEW)
    with django_capture_on_commit_callbacks(execute=True):
        inviting.invite_reviewer(
            round=make.open_round(submission), by=make.editor(Group.HANDLING_EDITORS), email="guest@uni.example",
            language=language, due_on=datetime.date(2027, 5, 2),
        )  # fmt: skip
    (message,) = django_mail.outbox
    assert word in message.body
    assert f"/{language}/review/link/" in message.body


def test_a_title_with_markup_stays_text(library, django_capture_on_commit_callbacks):
    by = make.member()
    make.editor(Group.INTAKE_EDITORS)
    with django_capture_on_commit_callbacks(execute=True):
        proposals.propose(submission=make.proposal(by, title="Trees & <b>shade</b>"), by=by)
    message = django_mail.outbox[0]
    assert "Trees & <b>shade</b>" in message.body
    assert "Trees &amp; &lt;b&gt;shade&lt;/b&gt;" in message.alternatives[0].content


def test_an_invitation_arrives_by_smtp(library, settings, django_capture_on_commit_callbacks):
    submission = make.submission_in(Stage.IN_REVIEW)
    server = CatchingServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "", ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    server.start()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            inviting.invite_reviewer(
                round=make.open_round(submission), by=make.editor(Group.HANDLING_EDITORS), email="guest@uni.example"
            )
    finally:
        server.stop()
    (caught,) = server.caught
    assert caught["To"] == "guest@uni.example"
    assert caught["Subject"].strip() == "Will you review “Car-free Sundays” from Bogotá?"
    for kind in ("plain", "html"):
        assert re.search(r"/en/review/link/[\w-]{40,}/", caught.get_body([kind]).get_content())
    assert Mail.objects.get(template="review/reviewer_invited").text == ""
