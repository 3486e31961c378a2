import re
from datetime import date

import pytest

from home.texts import EDITORIAL, TITLES, text
from practices import memo, selectors
from practices.models import EntryRelation
from practices.vocabulary.models import City, CityFact, MemberGovernment, MembershipPeriod, Theme
from practices.vocabulary.services import merge
from tests.factories.entries import LONG, PracticeFactory
from tests.factories.places import CityFactory, city

LANGUAGES = ("en", "fr", "es")
PAGES = ("", "cities/", "cities/bogota/", "themes/", "themes/mobility/", "themes/cycling/", "sdgs/11/", "sdgs/14/")


def html_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*PAGES, *(f"{slug}/" for slug in TITLES)])
def test_every_page_is_there_in_every_language(client, practice, path, language):
    html = html_of(client, f"/{language}/{path}")
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert html.count('rel="canonical"') == 1


@pytest.mark.parametrize("path", ["", "cities/", "themes/mobility/", "practices/car-free-sundays/"])
def test_the_language_switch_keeps_the_page(client, practice, path):
    html = html_of(client, f"/en/{path}")
    assert f'href="/fr/{path}" lang="fr"' in html
    assert f'href="/es/{path}" lang="es"' in html


def test_the_language_switch_keeps_the_filters(client, practice):
    assert 'href="/fr/cities/?region=africa&amp;q=a"' in html_of(client, "/en/cities/?region=africa&q=a")


def test_the_home_page_counts_what_is_there(client, practice, toolkit):
    numbers = selectors.library_numbers()
    assert (numbers.practices, numbers.toolkits, numbers.cities, numbers.countries) == (1, 1, 1, 1)
    html = html_of(client, "/en/")
    assert 'name="q"' in html
    assert "Newly reviewed" not in html
    assert '<circle cx="295"' in html or "Bogotá: 1" in html


def test_the_home_page_asks_little_and_less_the_second_time(client, practice, warm, django_assert_max_num_queries):
    warm()
    client.get("/en/")
    with django_assert_max_num_queries(8):  # what Wagtail asks to find the page
        client.get("/en/")


def test_an_empty_library_has_a_home_page(client, library):
    assert "What did not work, and why" not in html_of(client, "/en/")


def test_newly_reviewed_entries_are_shown_once_there_are_any(client, library):
    entry = PracticeFactory(title="Checked by peers")
    type(entry).objects.filter(pk=entry.pk).update(review_level="reviewed")
    assert "Newly reviewed" in html_of(client, "/en/")


def test_lessons_turn_with_the_day_and_are_the_same_for_all(library):
    for n in range(7):
        PracticeFactory(slug=f"stopped-{n}", status="discontinued", did_not_work=LONG)
    today, again = (selectors.failures_of_the_day("en", date(2025, 11, 25)) for _ in range(2))
    memo.forget()
    tomorrow = selectors.failures_of_the_day("en", date(2025, 11, 26))
    assert [c["slug"] for c in today] == [c["slug"] for c in again]
    assert len(today) == 3
    assert {c["slug"] for c in today} != {c["slug"] for c in tomorrow}


def test_cities_are_found_by_any_of_their_names(library):
    PracticeFactory(city=city("cairo"))
    PracticeFactory(city=city("bogota"))
    assert [found.slug for found in selectors.find_cities("Le Caire")] == ["cairo"]
    assert [found.slug for found in selectors.find_cities(region="africa")] == ["cairo"]
    assert [found.slug for found in selectors.find_cities(country="CO")] == ["bogota"]


def test_a_filter_that_fits_nothing_shows_a_way_out(client, practice):
    html = html_of(client, "/en/cities/?q=atlantis")
    assert "No city of the library fits" in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_merged_city_leads_to_its_survivor(client, practice, bogota):
    old = CityFactory(name_en="Santa Fe de Bogotá", slug="santa-fe-de-bogota")
    merge(absorbed=old, kept=bogota)
    response = client.get("/fr/cities/santa-fe-de-bogota/")
    assert (response.status_code, response["Location"]) == (301, "/fr/cities/bogota/")


