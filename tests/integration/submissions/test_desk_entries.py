import pytest
from django.urls import reverse

from practices.models import EntryPage
from practices.review.models import Confirmation, PublicNote, Submission
from practices.review.stages import Stage
from tests.factories import PracticeFactory, city
from tests.factories import review as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client, library):
    person = make.member()
    client.force_login(person)
    return person


@pytest.fixture
def listed(library):
    return PracticeFactory(slug="compiled", title="Compiled")


def start(kind, slug="compiled"):
    return reverse("desk_start", args=[slug, kind])


class TestStarting:
    def test_a_listed_entry_of_ones_own_city_is_taken_over(self, client, writer, listed):
        html = client.get(start("takeover")).content.decode()
        assert "Readers go on seeing the old one" in html
        assert not Submission.objects.exists()
        for _time in range(2):  # a double submit begins one
            response = client.post(start("takeover"))
        submission = Submission.objects.get()
        assert (submission.kind, submission.stage, submission.entry_id) == ("takeover", Stage.WRITING, listed.pk)
        assert response.url == reverse("desk_submission", args=[submission.pk])
        assert client.get(response.url).status_code == 200

    def test_nobody_takes_over_the_entry_of_another_city(self, client, library):
        PracticeFactory(slug="compiled", city=city("lima"))
        client.force_login(make.member())
        assert client.get(start("takeover")).status_code == 404
        assert client.post(start("takeover")).status_code == 404

    def test_what_is_listed_is_not_updated_and_what_is_reviewed_not_taken_over(self, client, writer, listed):
        assert client.get(start("update")).status_code == 409
        assert client.post(start("update")).status_code == 409
        slug = make.submission_in(Stage.PUBLISHED, by=writer).entry.slug
        assert client.post(start("takeover", slug)).status_code == 409
        assert client.get(start("nonsense", slug)).status_code == 404

    def test_one_new_version_at_a_time(self, client, writer):
        slug = make.submission_in(Stage.PUBLISHED, by=writer).entry.slug
        client.post(start("update", slug))
        update = Submission.objects.get(kind="update")
        html = client.get(start("correction", slug)).content.decode()
        assert reverse("desk_submission", args=[update.pk]) in html
        assert client.post(start("correction", slug)).status_code == 409

    def test_readers_of_the_city_are_led_from_the_entry_to_the_desk(self, client, writer, listed):
        assert start("takeover") in client.get("/en/practices/compiled/").content.decode()
        client.force_login(make.member("lima"))
        assert "This is your city" not in client.get("/en/practices/compiled/").content.decode()

    def test_a_page_for_the_public_does_not_vary_by_cookie(self, client, listed):
        response = client.get("/en/practices/compiled/")
        assert "Cookie" not in response.get("Vary", "")
        assert "This is your city" not in response.content.decode()


class TestConfirming:
    def test_the_city_confirms_once_a_day(self, client, writer):
        entry = make.submission_in(Stage.PUBLISHED, by=writer).entry
        address = reverse("desk_confirm", args=[entry.slug])
        assert "lapses after" in client.get(address).content.decode()
        for _time in range(2):
            assert client.post(address, {"words": "Still there."}).status_code == 302
        confirmation = Confirmation.objects.get()
        assert (confirmation.words, confirmation.by) == ("Still there.", writer)
        assert EntryPage.objects.get(pk=entry.pk).last_confirmed_on == confirmation.on

    def test_words_that_are_too_long_stay_in_the_form(self, client, writer, listed):
        response = client.post(reverse("desk_confirm", args=["compiled"]), {"words": "x" * 500})
        assert response.status_code == 422
        assert "x" * 500 in response.content.decode()
        assert not Confirmation.objects.exists()

    def test_another_city_does_not(self, client, listed):
        client.force_login(make.member("lima"))
        assert client.post(reverse("desk_confirm", args=["compiled"])).status_code == 404


class TestWithdrawing:
    def test_a_lead_withdraws_an_entry_with_a_note_to_readers(self, client, listed):
        client.force_login(make.lead())
        address = reverse("desk_withdraw", args=["compiled"])
        assert client.post(address, {"words": "", "sure": "on"}).status_code == 422
        assert client.post(address, {"words": "It never happened."}).status_code == 422
        assert EntryPage.objects.get(pk=listed.pk).live
        client.post(address, {"words": "It never happened.", "sure": "on"})
        assert not EntryPage.objects.get(pk=listed.pk).live
        assert PublicNote.objects.get().text == "It never happened."
        assert client.post(address, {"words": "Again.", "sure": "on"}).status_code == 404

    def test_a_contributor_does_not(self, client, writer, listed):
        address = reverse("desk_withdraw", args=["compiled"])
        assert client.post(address, {"words": "No.", "sure": "on"}).status_code == 403
        assert EntryPage.objects.get(pk=listed.pk).live
