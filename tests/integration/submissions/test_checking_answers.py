import pytest
from django.urls import reverse

from practices.review.models import Submission
from practices.review.services import sending, writing
from practices.review.stages import Stage
from practices.submissions.form.progress import Status, lacking, percent, task_list
from practices.submissions.form.topics import topic_of_field
from tests.factories import PracticeFactory, city
from tests.factories.review import lead, member, proposal, submission_in, write_everything

pytestmark = pytest.mark.django_db
KEPT = "word " * 20_000


@pytest.fixture
def writer():
    return member()


@pytest.fixture
def submission(writer):
    return submission_in(Stage.WRITING, by=writer)


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def check(submission):
    return reverse("desk_check", args=[submission.pk])


def state_of(submission, slug):
    return next(state for state in task_list(Submission.objects.get(pk=submission.pk)) if state.topic.slug == slug)


def too_long(client, submission):
    form = {"opened_at": writing.topic_version(submission, "why"), "asked": "problem", "problem": KEPT}
    client.post(reverse("desk_topic", args=[submission.pk, "why"]), form)


def test_a_topic_is_complete_only_when_nothing_of_it_keeps_the_text_from_being_sent(writer, submission):
    assert state_of(submission, "lessons").status == Status.NOT_STARTED
    assert state_of(submission, "identity").status == Status.IN_PROGRESS
    full = write_everything(submission, writer)
    assert sending.missing(full) == []
    assert {state.status for state in task_list(full) if not state.optional} == {Status.COMPLETE}


def test_what_is_missing_is_missing_in_exactly_one_topic(submission):
    told = [missing.field for state in task_list(submission) for missing in state.missing]
    assert sorted(told) == sorted(missing.field for missing in sending.missing(submission))


def test_something_typed_and_not_stored_shows_as_an_error(desk, submission):
    too_long(desk, submission)
    assert state_of(submission, "why").status == Status.HAS_ERRORS


def test_the_share_that_is_filled_grows_with_the_text(writer, submission):
    before = percent(submission)
    assert before < percent(write_everything(submission, writer))


def test_each_missing_answer_links_to_its_very_question(desk, submission):
    page = desk.get(check(submission)).content.decode()
    for missing in lacking(submission):
        topic = topic_of_field("practice")[missing.field].slug
        name, args = ("desk_declaration", []) if topic == "declaration" else ("desk_topic", [topic])
        assert f'href="{reverse(name, args=[submission.pk, *args])}#q-{missing.field}"' in page


def test_an_unfinished_text_is_not_sent_and_the_page_says_what_is_missing(desk, submission):
    page = desk.post(check(submission)).content.decode()
    assert Submission.objects.get(pk=submission.pk).stage == Stage.WRITING
    assert "<title>Error:" in page
    assert "answers are missing" in page


def test_a_text_with_something_that_is_not_stored_is_not_sent(desk, writer, submission):
    submission = write_everything(submission, writer)
    too_long(desk, submission)
    page = desk.post(check(submission)).content.decode()
    assert Submission.objects.get(pk=submission.pk).stage == Stage.WRITING
    assert "cannot be saved yet" in page


def test_sending_gives_a_reference_number_and_sending_twice_gives_the_same(desk, writer, submission):
    lead()
    write_everything(submission, writer)
    first = desk.post(check(submission), follow=True)
    second = desk.post(check(submission), follow=True)
    sent = Submission.objects.get(pk=submission.pk)
    assert sent.stage == Stage.SUBMITTED
    for page in (first, second):
        assert sent.reference in page.content.decode()
    assert sent.events.filter(action="submit").count() == 1


def test_a_revised_text_is_sent_once_every_point_of_the_letter_is_answered(desk, writer):
    revising = submission_in(Stage.REVISING, by=writer)
    points = list(sending.unanswered(revising))
    assert points
    assert f"#point-{points[0].pk}" in desk.post(check(revising)).content.decode()
    for point in points:
        sending.answer_point(point=point, answer="Done.", by=writer)
    desk.post(check(revising))
    assert Submission.objects.get(pk=revising.pk).stage == Stage.IN_REVIEW


def test_a_proposal_has_nothing_to_check_yet(desk, writer):
    assert desk.get(check(proposal(writer))).status_code == 409


def test_something_of_the_same_city_with_the_same_title_is_shown(desk, submission):
    PracticeFactory(title="Car-free Sundays in Bogotá", city=city("bogota"))
    PracticeFactory(title="Car-free Sundays elsewhere", city=city("lima"))
    page = desk.get(check(submission)).content.decode()
    assert "Car-free Sundays in Bogotá" in page
    assert "Car-free Sundays elsewhere" not in page


def test_the_preview_shows_the_draft_and_asks_search_engines_to_stay_away(desk, writer, submission):
    write_everything(submission, writer, description="Written this morning.")
    page = desk.get(reverse("desk_preview", args=[submission.pk])).content.decode()
    assert "Written this morning." in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert 'rel="canonical"' not in page