def test_a_merged_theme_leads_to_its_survivor(client, practice):
    merge(absorbed=Theme.objects.get(slug="cycling"), kept=Theme.objects.get(slug="walking-road-safety"))
    response = client.get("/en/themes/cycling/")
    assert (response.status_code, response["Location"]) == (301, "/en/themes/walking-road-safety/")


@pytest.mark.parametrize("path", ["cities/atlantis/", "themes/magic/", "sdgs/18/", "sdgs/0/"])
def test_what_is_not_there_is_404(client, library, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_a_city_shows_membership_in_words_of_what_was_seen(client, practice, bogota):
    member = MemberGovernment.objects.filter(city=bogota).first() or MemberGovernment.objects.create(
        name="B", city=bogota
    )
    member.periods.all().delete()
    MembershipPeriod.objects.create(member=member, seen_from=2020, seen_until=2024)
    assert "named in reports from 2020 to 2024" in html_of(client, "/en/cities/bogota/")


def test_a_city_shows_a_figure_with_year_and_source_only(client, practice, bogota):
    CityFact.objects.create(
        city=bogota, indicator="Inhabitants", value=7_900_000, unit="people", year=2023, source="DANE"
    )
    html = html_of(client, "/en/cities/bogota/")
    assert "7,900,000 people<small>2023, DANE" in html
    population = City.objects.get(slug="bogota").population
    assert f"{population:,}" not in html or population == 7_900_000


def test_a_city_shows_what_it_took_and_what_it_gave(client, practice):
    child = PracticeFactory(title="Sundays in Lima", slug="lima-sundays", city=city("lima"))
    EntryRelation.objects.create(entry=child, target=practice, kind="copied-from")
    assert "Taken from other cities" in html_of(client, "/en/cities/lima/")
    assert "Taken up by other cities" in html_of(client, "/en/cities/bogota/")


def test_a_goal_finds_its_entries_and_not_those_of_its_digits(library):
    one = PracticeFactory(goals=[("goal", {"goal": "1", "how": "Less poverty."})])
    PracticeFactory(goals=[("goal", {"goal": "11", "how": "Streets for people."})])
    assert list(selectors.entries_of_goal(1).values_list("pk", flat=True)) == [one.pk]


def test_a_theme_counts_entries_of_the_themes_below_it(library):
    PracticeFactory(themes=["cycling"])
    PracticeFactory(themes=["mobility", "cycling"])
    assert selectors.theme_counts() == {"mobility": 2}
    assert selectors.topic_counts() == {"cycling": 2, "mobility": 1}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", list(EDITORIAL))
def test_editorial_texts_are_written_with_plain_tags(slug, language):
    introduction, body = text(slug, language)
    assert introduction
    assert len(body) > 500
    assert set(re.findall(r"</?([a-z0-9]+)", body)) <= {"h2", "h3", "p", "ul", "ol", "li", "a", "b", "i"}
    for tag in ("p", "ul", "ol", "li", "h2", "b", "a"):
        assert len(re.findall(rf"<{tag}[ >]", body)) == body.count(f"</{tag}>"), tag
    assert not re.findall(rf'href="/(?!{language}/|api/)', body)


def test_whoever_comes_from_an_entry_is_told_so(client, practice):
    assert "car-free-sundays" in html_of(client, "/en/contact/?entry=car-free-sundays")
    assert "script" not in html_of(client, '/en/contact/?entry="><script>').partition("<main")[2]


def test_the_search_can_be_added_to_a_browser(client, library):
    html = html_of(client, "/es/opensearch.xml")
    assert html.startswith("<?xml")
    assert "/es/search/?q={searchTerms}" in html


def test_a_missing_page_offers_the_search(client, library):
    response = client.get("/en/nothing-here/")
    assert response.status_code == 404
    assert b'name="q"' in response.content


@pytest.mark.parametrize("path", ["accounts/login/", "accounts/password/reset/", "accounts/signup/"])
def test_account_pages_wear_the_sites_look(client, library, path):
    assert 'class="site-header"' in html_of(client, f"/en/{path}")
