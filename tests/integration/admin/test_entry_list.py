import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.members.roles import Group
from practices.models import EntryCity, EntryPage
from tests.factories import CaseStudyFactory, PracticeFactory, ToolkitFactory, city

pytestmark = pytest.mark.django_db
LIST = "/admin/entries/"


@pytest.fixture
def editor(client, library, person_in):
    person = person_in(Group.HANDLING_EDITORS)
    client.force_login(person)
    return person


def titles(client, **parameters):
    response = client.get(LIST, parameters)
    assert response.status_code == 200
    return {page.title for page in response.context["object_list"]}


def test_all_kinds_stand_in_one_list_with_their_columns(client, editor):
    PracticeFactory(title="Ciclovía", themes=["mobility"])
    CaseStudyFactory(title="The first Sunday")
    ToolkitFactory(title="How to close a street")
    assert titles(client) == {"Ciclovía", "The first Sunday", "How to close a street"}
    page = client.get(LIST).content.decode()
    for words in ("Bogotá (CO)", "Mobility", "Ongoing", "Listed", "Practice", "Toolkit", " %"):
        assert words in page


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("status", "discontinued"),
        ("review_level", "reviewed"),
        ("theme", "housing"),
        ("theme", "informal-settlements"),
        ("live", "false"),
    ],
)
def test_a_filter_leaves_what_it_names(client, editor, parameter, value):
    wanted = PracticeFactory(title="Wanted", status="discontinued", live=False, themes=["informal-settlements"])
    EntryPage.objects.filter(pk=wanted.pk).update(review_level="reviewed")
    PracticeFactory(title="Other", themes=["mobility"])
    assert titles(client, **{parameter: value}) == {"Wanted"}


def test_the_city_filter_finds_cities_that_take_part(client, editor):
    PracticeFactory(title="Leads")
    part = PracticeFactory(title="Takes part", city=city("nairobi"))
    EntryCity.objects.create(entry=part, city=city("bogota"))
    PracticeFactory(title="Elsewhere", city=city("nairobi"))
    assert titles(client, city=city("bogota").pk) == {"Leads", "Takes part"}


def test_the_type_filter_separates_kinds(client, editor):
    PracticeFactory(title="Ciclovía")
    study = CaseStudyFactory(title="The first Sunday")
    assert titles(client, content_type=study.content_type_id) == {"The first Sunday"}


def test_filters_narrow_each_other_and_choices_of_one_widen(client, editor):
    PracticeFactory(title="One", status="ongoing")
    PracticeFactory(title="Two", status="planned")
    PracticeFactory(title="Three", status="planned", city=city("nairobi"))
    assert titles(client, status=["ongoing", "planned"]) == {"One", "Two", "Three"}
    assert titles(client, status=["ongoing", "planned"], city=city("nairobi").pk) == {"Three"}


@pytest.mark.parametrize("words", ["ciclovia", "Sunday streets", "Bogotá", "bogota", "BOGOTÁ sunday"])
def test_search_finds_by_title_summary_address_and_city(client, editor, words):
    PracticeFactory(title="Ciclovía", slug="ciclovia", summary="Open streets on Sunday.")
    PracticeFactory(title="Boat taxis", summary="On the lake.", city=city("nairobi"))
    assert titles(client, q=words) == {"Ciclovía"}


def test_search_narrows_a_filter(client, editor):
    PracticeFactory(title="Ciclovía", slug="ciclovia", status="ongoing")
    PracticeFactory(title="Ciclovía plans", slug="ciclovia-plans", status="planned")
    assert titles(client, q="ciclovia", status="planned") == {"Ciclovía plans"}


@pytest.mark.parametrize("column", ["title", "-completeness", "city__name_en", "status", "latest_revision_created_at"])
def test_columns_sort(client, editor, column):
    PracticeFactory.create_batch(2)
    assert len(titles(client, ordering=column)) == 2


def test_a_made_up_filter_value_is_no_crash(client, editor):
    PracticeFactory()
    for parameters in ({"status": "nope"}, {"city": "999999"}, {"theme": "x"}, {"ordering": "password"}, {"p": "999"}):
        assert client.get(LIST, parameters).status_code in (200, 404)


def test_more_rows_do_not_cost_more_queries(client, library, person_in):
    client.force_login(person_in(Group.CHIEF_EDITORS))

    def cost():
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    PracticeFactory.create_batch(2, themes=["mobility"])
    few = cost()
    PracticeFactory.create_batch(6, themes=["mobility"])
    assert cost() <= few + 1


def test_a_new_entry_asks_for_language_and_kind(client, editor, library):
    page = client.get("/admin/entries/choose_parent/").content.decode()
    for kind in ("practice", "casestudy", "toolkit"):
        assert f"/admin/pages/add/practices/{kind}/{library.pk}/" in page


def test_an_auditor_reads_drafts_and_adds_nothing(client, library, person_in):
    draft = PracticeFactory(title="Not out yet", live=False)
    client.force_login(person_in(Group.AUDITORS))
    page = client.get(LIST).content.decode()
    assert f"/admin/entries/{draft.pk}/read/" in page
    assert "choose_parent" not in page
    assert f"/admin/pages/{draft.pk}/edit/" not in page


def test_reading_needs_the_permission(client, library, person_in):
    draft = PracticeFactory(live=False)
    client.force_login(person_in(Group.CONTRIBUTORS))
    assert client.get(f"/admin/entries/{draft.pk}/read/").status_code in (302, 403)


def test_the_list_exports(client, editor):
    PracticeFactory(title="Ciclovía", slug="ciclovia")
    response = client.get(LIST, {"export": "csv"})
    assert "ciclovia" in b"".join(response.streaming_content).decode()
