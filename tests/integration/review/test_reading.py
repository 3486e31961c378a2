"""The text sent in as a page, and what changed between two texts."""

import pytest
from django.urls import reverse

from practices.models import EntryPage, EntryTheme
from practices.review.diffing import after, before
from practices.review.presenters.changes import changes
from practices.review.services import proposals, screening, sending, writing
from practices.review.stages import Stage
from practices.vocabulary.models import Theme
from tests.factories import review as make

pytestmark = pytest.mark.django_db


def read(client, name, submission, by=None, **asked):
    client.force_login(by or make.editor())
    return client.get(reverse(name, args=[submission.pk]), asked)


def revised(**fields):
    """A submission whose second round reads a changed text."""
    by = make.member()
    submission = make.submission_in(Stage.REVISING, by=by)
    for point in submission.decisions.get().points.all():
        sending.answer_point(point=point, answer="We did.", by=by)

    def change(entry):
        for name, value in fields.items():
            setattr(entry, name, value)

    writing.save_topic(submission=submission, topic="all", opened_at=None, change=change, by=by)
    return sending.resubmit(submission=submission, by=by)


def test_the_text_sent_in_is_shown_as_a_page_that_nobody_finds(client, library):
    submission = make.submission_in(Stage.IN_REVIEW)
    answer = read(client, "review_preview", submission)
    said = answer.content.decode()
    assert "Main roads close to cars each Sunday." in said
    assert 'name="robots" content="noindex, nofollow"' in said
    assert "Readers do not see it." in said
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_preview_is_of_what_was_sent_and_not_of_what_is_being_written(client, library):
    by = make.member()
    submission = make.submission_in(Stage.REVISING, by=by)
    writing.save_topic(
        submission=submission, topic="all", opened_at=None, by=by,
        change=lambda entry: setattr(entry, "problem", "A sentence that is not sent yet."),
    )  # fmt: skip
    assert "not sent yet" not in read(client, "review_preview", submission).content.decode()


@pytest.mark.parametrize("name", ["review_preview", "review_changes"])
def test_nobody_else_reads_it_and_before_it_is_sent_there_is_nothing(client, library, name):
    submission = make.submission_in(Stage.IN_REVIEW)
    reviewer = make.accepted_assignment(make.open_round(submission)).person
    for person in (submission.created_by, make.member("quito"), reviewer):
        assert read(client, name, submission, by=person).status_code == 404
    assert read(client, name, make.submission_in(Stage.PROPOSED)).status_code == 404


def test_the_last_two_texts_are_compared_word_by_word(client, library):
    submission = revised(worked="Police at the crossings.")
    said = read(client, "review_changes", submission).content.decode()
    assert '<del><span class="vh">[removed: </span>Volunteers<span class="vh">]</span></del>' in said
    assert '<ins><span class="vh">[added: </span>Police<span class="vh">]</span></ins>' in said
    assert "Main roads close to cars each Sunday." not in said  # it is the same in both


def test_any_two_texts_can_be_chosen_but_none_that_the_submission_does_not_know(client, library):
    submission = revised(worked="Police at the crossings.")
    one, two = (round.revision_id for round in submission.rounds.all())
    turned = read(client, "review_changes", submission, a=two, b=one).content.decode()
    assert '<ins><span class="vh">[added: </span>Volunteers' in turned
    assert "The two texts are the same." in read(client, "review_changes", submission, a=one, b=one).content.decode()
    foreign = make.submission_in(Stage.IN_REVIEW)
    assert read(client, "review_changes", submission, a=one, b=foreign.submitted_revision_id).status_code == 404
    assert read(client, "review_changes", submission, a="x", b=one).status_code == 404


def test_what_the_city_is_writing_now_is_not_among_the_texts(client, library):
    by = make.member()
    submission = make.submission_in(Stage.REVISING, by=by)
    writing.save_topic(
        submission=submission, topic="all", opened_at=None, by=by, change=lambda e: setattr(e, "problem", "In work.")
    )
    submission.refresh_from_db()
    asked = {"a": submission.submitted_revision_id, "b": submission.working_revision_id}
    assert read(client, "review_changes", submission, **asked).status_code == 404


def test_an_update_is_compared_with_what_readers_see(client, library):
    published, lead = make.submission_in(Stage.PUBLISHED), make.lead()
    entry = EntryPage.objects.get(pk=published.entry_id)
    update = proposals.start_from_entry(entry=entry, kind="update", by=lead)
    update.public_note = "New figures."
    update.save()
    update = make.write_everything(update, lead, problem="Streets were for lorries.")
    sending.submit(submission=update, by=lead)
    update.refresh_from_db()
    said = read(client, "review_changes", update).content.decode()
    assert '<ins><span class="vh">[added: </span>lorries' in said
    assert "What readers see" in said


def test_a_text_that_was_sent_back_at_the_screening_is_still_known(client, library):
    by = make.member()
    submission = make.submission_in(Stage.SCREENING, by=by)
    first = submission.submitted_revision_id
    screening.send_back(submission=submission, by=make.editor(), words="Say who helped.")
    writing.save_topic(
        submission=submission, topic="all", opened_at=None, by=by, change=lambda e: setattr(e, "worked", "Police.")
    )
    sending.resubmit(submission=submission, by=by)
    answer = read(client, "review_changes", submission)
    assert answer.context["form"].cleaned_data["a"] == str(first)
    assert [change.field for change in answer.context["changes"]] == ["worked"]


def test_every_kind_of_part_is_compared_in_words(library):
    revision = make.submission_in(Stage.SCREENING).submitted_revision
    one, two = revision.as_object(), revision.as_object()
    two.start_year, two.status, two.costs_unknown, two.steps = 1976, "scaled-up", False, []
    two.target_groups = ["children", "women"]
    two.costs = [("cost", {"phase": "setup", "amount": 5, "currency": "EUR", "confidence": "estimate", "year": 2019})]
    two.theme_links.add(EntryTheme(theme=Theme.objects.get(slug="housing"), sort_order=1))
    found = {change.label: change.parts for change in changes(one, two, "en")}
    assert list(found) == [
        "Status", "Start year", "Target groups", "Steps", "Costs", "Costs are not known", "Themes",
    ]  # fmt: skip
    assert (before(found["Status"]), after(found["Status"])) == ("Ongoing", "Scaled up")
    assert (before(found["Start year"]), after(found["Start year"])) == ("1974", "1976")
    assert (before(found["Costs are not known"]), after(found["Costs are not known"])) == ("yes", "no")
    assert after(found["Costs"]).startswith("Phase: set-up · Amount: 5 · Currency: EUR · Year: 2019")
    assert before(found["Steps"]).splitlines()[0] == "When: 1974 · What: Closed more roads. · Who: The city"
    assert after(found["Themes"]) == "Mobility\nHousing and informal settlements"
