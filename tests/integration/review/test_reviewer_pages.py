import re

import pytest
from django.core import mail as django_mail

from practices.members.roles import Group
from practices.review.models import Review, Reviewer
from practices.review.services import inviting, reviewing, sending, writing
from practices.review.stages import Stage
from tests.factories import PersonFactory
from tests.factories import review as make

pytestmark = pytest.mark.django_db
SENTENCE = make.SENTENCE
CONFIDENTIAL = "between us only"


@pytest.fixture
def round(library):
    return make.open_round(make.submission_in(Stage.IN_REVIEW))


@pytest.fixture
def assignment(round):
    return make.accepted_assignment(round)


@pytest.fixture
def reviewer(client, assignment):
    client.force_login(assignment.person)
    return assignment.person


def page_of(assignment):
    return f"/en/review/assignments/{assignment.pk}/"


def filled(assignment, version=0, **more):
    """A review with every answer, as the form posts it."""
    fields = {"version": version, "remarks": 0, "recommendation": "minor", "to_city": "Well told.", "to_editor": ""}
    for criterion in assignment.round.rubric.criteria.all():
        fields[f"{criterion.code}-answer"] = "yes" if criterion.kind == "gate" else "3"
        fields[f"{criterion.code}-sentence"] = SENTENCE
    return fields | more


def stored(assignment):
    return Review.objects.get(assignment=assignment)


class TestWhoOpensIt:
    def test_only_the_reviewer(self, client, assignment):
        for person in (
            make.member(),
            make.editor(),
            PersonFactory(groups=[Group.AUDITORS]),
            make.reviewer(),
            PersonFactory(is_superuser=True, is_staff=True),
        ):
            client.force_login(person)
            for page in ("", "changes/", "certificate/", "files/1/"):
                assert client.get(page_of(assignment) + page).status_code == 404, (person, page)
        client.force_login(assignment.person)
        assert client.get(page_of(assignment)).status_code == 200

    def test_a_stranger_learns_nothing_about_what_exists(self, client, assignment):
        there, not_there = (client.get(f"/en/review/assignments/{pk}/") for pk in (assignment.pk, 999_999))
        assert there.status_code == not_there.status_code == 302
        assert there["Location"].replace(str(assignment.pk), "") == not_there["Location"].replace("999999", "")

    def test_what_was_typed_when_the_session_had_ended_is_shown(self, client, assignment):
        response = client.post(page_of(assignment), filled(assignment, to_city="Ninety minutes of work."))
        assert response.status_code == 403
        assert "Ninety minutes of work." in response.text
        assert client.post(page_of(assignment), {}, headers={"Accept": "application/json"}).status_code == 401


class TestAnswering:
    @pytest.fixture
    def asked(self, client, round):
        person = make.reviewer()
        client.force_login(person)
        return inviting.invite_reviewer(round=round, by=make.editor(Group.HANDLING_EDITORS), person=person)

    def test_yes_needs_a_word_on_conflicts_first(self, client, asked):
        response = client.post(page_of(asked), {"do": "accept"})
        assert "Say whether you have a conflict of interest." in response.text
        client.post(page_of(asked), {"do": "accept", "conflict": "none"})
        asked.refresh_from_db()
        assert (asked.accepted, asked.conflict_declared) == (True, False)

    def test_a_declared_conflict_is_a_no(self, client, asked):
        client.post(page_of(asked), {"do": "accept", "conflict": "some", "conflict_words": "I advised them."})
        asked.refresh_from_db()
        assert (asked.accepted, asked.conflict_words) == (False, "I advised them.")
        assert "You said no" in client.get(page_of(asked)).text

    def test_no_needs_a_reason_of_the_list(self, client, asked):
        assert "Choose a reason." in client.post(page_of(asked), {"do": "decline"}).text
        client.post(page_of(asked), {"do": "decline", "reason": "no-time", "words": "Ask again in May."})
        asked.refresh_from_db()
        assert (asked.accepted, asked.decline_reason) == (False, "I have no time. Ask again in May.")

    def test_a_conflict_that_use_finds_is_said_and_bars_the_yes(self, client, asked):
        make.MembershipFactory(person=asked.person, city=asked.round.submission.city)
        response = client.get(page_of(asked))
        assert "You are in the team of a city of this practice" in response.text
        assert "Yes, I review it" not in response.text
        client.post(page_of(asked), {"do": "accept", "conflict": "none"})
        asked.refresh_from_db()
        assert asked.accepted is None

    def test_before_the_yes_nothing_of_the_text_is_shown(self, client, asked):
        response = client.get(page_of(asked))
        assert asked.round.revision.content["title"] in response.text
        assert asked.round.revision.content["problem"] not in response.text


