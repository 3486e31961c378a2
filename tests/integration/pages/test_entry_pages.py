import re

import pytest
from wagtail.models import Locale, PageViewRestriction

from practices.models import EntryCity, EntryRelation
from tests.factories.entries import LONG, PracticeFactory, full_practice, publish
from tests.factories.places import city

LANGUAGES = ("en", "fr", "es")


def page(client, entry, language="en"):
    return client.get(f"/{language}/practices/{entry.slug}/")


def html_of(client, entry, language="en"):
    response = page(client, entry, language)
    assert response.status_code == 200
    return response.content.decode()


def empty_headings(html):
    """Headings with nothing in them, or with nothing between them and the end of their section."""
    headings = re.findall(r"<h[1-4][^>]*>(.*?)</h[1-4]>", html, re.DOTALL)
    blank = [heading for heading in headings if not re.sub(r"<[^>]+>|\s", "", heading)]
    return blank + re.findall(r"</h[2-4]>\s*(?:<div[^>]*>\s*</div>\s*)?</section>", html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["practice", "case_study", "toolkit", "bare"])
def test_every_type_is_shown_in_every_language_without_an_empty_heading(client, request, kind, language):
    html = html_of(client, request.getfixturevalue(kind), language)
    assert not empty_headings(html)
    assert f'<html lang="{language}"' in html


def test_an_empty_entry_shows_no_heading_of_its_parts(client, bare):
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", html_of(client, bare))
    assert headings == ["Cite and reuse"]


def test_what_did_not_work_is_as_prominent_as_what_worked(client, practice):
    html = html_of(client, practice)
    assert '<section class="worked">' in html
    assert '<section class="failed" id="did-not-work">' in html


def test_citations_lead_to_sources_that_exist(client, practice):
    html = html_of(client, practice)
    assert 'href="#source-1"' in html
    assert 'id="source-1"' in html
    assert "Not this [7]." in html
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets <= set(re.findall(r'id="([^"]+)"', html))


def test_an_untranslated_entry_is_marked_and_points_to_its_original(client, practice):
    html = html_of(client, practice, "fr")
    assert '<h1 lang="en">' in html
    assert 'rel="canonical" href="http://127.0.0.1:8000/en/practices/car-free-sundays/"' in html
    assert 'hreflang="fr" href="http' not in html
    assert html_of(client, practice, "en").count(' lang="en"') == 1


def test_a_translated_entry_is_shown_in_the_readers_language(client, practice):
    french = practice.copy_for_translation(Locale.objects.get(language_code="fr"))
    french.title = "Dimanches sans voitures"
    publish(french)
    html = html_of(client, practice, "fr")
    assert "Dimanches sans voitures" in html
    assert '<h1 lang="' not in html
    assert 'rel="canonical" href="http://127.0.0.1:8000/fr/practices/car-free-sundays/"' in html
    assert 'hreflang="en" href="http' in html
    assert "Car-free Sundays" in html_of(client, practice, "es")


def test_a_draft_is_not_there(client, library):
    assert page(client, PracticeFactory(slug="a-draft", live=False)).status_code == 404


def test_a_restricted_entry_is_not_there(client, practice):
    PageViewRestriction.objects.create(page=practice.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert page(client, practice).status_code == 404


def test_an_unknown_entry_is_not_there(client, library):
    assert client.get("/en/practices/no-such-entry/").status_code == 404


def test_related_entries_are_shown_in_both_directions(client, practice):
    child = PracticeFactory(slug="child", title="Sundays elsewhere", city=city("lima"))
    EntryRelation.objects.create(entry=child, target=practice, kind="copied-from")
    assert "Copied from" in html_of(client, child)
    copied = html_of(client, practice)
    assert "Copied by" in copied
    assert "Sundays elsewhere" in copied


def test_a_related_entry_that_nobody_may_read_is_not_named(client, practice):
    child = PracticeFactory(title="Secret sibling", live=False)
    EntryRelation.objects.create(entry=child, target=practice, kind="copied-from")
    html = html_of(client, practice)
    assert "Secret sibling" not in html
    assert "Copied by" not in html


def test_a_toolkit_has_numbered_steps_with_readable_examples(client, toolkit):
    html = html_of(client, toolkit)
    for words in ("Ask the street", "District office", "Two months", "Asking only shops", "Whom to ask"):
        assert words in html
    assert '<a href="/en/practices/car-free-sundays/">Car-free Sundays</a>' in html
    assert "Hidden draft" not in html
    assert "/practices/hidden-draft/" not in html


def test_a_case_study_tells_its_story_and_names_its_practice(client, case_study):
    html = html_of(client, case_study)
    assert "A street that stayed open" in html
    assert '<a href="/en/practices/car-free-sundays/">' in html


def test_markup_in_texts_is_shown_not_run(client, library):
    entry = PracticeFactory(slug="hostile", title="<script>1</script>", problem="<img src=x onerror=1>", city=None)
    html = html_of(client, entry)
    assert "<script>1" not in html
    assert "<img src=x" not in html


def test_a_listed_entry_says_what_that_means(client, practice):
    html = html_of(client, practice)
    assert "nobody has reviewed it yet" in html
    assert "/en/review-process/" in html


def test_an_entry_can_be_cited_in_three_forms(client, practice):
    html = html_of(client, practice)
    assert "@misc{use-car-free-sundays," in html
    assert "TY  - ELEC" in html
    assert "CC BY 4.0" in html


def test_the_address_of_a_citation_is_that_of_the_original(client, practice):
    assert "http://127.0.0.1:8000/en/practices/car-free-sundays/" in html_of(client, practice, "es")


@pytest.mark.parametrize("kind", ["practice", "case_study", "toolkit", "bare"])
def test_a_page_takes_six_queries_at_most(client, request, warm, django_assert_max_num_queries, kind):
    entry = request.getfixturevalue(kind)
    warm()
    with django_assert_max_num_queries(6):
        page(client, entry)


def test_a_page_takes_six_queries_at_most_whatever_hangs_on_it(client, practice, warm, django_assert_max_num_queries):
    for n in range(8):
        other = full_practice(title=f"Neighbour {n}")
        EntryRelation.objects.create(entry=practice, target=other, kind="inspired")
        EntryRelation.objects.create(entry=other, target=practice, kind="same-programme")
    for slug in ("lima", "quito"):
        EntryCity.objects.create(entry=practice, city=city(slug))
    warm()
    with django_assert_max_num_queries(6):
        page(client, practice, "fr")


def test_reading_sets_no_cookie(client, practice):
    assert not page(client, practice).cookies


def test_the_preview_of_a_draft_shows_the_same_page(rf, library):
    draft = PracticeFactory(live=False, did_not_work=LONG, themes=["mobility"])
    response = draft.make_preview_request()
    assert response.status_code == 200
    assert b"What did not work" in response.render().content
