"""The search page as people use it: with a pointer, with keys, on a phone, and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from search.core.engine import Put
from search.web import wiring
from tests.browser.waiting import until_true
from tests.factories.documents import search_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THEMES = ("mobility", "housing", "nature-food", "public-space")


@pytest.fixture(autouse=True)
def library(settings, tmp_path, monkeypatch):
    """Fifty entries about floods in a real embedded index, and one about something else in French."""
    from search.engines import engine_for

    engine = engine_for(f"embedded://{tmp_path}/index", wiring.schema())
    documents = [
        search_document(
            f"flood-{n:02}",
            f"Flood wall {n:02}",
            summary="It keeps the flood out.",
            themes=(THEMES[n % 4],),
            city="bogota" if n < 30 else "lyon",
            year=1990 + n % 30,
            sdgs=(str(1 + n % 9),),
            status="ongoing" if n % 3 else "completed",
            topics=("cycling",) if n % 8 == 0 else (),
        )
        for n in range(50)
    ]
    documents.append(search_document("mur", "Un mur de fleurs", city="nairobi", language="fr", themes=("nature-food",)))
    engine.create("one")
    engine.write("one", [Put(document, 1) for document in documents])
    engine.refresh("one")
    engine.activate("one")
    monkeypatch.setattr(wiring, "engine", lambda: engine)
    monkeypatch.setattr(wiring, "neighbours", lambda text: ())
    wiring.forget()
    yield
    wiring.forget()


def total(page):
    return page.locator("#total").inner_text()


def until(page, address):
    """Wait for the address that a swap pushed."""
    page.wait_for_url(re.compile(re.escape(address) + "$"))
    until_true(page, "!document.querySelector('.htmx-request')")


def awake(page):
    """Touch the page, so that htmx is there; before that, links are plain links."""
    page.locator("#q").hover()
    until_true(page, "window.htmx")


def box(page, name, value):
    return page.locator(f"input[name={name}][value={value}]")


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/en/search/?q=flood&theme=mobility",
        "/fr/search/?q=flood&city=nairobi",
        "/es/search/?view=map",
        "/en/search/?page=99",
    ],
)
def test_no_barrier_is_found_by_axe(open_page, path, scheme, device):
    page = open_page(path, device=device, scheme=scheme)
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in violations] == []
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_choosing_a_value_updates_results_counts_and_address_in_place(open_page):
    page = open_page("/en/search/?q=flood")
    page.evaluate("window.same = true")
    box(page, "theme", "mobility").check()
    until(page, "/en/search/?q=flood&theme=mobility")
    assert total(page) == "13 results for “flood”"
    assert page.title() == "flood – search · USE"
    assert box(page, "theme", "housing").is_visible()  # counts of a facet leave out its own choice
    assert page.evaluate("window.same")


def test_what_was_clicked_stays_under_the_pointer_and_keeps_the_focus(open_page):
    page = open_page("/en/search/?q=flood")
    target = box(page, "region", "europe")
    target.scroll_into_view_if_needed()
    before = target.bounding_box()["y"]
    target.check()
    until(page, "region=europe")
    assert abs(box(page, "region", "europe").bounding_box()["y"] - before) < 2
    assert page.evaluate("document.activeElement.value") == "europe"


def test_values_of_one_facet_are_or_and_of_two_are_and(open_page):
    page = open_page("/en/search/?q=flood")
    awake(page)
    box(page, "theme", "mobility").check()
    until(page, "theme=mobility")
    box(page, "theme", "housing").check()
    until(page, "theme=housing&theme=mobility")
    assert total(page).startswith("26 ")
    box(page, "status", "completed").dispatch_event("click")
    until(page, "theme=mobility&status=completed")
    assert total(page).startswith("9 ")


def test_back_restores_results_and_choices(open_page):
    page = open_page("/en/search/?q=flood")
    awake(page)
    box(page, "theme", "mobility").check()
    until(page, "theme=mobility")
    box(page, "theme", "housing").check()
    until(page, "theme=housing&theme=mobility")
    page.go_back()
    until(page, "?q=flood&theme=mobility")
    assert total(page).startswith("13 ")
    assert (box(page, "theme", "mobility").is_checked(), box(page, "theme", "housing").is_checked()) == (True, False)
    page.go_back()
    until(page, "?q=flood")
    assert total(page).startswith("50 ")
    assert not box(page, "theme", "mobility").is_checked()
    page.go_forward()
    until(page, "?q=flood&theme=mobility")
    assert total(page).startswith("13 ")


def test_back_from_an_entry_restores_results(open_page):
    page = open_page("/en/search/?q=flood")
    awake(page)
    box(page, "theme", "mobility").check()
    until(page, "theme=mobility")
    page.locator(".card__title a").first.click()
    page.wait_for_url("**/practices/**")
    page.go_back()
    until(page, "?q=flood&theme=mobility")
    assert total(page).startswith("13 ")
    page.go_back()
    until(page, "?q=flood")
    until_true(page, "document.getElementById('total').textContent.startsWith('50')")


def test_chips_take_a_choice_away(open_page):
    page = open_page("/en/search/?q=flood&theme=mobility&city=lyon")
    awake(page)
    page.locator(".chips a", has_text="Mobility").click()
    until(page, "?q=flood&city=lyon")
    assert not box(page, "theme", "mobility").is_checked()
    page.get_by_role("link", name="Clear all").click()
    until(page, "?q=flood")
    assert page.locator(".chips").count() == 0


def test_filters_are_kept_when_the_text_changes(open_page):
    page = open_page("/en/search/?q=flood&theme=mobility")
    awake(page)
    page.locator("#q").fill("wall")
    page.keyboard.press("Enter")
    until(page, "?q=wall&theme=mobility")
    assert total(page) == "13 results for “wall”"


def test_the_order_changes(open_page):
    page = open_page("/en/search/?q=flood")
    page.get_by_label("Sort").select_option("title")
    until(page, "?q=flood&sort=title")
    assert page.locator(".card__title").first.inner_text() == "Flood wall 00"


def test_years_are_two_inputs(open_page):
    page = open_page("/en/search/?q=flood")
    awake(page)
    page.locator("[name=year_from]").fill("2010")
    page.locator("[name=year_from]").press("Enter")
    until(page, "?q=flood&year_from=2010")
    assert "Started from 2010" in page.locator(".chips").inner_text()


def test_pages_are_links_and_lead_to_the_top_of_the_results(open_page):
    page = open_page("/en/search/?q=flood")
    awake(page)
    page.locator(".pagination a[rel=next]").click()
    until(page, "?q=flood&page=2")
    assert "page 2 of 3" in total(page)
    assert page.evaluate("document.activeElement.id") == "results"
    assert page.evaluate("document.getElementById('results').getBoundingClientRect().top") < 100


def test_a_part_of_a_theme_takes_the_place_of_the_whole(open_page):
    page = open_page("/en/search/?theme=mobility")
    box(page, "theme", "cycling").check()
    until(page, "?theme=cycling")
    assert box(page, "theme", "cycling").is_checked()


def test_show_more_lists_the_rest_and_keeps_the_place(open_page):
    page = open_page("/en/search/?q=flood")
    assert page.locator("#v-sdg input").count() == 6
    page.locator("#f-sdg .facet__more").click()
    expect(page.locator("#v-sdg input[type=checkbox]")).to_have_count(9)
    assert page.evaluate("document.activeElement.value") == "7"


def test_groups_remember_whether_they_are_open(open_page):
    page = open_page("/en/search/?q=flood")
    page.locator("#f-instrument, #f-cost").first.locator("summary").click()
    page.locator("#f-theme summary").click()
    page.reload()
    assert page.locator("#f-cost").get_attribute("open") is not None
    assert page.locator("#f-theme").get_attribute("open") is None


def test_the_slash_goes_to_the_box_and_is_a_slash_inside(open_page):
    page = open_page("/en/search/?q=flood")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("End")
    page.keyboard.type("/")
    assert page.locator("#q").input_value().endswith("/")


def test_suggestions_by_keyboard(open_page):
    page = open_page("/en/search/")
    field = page.locator("#q")
    field.focus()
    page.keyboard.type("bogo")
    page.get_by_role("option").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowUp")
    last = page.locator("[role=option]").last
    assert field.get_attribute("aria-activedescendant") == last.get_attribute("id")
    assert last.get_attribute("aria-selected") == "true"
    assert [(v["id"]) for v in Axe().run(page).response["violations"]] == []
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "bogo"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?city=bogota")


def test_skip_links_lead_to_the_results(open_page):
    page = open_page("/en/search/?q=flood")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#results"
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement.id") == "results"


# on a phone


def test_the_drawer_traps_the_focus_counts_and_closes(open_page):
    page = open_page("/en/search/?q=flood", device="phone")
    assert not page.locator("#filters").is_visible()
    page.locator(".tools__filters").click()
    assert page.locator("#filters").get_attribute("aria-modal") == "true"
    assert Axe().run(page).response["violations"] == []
    box(page, "theme", "mobility").check()
    page.get_by_role("button", name="Show 13 results").wait_for()
    assert page.locator("#filters").is_visible()
    page.locator(".facets__close").focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show 13 results"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "facets__close"
    page.keyboard.press("Escape")
    assert not page.locator("#filters").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Filters (1)"


def test_the_button_of_the_drawer_shows_the_results(open_page):
    page = open_page("/en/search/?q=flood", device="phone")
    page.locator(".tools__filters").click()
    box(page, "theme", "mobility").check()
    page.get_by_role("button", name="Show 13 results").click()
    assert not page.locator("#filters").is_visible()
    assert total(page).startswith("13 ")


# without JavaScript


def test_the_page_is_a_form_without_javascript(open_page):
    page = open_page("/en/search/?q=flood", javascript=False)
    box(page, "theme", "mobility").check()
    page.locator("#q").fill("wall")
    page.locator("form[role=search] button").click()
    assert "theme=mobility" in page.url
    assert total(page) == "13 results for “wall”"
    page.locator("#f-sdg .facet__more").click()
    assert page.locator("#v-sdg input[type=checkbox]").count() > 6


def test_the_drawer_opens_and_closes_without_javascript(open_page):
    page = open_page("/en/search/?q=flood", device="phone", javascript=False)
    page.locator(".tools__filters").click()
    box(page, "theme", "mobility").check()
    page.get_by_role("button", name="Show 50 results").click()
    assert total(page).startswith("13 ")
    assert not page.locator("#filters").is_visible()


# a first visit


def test_a_first_visit_is_light_and_nothing_moves(browser, live_server):
    import brotli

    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    got = {}
    page.on("response", lambda response: got.update({response.url: response.body()}))
    page.goto(f"{live_server.url}/en/search/?q=flood", wait_until="networkidle")
    sizes = {url: len(brotli.compress(body)) for url, body in got.items() if "favicon" not in url}
    assert len(sizes) <= 4
    assert sum(sizes.values()) <= 30_000
    assert sizes[f"{live_server.url}/en/search/?q=flood"] <= 14_600
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= 6_000
    context.close()