class TestReading:
    def test_the_text_stands_beside_the_rubric_with_anchors_and_weights(self, client, reviewer, assignment):
        response = client.get(page_of(assignment))
        assert assignment.round.revision.content["problem"] in response.text
        assert 'id="text-did_not_work"' in response.text
        for criterion in assignment.round.rubric.criteria.all():
            assert f'id="c-{criterion.code}"' in response.text
        assert "weight 25" in response.text
        assert "The problem is clear, with little data" in response.text

    def test_people_of_the_city_are_not_named(self, client, reviewer, assignment):
        submission = assignment.round.submission
        response = client.get(page_of(assignment))
        for person in (submission.created_by, submission.mandate_by):
            assert person.email not in response.text
            assert person.last_name not in response.text
        assert submission.declaration.contact_email not in response.text

    def test_it_is_the_rounds_revision_whatever_was_written_since(self, client, reviewer, assignment):
        entry = assignment.round.submission.entry.specific
        entry.problem = "Written behind the reviewer's back."
        entry.save_revision(clean=False)
        assert "behind the reviewer" not in client.get(page_of(assignment)).text

    def test_nobody_reviews_in_the_admin(self, client, reviewer, assignment):
        entry = assignment.round.submission.entry_id
        assert client.get(f"/admin/pages/{entry}/edit/").status_code in (302, 403, 404)


class TestWriting:
    def test_everything_typed_is_kept_and_found_again(self, client, reviewer, assignment):
        form = filled(
            assignment,
            **{
                "remarks": 1,
                "remark-0-field": "results",
                "remark-0-text": "Say who counted.",
                "to_editor": CONFIDENTIAL,
            },
        )
        assert client.post(page_of(assignment), form).status_code == 302
        response = client.get(page_of(assignment))
        for text in ("Well told.", "Say who counted.", CONFIDENTIAL, "Nothing is missing", "total: 75 of 100"):
            assert text in response.text
        assert stored(assignment).comments.get().field == "results"

    def test_a_half_written_review_is_kept_too(self, client, reviewer, assignment):
        client.post(page_of(assignment), {"version": 0, "remarks": 0, "results-sentence": "Half a thou"})
        assert "Half a thou" in client.get(page_of(assignment)).text

    def test_a_script_saves_and_learns_what_is_missing(self, client, reviewer, assignment):
        form = filled(assignment, to_city="")
        answer = client.post(page_of(assignment), form, headers={"Accept": "application/json"}).json()
        assert answer["version"] == 1
        assert answer["sentence"] == "1 answer is missing · total: 75 of 100"

    def test_two_windows_never_overwrite_each_other_silently(self, client, reviewer, assignment):
        client.post(page_of(assignment), filled(assignment, to_city="From the first window."))
        response = client.post(page_of(assignment), filled(assignment, to_city="From the second window."))
        assert response.status_code == 409
        for text in ("From the first window.", "From the second window."):
            assert text in response.text
        assert stored(assignment).to_city == "From the first window."
        version = re.search(r'name="version" value="(\d+)"', response.text)[1]
        client.post(page_of(assignment), filled(assignment, version=version, to_city="Both together."))
        assert stored(assignment).to_city == "Both together."

    def test_a_script_that_is_late_is_told(self, client, reviewer, assignment):
        client.post(page_of(assignment), filled(assignment))
        late = filled(assignment, to_city="Other.")
        assert client.post(page_of(assignment), late, headers={"Accept": "application/json"}).status_code == 409

    def test_pressing_save_twice_is_saving_once(self, client, reviewer, assignment):
        for _press in range(2):
            assert client.post(page_of(assignment), filled(assignment)).status_code == 302
        assert stored(assignment).version == 1

    def test_a_hundred_thousand_characters_are_refused_with_a_count_and_stay_in_the_form(
        self, client, reviewer, assignment
    ):
        long = "a word " * 15_000
        response = client.post(page_of(assignment), filled(assignment, to_city=long))
        assert "at most 6000 characters (it has 104999)" in response.text
        assert long.strip() in response.text
        by_script = client.post(
            page_of(assignment), filled(assignment, to_city=long), headers={"Accept": "application/json"}
        )
        assert by_script.status_code == 422
        assert "6000" in by_script.json()["problems"][0]

    def test_comments_are_added_and_removed_without_a_script(self, client, reviewer, assignment):
        response = client.post(page_of(assignment), filled(assignment, do="remark-lessons"))
        assert response["Location"].endswith("?remark=lessons#new-remark")
        two = {"remarks": 2, "remark-0-text": "First.", "remark-1-text": "Second."}
        client.post(page_of(assignment), filled(assignment, version=1, **two))
        client.post(page_of(assignment), filled(assignment, version=2, do="remove-0", **two))
        assert [comment.text for comment in stored(assignment).comments.all()] == ["Second."]


