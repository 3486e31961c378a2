import pytest
from django.core import mail
from django.urls import reverse

from practices.review.models import Submission
from practices.review.stages import Stage
from practices.submissions.duplicates import alike
from practices.vocabulary.models import Theme
from tests.factories import PASSWORD, MembershipFactory, PracticeFactory, city
from tests.factories import review as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client, library):
    person = make.member()
    client.force_login(person)
    return person


def asked(**changes):
    filled = {
        "title": "Car-free Sundays",
        "sentence": "Streets without cars on Sundays.",
        "status": "ongoing",
        "start_year": "1974",
        "lead": "Sports office",
        "theme": str(Theme.objects.get(slug="mobility").pk),
        "change": "People walk where cars drove.",
        "link": "",
        "approving_officer": "",
    }
    return {**filled, **changes}


def begin(client, **more):
    response = client.post(reverse("desk_propose"), {"city": "bogota", "language": "es", **more})
    assert response.status_code == 302
    return Submission.objects.latest("pk"), response.url


def test_what_is_asked_stands_before_the_beginning(client, writer):
    html = client.get(reverse("desk_propose")).content.decode()
    assert html.index("Who may submit") < html.index("What is asked now") < html.index("Begin the proposal")


def test_a_proposal_begins_in_the_chosen_city_and_language(client, writer):
    MembershipFactory(person=writer, city=city("lima"))
    submission, _url = begin(client, city="lima")
    assert (submission.city.slug, submission.language, submission.stage) == ("lima", "es", Stage.DRAFT)


def test_nobody_begins_for_a_city_of_others(client, writer):
    response = client.post(reverse("desk_propose"), {"city": "lima", "language": "en"})
    assert response.status_code == 422
    assert not Submission.objects.exists()


def test_pressing_begin_twice_begins_one(client, writer):
    begin(client)
    begin(client)
    assert Submission.objects.count() == 1


def test_an_unfinished_proposal_is_saved(client, writer):
    _submission, url = begin(client)
    response = client.post(url, asked(change="", start_year="", save="1"), follow=True)
    assert "Saved at" in response.content.decode()
    proposal = Submission.objects.get().proposal
    assert (proposal.title, proposal.change) == ("Car-free Sundays", "")


def test_what_is_wrong_in_one_answer_loses_no_other_and_stays_in_the_form(client, writer):
    _submission, url = begin(client)
    long = "x" * 100_000
    response = client.post(url, asked(sentence=long, start_year="soon", save="1"))
    html = response.content.decode()
    assert response.status_code == 422
    assert long in html
    assert 'value="soon"' in html
    assert "<title>Error:" in html
    assert Submission.objects.get().proposal.change == "People walk where cars drove."


def test_errors_are_tied_to_their_answers(client, writer):
    _submission, url = begin(client)
    html = client.post(url, asked(title="", send="1")).content.decode()
    assert 'href="#id_title"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html


def test_an_incomplete_proposal_is_kept_and_not_sent(client, writer):
    _submission, url = begin(client)
    html = client.post(url, asked(theme="", send="1")).content.decode()
    assert "This is needed." in html
    assert Submission.objects.get().stage == Stage.DRAFT


def test_a_sent_proposal_has_its_number_on_screen_and_by_mail(client, writer, django_capture_on_commit_callbacks):
    _submission, url = begin(client)
    with django_capture_on_commit_callbacks(execute=True):
        html = client.post(url, asked(send="1"), follow=True).content.decode()
    submission = Submission.objects.get()
    assert submission.stage == Stage.PROPOSED
    assert submission.reference in html
    assert [m for m in mail.outbox if m.to == [writer.email] and "Car-free Sundays" in m.body]


def test_sending_twice_sends_one(client, writer):
    _submission, url = begin(client)
    client.post(url, asked(send="1"))
    response = client.post(url, asked(send="1"))
    submission = Submission.objects.get()
    assert response.url == reverse("desk_submission", args=[submission.pk])
    assert submission.events.filter(action="propose").count() == 1


