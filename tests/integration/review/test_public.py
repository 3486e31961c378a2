"""What readers see of reviews."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Revision

from practices.models import EntryPage
from practices.review.models import Attestation
from practices.review.services import publishing
from practices.review.stages import Stage
from tests.factories import PracticeFactory
from tests.factories import review as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(library):
    submission = make.submission_in(Stage.PUBLISHED)
    return EntryPage.objects.get(pk=submission.entry_id)


def page(client, entry, language="en", status=200):
    answer = client.get(f"/{language}/practices/{entry.slug}/")
    assert answer.status_code == status
    return answer.content.decode()


def test_a_reviewed_entry_says_by_what_when_and_until_when(client, published):
    shown = page(client, published)
    attestation = Attestation.objects.get(entry=published)
    assert "by 2 reviewers, rubric v1" in shown
    assert "unless the city confirms it" in shown
    assert str((attestation.granted_on + datetime.timedelta(days=425)).year) in shown


def test_a_lapsed_entry_says_so(client, published):
    years_ago = timezone.localdate() - datetime.timedelta(days=500)
    Attestation.objects.filter(entry=published).update(granted_on=years_ago)
    EntryPage.objects.filter(pk=published.pk).update(last_confirmed_on=None)
    assert publishing.set_level(published)
    assert "nobody has confirmed it since" in page(client, published)


def test_a_listed_entry_claims_no_review(client, library):
    shown = page(client, PracticeFactory())
    assert "nobody has reviewed it yet" in shown
    assert "rubric v" not in shown


def test_a_withdrawn_entry_leaves_its_reason_at_its_address(client, published):
    publishing.withdraw_entry(entry=published, by=make.lead(), words="The programme has ended.")
    shown = page(client, published, status=410)
    assert "The programme has ended." in shown
    assert "Main roads close to cars" not in shown
    history = client.get(f"/en/practices/{published.slug}/history/").content.decode()
    assert "The programme has ended." in history


def test_what_never_was_public_leaves_nothing(client, library):
    submission = make.submission_in(Stage.WITHDRAWN)
    slug = submission.entry.slug
    assert client.get(f"/en/practices/{slug}/").status_code == 404
    assert client.get(f"/en/practices/{slug}/history/").status_code == 404


def test_the_history_tells_of_reviews_and_confirmations(client, published):
    publishing.confirm_yearly(entry=published, by=make.lead(), words="Still every Sunday.")
    history = client.get(f"/en/practices/{published.slug}/history/").content.decode()
    assert "by 2 reviewers" in history
    assert "Still every Sunday." in history
    assert "Between us" not in history


@pytest.mark.parametrize(("language", "words"), [("en", "Results and evidence"), ("fr", "preuves"), ("es", "pruebas")])
def test_how_we_review_shows_the_rubric_itself(client, library, language, words):
    shown = client.get(f"/{language}/review-process/").content.decode()
    assert words in shown
    assert shown.count("<tr>") >= 9


def test_how_we_review_shows_the_numbers_of_the_year(client, published):
    shown = client.get("/en/review-process/").content.decode()
    year = timezone.localdate().year
    assert f'<th scope="row">{year}</th><td>1</td><td>2</td><td>1</td><td>1</td>' in shown


def test_a_confirmation_moves_the_day_of_lapsing(published):
    Attestation.objects.filter(entry=published).update(granted_on=timezone.localdate() - datetime.timedelta(days=500))
    publishing.set_level(published)
    assert EntryPage.objects.get(pk=published.pk).review_level == "lapsed"
    publishing.confirm_yearly(entry=published, by=make.lead())
    assert EntryPage.objects.get(pk=published.pk).review_level == "reviewed"


def test_a_reviewed_entry_keeps_its_own_revision(published):
    newest = Revision.objects.filter(object_id=published.pk).latest("pk")
    assert published.live_revision == newest
    assert Attestation.objects.get(entry=published).revision == newest
