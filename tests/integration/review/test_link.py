import logging
import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from practices.members.roles import Group
from practices.review.models import ReviewAssignment
from practices.review.services import inviting, reviewing
from practices.review.stages import Stage
from tests.factories import PersonFactory
from tests.factories import review as make

pytestmark = pytest.mark.django_db
ADDRESS = "guest@university.example"
NEW_LINK = "/en/review/link/"


@pytest.fixture
def round(library):
    return make.open_round(make.submission_in(Stage.IN_REVIEW))


@pytest.fixture
def invite(round, django_capture_on_commit_callbacks):
    """Invites, and returns the assignment and the path of the link that was mailed."""

    def invite(**fields):
        fields = {"email": ADDRESS, "name": "Guest"} | fields
        with django_capture_on_commit_callbacks(execute=True):
            assignment = inviting.invite_reviewer(round=round, by=make.editor(Group.HANDLING_EDITORS), **fields)
        return assignment, link_in(django_mail.outbox[-1])

    return invite


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    def post(path, fields=None):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, fields or {})

    return post


def link_in(message):
    return re.search(r"(/\w\w/review/link/\S+)", message.body)[1]


def page_of(assignment):
    return f"/en/review/assignments/{assignment.pk}/"


class TestOpening:
    def test_looking_at_the_link_uses_nothing_up(self, client, invite):
        assignment, link = invite()
        for _scanner in range(3):
            response = client.get(link)
            assert response.status_code == 200
            assert client.head(link).status_code == 200
        assert "Car-free Sundays" in response.text
        assert "Bogotá" in response.text
        assert "90 minutes" in response.text
        assignment.refresh_from_db()
        assert assignment.token_used_at is None
        assert "sessionid" not in client.cookies

    def test_pressing_the_button_opens_the_review_in_this_browser_under_a_new_session(self, client, post, invite):
        assignment, link = invite()
        session = client.session
        session["seen"] = True
        session.save()
        before = session.session_key
        response = post(link)
        assert (response.status_code, response["Location"]) == (302, page_of(assignment))
        assert client.cookies["sessionid"].value != before
        assert client.get(page_of(assignment)).status_code == 200

    def test_the_link_works_once(self, client, post, invite):
        _assignment, link = invite()
        post(link)
        assert client.get(link).status_code == 302  # this browser is in already
        client.logout()
        for response in (client.get(link), client.post(link)):
            assert response.status_code == 410
            assert "used already" in response.text

    def test_an_old_link_says_so(self, client, invite):
        assignment, link = invite()
        ReviewAssignment.objects.filter(pk=assignment.pk).update(token_expires_at=timezone.now() - timedelta(days=1))
        response = client.get(link)
        assert response.status_code == 410
        assert "too old" in response.text
        assert "g…@university.example" in response.text
        assert ADDRESS not in response.text

    def test_a_wrong_link_and_that_of_a_replaced_person_are_not_known(self, client, invite):
        assignment, link = invite()
        inviting.remove_reviewer(assignment=assignment, by=make.editor(), reason="Late.")
        for path in (link, "/en/review/link/nothing/"):
            response = client.get(path)
            assert response.status_code == 404
            assert "not known" in response.text
            assert "university.example" not in response.text

    def test_the_one_who_was_asked_goes_on_without_the_link(self, client, invite):
        person = make.reviewer()
        assignment, link = invite(person=person)
        client.force_login(person)
        assert client.get(link)["Location"] == page_of(assignment)
        assignment.refresh_from_db()
        assert assignment.token_used_at is None

    def test_somebody_else_who_is_signed_in_is_told_and_nothing_is_bound(self, client, invite):
        assignment, link = invite()
        client.force_login(PersonFactory(email="other@city.example"))
        for response in (client.get(link), client.post(link)):
            assert response.status_code == 403
            assert "other@city.example" in response.text
            assert "Car-free Sundays" not in response.text
        assignment.refresh_from_db()
        assert assignment.token_used_at is None
        client.logout()
        assert client.get(page_of(assignment)).status_code == 302

    def test_a_bound_browser_loses_the_review_while_somebody_else_is_signed_in(self, client, post, invite):
        assignment, link = invite()
        post(link)
        client.force_login(PersonFactory())
        assert client.get(page_of(assignment)).status_code == 404

    def test_a_link_opens_no_other_review(self, client, post, invite):
        _first, link = invite()
        second, _link = invite(email="second@university.example")
        post(link)
        assert client.get(page_of(second)).status_code == 302