class TestSending:
    def test_what_is_missing_is_listed_with_links(self, client, reviewer, assignment):
        form = filled(assignment, do="send", conflict="none", **{"results-answer": "", "rights-answer": ""})
        response = client.post(page_of(assignment), form)
        assert "Error:" in response.text
        assert '<a href="#c-results">' in response.text
        assert '<a href="#c-rights">' in response.text
        assignment.refresh_from_db()
        assert assignment.submitted_at is None

    def test_conflicts_are_asked_again(self, client, reviewer, assignment):
        response = client.post(page_of(assignment), filled(assignment, do="send"))
        assert '<a href="#c-conflict">' in response.text
        assert stored(assignment).to_city == "Well told."

    def test_a_complete_review_is_sent_once_and_never_changes(self, client, reviewer, assignment):
        form = filled(assignment, do="send", conflict="none")
        for _press in range(2):
            client.post(page_of(assignment), form)
        assignment.refresh_from_db()
        assert assignment.submitted_at
        assert "Thank you for your review" in client.get(page_of(assignment)).text
        response = client.post(page_of(assignment), filled(assignment, version=1, to_city="A second thought."))
        assert "A second thought." in response.text  # shown, not lost, and not used
        assert stored(assignment).to_city == "Well told."
        assert assignment.round.submission.events.filter(action="review-submitted").count() == 1

    def test_a_conflict_seen_late_gives_the_review_back_with_the_text_kept(self, client, reviewer, assignment):
        client.post(page_of(assignment), filled(assignment, do="send", conflict="some", conflict_words="My brother."))
        assignment.refresh_from_db()
        assert (assignment.accepted, assignment.submitted_at) == (False, None)
        assert "Well told." in client.get(page_of(assignment)).text

    def test_a_conflict_that_arose_meanwhile_keeps_it_from_being_sent(self, client, reviewer, assignment):
        make.MembershipFactory(person=assignment.person, city=assignment.round.submission.city)
        response = client.post(page_of(assignment), filled(assignment, do="send", conflict="none"))
        assert "This review cannot be sent" in response.text
        assignment.refresh_from_db()
        assert assignment.submitted_at is None

    def test_a_reviewer_can_give_it_back(self, client, reviewer, assignment):
        client.post(page_of(assignment), {"do": "decline", "reason": "no-time"})
        assignment.refresh_from_db()
        assert assignment.accepted is False


class TestEndedMeanwhile:
    def test_the_text_of_a_replaced_reviewer_is_kept_and_can_go_to_the_editor(
        self, client, reviewer, assignment, django_capture_on_commit_callbacks
    ):
        inviting.remove_reviewer(assignment=assignment, by=make.editor(), reason="Late.")
        response = client.post(page_of(assignment), filled(assignment, to_city="Typed while being replaced."))
        assert "Somebody else reviews this text now" in response.text
        assert "Typed while being replaced." in response.text
        with django_capture_on_commit_callbacks(execute=True):
            for _press in range(2):
                client.post(page_of(assignment), {"do": "hand-over"})
        assert "Your text was sent to the editor." in client.get(page_of(assignment)).text
        mails = [message for message in django_mail.outbox if "unfinished text" in message.subject]
        assert len(mails) == 1
        assert "Typed while" not in mails[0].body

    def test_a_round_that_was_decided_says_so_and_keeps_the_text(self, client, reviewer, assignment):
        make.decide(assignment.round.submission, "accept")
        response = client.post(page_of(assignment), filled(assignment, to_city="A moment too late."))
        assert "This round is closed" in response.text
        assert "A moment too late." in response.text
        by_script = client.post(page_of(assignment), filled(assignment), headers={"Accept": "application/json"})
        assert by_script.status_code == 410

    def test_who_no_longer_reviews_reads_the_citys_text_no_more(self, client, reviewer, assignment):
        inviting.remove_reviewer(assignment=assignment, by=make.editor(), reason="Late.")
        assert assignment.round.revision.content["problem"] not in client.get(page_of(assignment)).text
        assert client.get(page_of(assignment) + "files/1/").status_code == 404


