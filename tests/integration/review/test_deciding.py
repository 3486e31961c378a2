"""Deciding a round on its page, and correcting the words of a decision."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from practices.members.roles import Group
from practices.review.errors import ReasonNeeded, WrongStage
from practices.review.models import EditorialDecision, Submission
from practices.review.models.submission import AppendOnlyError
from practices.review.services import decisions, publishing, sending
from practices.review.stages import Stage
from tests.factories import review as make

pytestmark = pytest.mark.django_db
LETTER = "Dear colleagues, this took me an hour to write."


@pytest.fixture
def round(library):
    """A round with two reviews."""
    found = make.open_round(make.submission_in(Stage.IN_REVIEW))
    make.send_review(found)
    make.send_review(found)
    return found


def address(round):
    return reverse("review_decide", args=[round.submission_id])


def posted(points=(), **fields):
    rows = {"points-TOTAL_FORMS": len(points), "points-INITIAL_FORMS": 0}
    for n, (field, text) in enumerate(points):
        rows |= {f"points-{n}-field": field, f"points-{n}-text": text}
    return {"do": "decide", "outcome": "accept", "reasons": "Both agree.", "letter": LETTER, **rows, **fields}


def send(client, round, by=None, **form):
    client.force_login(by or make.editor())
    return client.post(address(round), posted(**form))


def test_letter_and_points_are_drafted_from_the_reviews(client, round):
    client.force_login(make.editor())
    answer = client.get(address(round))
    said = answer.content.decode()
    assert "Well told. Say who counted." in said
    assert "Between us" not in said
    assert [form.initial for form in answer.context["points"]] == [
        {"field": "results", "text": "Say who counted the people."}
    ] * 2


def test_an_accepted_round_waits_for_its_sign_off(client, round):
    answer = send(client, round)
    assert answer.headers["Location"] == reverse("review_submission", args=[round.submission_id])
    decision = EditorialDecision.objects.get()
    assert (decision.outcome, decision.letter) == ("accept", LETTER)
    assert Submission.objects.get(pk=round.submission_id).stage == Stage.SIGN_OFF


def test_points_are_kept_in_their_order_and_empty_ones_are_left_out(client, round):
    points = [("results", "Say who counted."), ("", "   "), ("costs", "Which year?")]
    send(client, round, outcome="minor", points=points)
    found = EditorialDecision.objects.get().points.values_list("number", "field", "text")
    assert list(found) == [(1, "results", "Say who counted."), (2, "costs", "Which year?")]


def test_points_are_added_and_removed_without_deciding_and_without_a_script(client, round):
    two = [("results", "One"), ("costs", "Two")]
    more = send(client, round, points=two, do="add", outcome="minor")
    assert [form["text"].value() for form in more.context["points"]] == ["One", "Two", ""]
    less = send(client, round, points=two, do="remove-0", outcome="minor")
    assert [form["text"].value() for form in less.context["points"]] == ["Two"]
    assert LETTER in less.content.decode()
    assert less.context["form"]["outcome"].value() == "minor"
    assert not EditorialDecision.objects.exists()


def test_what_a_round_lacks_is_said_before_anything_is_pressed(client, library):
    round = make.open_round(make.submission_in(Stage.IN_REVIEW))
    client.force_login(make.editor())
    lacking = {row["value"]: row["lacking"] for row in client.get(address(round)).context["outcomes"]}
    assert "Two reviews are needed before a text is accepted." in lacking["accept"]
    assert lacking["minor"] == ["Nobody has sent a review in yet."]
    assert lacking["decline"] == []


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "lessons"}, {"outcome": ""}, {"outcome": "minor"}, {"reasons": " "}, {"outcome": "best"}],
    ids=["lacks something", "no outcome", "no points", "no reasons", "no such outcome"],
)
def test_a_letter_that_was_typed_is_never_lost(client, round, wrong):
    answer = send(client, round, **wrong)
    assert answer.status_code == 200
    assert LETTER in answer.content.decode()
    assert "<title>Error:" in answer.content.decode()
    assert not EditorialDecision.objects.exists()


def test_a_round_that_was_decided_a_moment_ago_gives_the_letter_back(client, round):
    send(client, round)
    late = send(client, round, outcome="decline", letter="Dear colleagues, we regret.")
    assert late.status_code == 409
    assert "Dear colleagues, we regret." in late.content.decode()
    assert EditorialDecision.objects.count() == 1


def test_the_drafted_form_can_be_sent_as_it_is(client, round):
    client.force_login(make.editor())
    page = client.get(address(round))
    points = [(form.initial["field"], form.initial["text"]) for form in page.context["points"]]
    send(client, round, outcome="minor", points=points, letter=page.context["form"]["letter"].value())
    assert EditorialDecision.objects.get().points.count() == 2


@pytest.mark.parametrize("group", [Group.INTAKE_EDITORS, Group.HANDLING_EDITORS, Group.AUDITORS])
def test_only_chief_editors_decide(client, round, group):
    assert send(client, round, by=make.editor(group)).status_code == 403
    assert not EditorialDecision.objects.exists()


def test_the_city_does_not_know_the_page(client, round):
    assert send(client, round, by=round.submission.created_by).status_code == 404


def correct(decision, **words):
    return decisions.correct_decision(
        decision=decision, by=make.editor(), **{"reasons": "Both agree.", "letter": "The right letter.", **words}
    )


def test_a_correction_is_a_decision_of_its_own_and_the_earlier_words_stay(client, library):
    submission = make.submission_in(Stage.REVISING)
    decision = submission.decisions.get()
    client.force_login(make.editor())
    address = reverse("review_correct", args=[submission.pk, decision.pk])
    assert "Dear colleagues, thank you." in client.get(address).content.decode()
    client.post(address, {"reasons": "Both agree.", "letter": "The right letter."})
    correction = EditorialDecision.objects.get(corrects=decision)
    assert (correction.letter, correction.outcome, correction.round) == (
        "The right letter.",
        decision.outcome,
        decision.round,
    )
    assert EditorialDecision.objects.get(pk=decision.pk).letter == "Dear colleagues, thank you."
    said = client.get(reverse("review_submission", args=[submission.pk])).content.decode()
    assert "The right letter." in said
    assert "Earlier words" in said


def test_a_correction_does_not_free_the_city_from_its_points(library):
    submission = make.submission_in(Stage.REVISING)
    open_points = sending.unanswered(submission)
    correction = correct(submission.decisions.get())
    assert sending.unanswered(submission) == open_points == list(correction.points.all()) != []


def test_what_the_city_has_answered_stays_answered_when_the_letter_is_corrected(library):
    by = make.member()
    submission = make.submission_in(Stage.REVISING, by=by)
    for point in submission.decisions.get().points.all():
        sending.answer_point(point=point, answer="We counted.", by=by)
    correction = correct(submission.decisions.get())
    assert set(correction.points.values_list("answer", flat=True)) == {"We counted."}


def test_pressing_twice_makes_one_correction(library):
    decision = make.submission_in(Stage.REVISING).decisions.get()
    assert correct(decision) == correct(decision)


def test_who_corrects_a_decision_that_was_corrected_meanwhile_is_told(library):
    decision = make.submission_in(Stage.REVISING).decisions.get()
    correct(decision)
    with pytest.raises(WrongStage):
        correct(decision, letter="Another letter.")


def test_the_decision_of_an_earlier_round_is_not_corrected_any_more(library):
    by = make.member()
    submission = make.submission_in(Stage.REVISING, by=by)
    first = submission.decisions.get()
    for point in first.points.all():
        sending.answer_point(point=point, answer="We counted.", by=by)
    submission = make.decide(sending.resubmit(submission=submission, by=by), "major")
    with pytest.raises(WrongStage):
        correct(first)
    assert len(sending.unanswered(submission)) == 2


def test_a_correction_can_be_corrected(library):
    decision = make.submission_in(Stage.REVISING).decisions.get()
    assert correct(correct(decision), letter="Better still.").corrects.corrects == decision


def test_a_round_still_has_one_decision_however_often_it_is_corrected(library):
    decision = make.submission_in(Stage.REVISING).decisions.get()
    correct(decision)
    again = EditorialDecision(
        submission=decision.submission, round=decision.round, revision=decision.revision, outcome="accept",
        reasons="Twice.", letter="Twice.", by=decision.by,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    with pytest.raises(AppendOnlyError):
        decision.save()


@pytest.mark.parametrize("lacks", ["reasons", "letter"])
def test_a_correction_has_reasons_and_a_letter(library, lacks):
    with pytest.raises(ReasonNeeded):
        correct(make.submission_in(Stage.REVISING).decisions.get(), **{lacks: " "})


def test_an_accepted_text_whose_letter_was_corrected_is_published(library):
    submission = make.submission_in(Stage.SIGN_OFF)
    correct(submission.decisions.get())
    assert publishing.sign_off(submission=submission, by=make.editor()).stage == Stage.PUBLISHED


@pytest.mark.parametrize("group", [Group.HANDLING_EDITORS, Group.AUDITORS])
def test_only_chief_editors_correct_a_decision(client, library, group):
    submission = make.submission_in(Stage.REVISING)
    client.force_login(make.editor(group))
    address = reverse("review_correct", args=[submission.pk, submission.decisions.get().pk])
    assert client.post(address, {"reasons": "x", "letter": "y"}).status_code == 403
    assert EditorialDecision.objects.count() == 1