class TestSecrecy:
    def test_the_page_tells_its_address_to_nobody(self, client, invite):
        _assignment, link = invite()
        for path in (link, "/en/review/link/nothing/", NEW_LINK):
            response = client.get(path)
            assert response["Referrer-Policy"] == "strict-origin"  # the path is in no referrer, not even to ourselves
            assert "no-store" in response["Cache-Control"]
            assert not re.findall(
                r'(?:src|href|action)="(?:https?:)?//(?!testserver)[^"]*"', response.text.split("<footer")[0]
            )

    @pytest.mark.parametrize("logger", ["django.request", "django.security.csrf", "django.server", "gunicorn.access"])
    def test_no_log_line_holds_a_token(self, client, caplog, logger):
        caplog.set_level("INFO", logger)
        client.get("/en/review/link/secret-token/")
        logging.getLogger(logger).warning('"GET %s HTTP/1.1" %s', "/en/review/link/secret-token/", "404")
        assert "/en/review/link/…" in caplog.text
        assert "secret-token" not in caplog.text

    def test_only_the_digest_of_a_token_is_stored(self, invite):
        assignment, link = invite()
        token = link.rstrip("/").rpartition("/")[2]
        assert token not in str(ReviewAssignment.objects.filter(pk=assignment.pk).values().get())


class TestANewLink:
    def test_it_goes_to_the_invited_address_and_ends_the_old_one(self, client, post, invite):
        assignment, link = invite()
        post(link)
        client.logout()
        token = link.rstrip("/").rpartition("/")[2]
        assert post(NEW_LINK, {"token": token, "email": "thief@example.org"}).status_code == 200
        message = django_mail.outbox[-1]
        assert message.to == [ADDRESS]
        assert post(link_in(message))["Location"] == page_of(assignment)

    def test_the_answer_is_the_same_for_known_and_unknown_addresses(self, client, post, invite):
        invite()
        sent = len(django_mail.outbox)
        known, unknown = (post(NEW_LINK, {"email": email}) for email in (ADDRESS.upper(), "nobody@example.org"))
        assert known.status_code == unknown.status_code == 200
        assert known.text == unknown.text
        assert [message.to for message in django_mail.outbox[sent:]] == [[ADDRESS]]

    @pytest.mark.parametrize("email", [ADDRESS, "nobody@example.org"])
    def test_it_cannot_be_asked_for_too_often(self, client, post, invite, email):
        invite()
        answers = [post(NEW_LINK, {"email": email}).status_code for _time in range(4)]
        assert answers == [200, 200, 200, 429]

    def test_who_sent_the_review_in_finds_the_way_back(self, client, post, invite):
        assignment, _link = invite()
        assignment = inviting.respond(assignment=assignment, accept=True)
        reviewing.save_review(
            assignment=assignment, answers=make.answers(assignment.round), recommendation="accept", to_city="Good."
        )
        reviewing.submit_review(assignment=assignment, no_conflict=True)
        post(NEW_LINK, {"email": ADDRESS})
        post(link_in(django_mail.outbox[-1]))
        assert "Thank you for your review" in client.get(page_of(assignment)).text

    def test_who_said_no_gets_none(self, post, invite):
        assignment, _link = invite()
        inviting.respond(assignment=assignment, accept=False, reason="No time.")
        sent = len(django_mail.outbox)
        post(NEW_LINK, {"email": ADDRESS})
        assert len(django_mail.outbox) == sent

    def test_an_address_that_is_none_is_asked_for_again(self, post):
        response = post(NEW_LINK, {"email": "not an address"})
        assert "Enter a valid email address" in response.text