class TestAfterwards:
    def test_reviewers_see_each_other_only_after_both_have_sent(self, client, round):
        first, second = make.accepted_assignment(round), make.accepted_assignment(round)
        send(first, to_city="What the first one thinks.")
        client.force_login(second.person)
        assert "What the first one thinks." not in client.get(page_of(second)).text
        client.force_login(first.person)
        assert "Nobody else has sent a review in yet." in client.get(page_of(first)).text
        send(second, to_city="What the second one thinks.")
        assert "What the second one thinks." in client.get(page_of(first)).text

    def test_another_reviewer_stays_without_a_name_and_keeps_what_is_for_the_editor(self, client, round):
        first, second = make.accepted_assignment(round), make.accepted_assignment(round)
        send(first)
        send(second, to_editor=CONFIDENTIAL)
        client.force_login(first.person)
        text = client.get(page_of(first)).text
        assert "Another reviewer" in text
        assert second.person.email not in text
        assert str(second.person) not in text.replace(str(first.person), "")
        assert CONFIDENTIAL not in text
        round.anonymity = "open"
        round.save()
        assert str(second) in client.get(page_of(first)).text

    def test_the_outcome_is_shown_once_decided(self, client, round):
        submission = make.decide(round.submission, "accept")
        assignment = round.assignments.first()
        client.force_login(assignment.person)
        response = client.get(page_of(assignment))
        assert submission.decisions.get().get_outcome_display() in response.text
        assert submission.decisions.get().reasons not in response.text

    def test_the_certificate_names_the_text_only_where_the_city_knows_the_reviewer(self, client, round):
        assignment = make.accepted_assignment(round)
        client.force_login(assignment.person)
        assert client.get(page_of(assignment) + "certificate/").status_code == 404
        send(assignment)
        text = client.get(page_of(assignment) + "certificate/").text
        assert str(assignment) in text
        assert "Car-free Sundays" not in text
        round.anonymity = "open"
        round.save()
        assert "Car-free Sundays" in client.get(page_of(assignment) + "certificate/").text

    def test_public_thanks_need_the_reviewers_word(self, client, round):
        assignment = make.accepted_assignment(round)
        send(assignment)
        client.force_login(assignment.person)
        assert not Reviewer.objects.get(person=assignment.person).thanked_publicly
        client.post(page_of(assignment), {"do": "thanks", "thanked_publicly": "on"})
        assert Reviewer.objects.get(person=assignment.person).thanked_publicly
        client.post(page_of(assignment), {"do": "thanks"})
        assert not Reviewer.objects.get(person=assignment.person).thanked_publicly


def test_the_second_round_shows_what_changed_since_ones_review(client, library):
    city_person = make.member()
    submission = make.submission_in(Stage.REVISING, by=city_person)
    former = submission.rounds.get().assignments.first()
    for point in submission.decisions.get().points.all():
        sending.answer_point(point=point, answer="The sports office counted.", by=city_person)
    writing.save_topic(
        submission=submission,
        topic="results",
        opened_at=None,
        change=lambda entry: setattr(entry, "worked", "Nurses at the crossings."),
        by=city_person,
    )
    sending.resubmit(submission=submission, by=city_person)
    again = make.accepted_assignment(make.open_round(submission), former.person)
    newcomer = make.accepted_assignment(make.open_round(submission))
    client.force_login(former.person)
    assert f"{page_of(again)}changes/" in client.get(page_of(again)).text
    text = client.get(page_of(again) + "changes/").text
    assert "Nurses" in text
    assert "The sports office counted." in text
    client.force_login(newcomer.person)
    assert client.get(page_of(newcomer) + "changes/").status_code == 404


def send(assignment, **words):
    fields = {"recommendation": "minor", "to_city": "Well told.", "to_editor": "mine, for the editor"} | words
    reviewing.save_review(assignment=assignment, answers=make.answers(assignment.round), **fields)
    return reviewing.submit_review(assignment=assignment, no_conflict=True)