def test_text_from_a_word_processor_comes_out_plain(client, writer):
    _submission, url = begin(client)
    client.post(url, asked(sentence='<p class="MsoNormal">Streets&nbsp;without <b>cars</b></p>', save="1"))
    assert Submission.objects.get().proposal.sentence == "Streets without cars"


def test_a_script_saves_while_somebody_types(client, writer):
    submission, url = begin(client)
    response = client.post(url, asked(start_year="soon"), headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert [trouble["anchor"] for trouble in response.json()["troubles"]] == ["id_start_year"]
    html = client.get(url).content.decode()
    assert f'name="opened_at" value="{response.json()["version"]}"' in html
    assert Submission.objects.get(pk=submission.pk).proposal.title == "Car-free Sundays"


def test_a_colleagues_changes_are_shown_and_not_written_over(client, writer):
    submission, url = begin(client)
    old = client.get(url).content.decode().split('name="opened_at" value="')[1].split('"')[0]
    client.post(url, asked(title="Theirs", opened_at=old))
    for headers in ({"Accept": "application/json"}, {}):
        response = client.post(url, asked(title="Mine", opened_at=old), headers=headers)
        assert response.status_code == 409
    html = response.content.decode()
    assert "<dd>Theirs</dd>" in html
    assert 'value="Mine"' in html
    assert Submission.objects.get(pk=submission.pk).proposal.title == "Theirs"
    now = html.split('name="opened_at" value="')[1].split('"')[0]
    client.post(url, asked(title="Mine", opened_at=now))
    assert Submission.objects.get(pk=submission.pk).proposal.title == "Mine"


def test_what_is_sent_after_the_session_ended_is_there_after_signing_in(client, writer):
    _submission, url = begin(client)
    html = client.get(url).content.decode()
    hidden = {name: html.split(f'name="{name}" value="')[1].split('"')[0] for name in ("writer", "opened_at")}
    client.cookies.clear()
    assert client.post(url, asked(), headers={"Accept": "application/json"}).status_code == 401
    response = client.post(url, asked(title="Typed before", **hidden))
    assert response.url == f"/en/accounts/login/?next={url}"
    client.post(response.url, {"login": writer.email, "password": PASSWORD})
    html = client.get(url).content.decode()
    assert 'value="Typed before"' in html
    assert "Your session had ended" in html


def test_something_alike_of_the_same_city_is_shown_and_of_another_is_not(client, writer):
    PracticeFactory(slug="bogota-ciclovia", title="Bogotá car-free Sundays")
    PracticeFactory(slug="lima-ciclovia", title="Lima car-free Sundays", city=city("lima"))
    PracticeFactory(slug="bogota-water", title="Bogotá water fund")
    submission = make.proposal(by=writer)
    html = client.get(reverse("desk_proposal", args=[submission.pk])).content.decode()
    assert reverse("desk_start", args=["bogota-ciclovia", "takeover"]) in html
    assert "lima-ciclovia" not in html
    assert "bogota-water" not in html


def test_a_city_cannot_see_another_citys_proposal(client, writer):
    other = make.proposal(by=make.member("lima"))
    for name in ("desk_proposal", "desk_submission", "desk_stop", "desk_letter", "desk_mandate"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 404
    assert client.post(reverse("desk_proposal", args=[other.pk]), asked(send="1")).status_code == 404


def test_the_page_speaks_the_three_languages(client, writer):
    submission = make.proposal(by=writer)
    for language in ("en", "fr", "es"):
        html = client.get(f"/{language}/desk/{submission.pk}/proposal/").content.decode()
        assert f'<html lang="{language}"' in html


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Car-free Sundays", "car-free sundays in the centre", True),
        ("Jardins partagés", "Jardins partages", True),
        ("Open streets for children", "Water fund for the hills", False),
        ("Car-free Sundays", "", False),
    ],
)
def test_titles_are_alike_by_their_letters_or_their_long_words(one, other, expected):
    assert alike(one, other) is expected
