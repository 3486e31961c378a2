import pytest
from axe_playwright_python.sync_playwright import Axe

from practices import memo
from tests.browser.conftest import WIDTHS
from tests.factories.entries import LONG, PracticeFactory
from tests.factories.places import city
from tests.factories.showcase import show_case_study, show_practice, show_toolkit

pytestmark = pytest.mark.browser

PAGES = (
    "/en/",
    "/fr/",
    "/en/practices/car-free-sundays/",
    "/es/practices/car-free-sundays/",
    "/en/practices/one-street/",
    "/en/practices/open-streets-toolkit/",
    "/en/practices/bare/",
    "/en/cities/",
    "/en/cities/?q=atlantis",
    "/en/cities/bogota/",
    "/en/themes/",
    "/en/themes/mobility/",
    "/en/themes/housing/",
    "/en/sdgs/11/",
    "/en/review-process/",
    "/en/contact/?entry=car-free-sundays",
    "/en/nothing-here/",
    "/en/accounts/login/",
    "/en/accounts/password/reset/",
)


@pytest.fixture
def shown(live_server, library):
    """One entry of each type, one that lacks everything, one that was stopped."""
    memo.forget()
    practice = show_practice()
    show_case_study(practice)
    show_toolkit(practice)
    PracticeFactory(slug="bare", title="Bare", summary="", city=None, status="")
    PracticeFactory(slug="stopped", status="discontinued", did_not_work=LONG, city=city("lima"))
    yield practice
    memo.forget()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_axe_violation_and_fits_its_window(shown, open_page, path):
    page = open_page(path)
    for width, height in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": height})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            violations = [(v["id"], v["nodes"][0]["target"]) for v in Axe().run(page).response["violations"]]
            assert not violations, (width, scheme)
    if path != "/en/nothing-here/":
        assert not page.complaints


def test_the_first_stop_of_the_keyboard_skips_to_the_content(shown, open_page):
    page = open_page("/en/practices/car-free-sundays/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_marks_on_the_map_are_no_stops_of_the_keyboard(shown, open_page):
    page = open_page("/en/cities/")
    assert page.locator(".world-map a").count() > 0
    assert page.locator(".world-map a:not([tabindex='-1'])").count() == 0


def test_an_entry_and_the_search_box_work_without_javascript(shown, open_page):
    page = open_page("/en/practices/open-streets-toolkit/", javascript=False)
    assert page.get_by_role("heading", name="Ask the street").is_visible()
    assert page.locator("input[type=checkbox]").count() == 0
    page = open_page("/en/", javascript=False)
    page.fill("input[name=q]", "sundays")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=sundays")


def test_ticks_of_a_toolkit_stay_in_the_browser(shown, open_page):
    page = open_page("/en/practices/open-streets-toolkit/")
    page.get_by_label("Ask the street").check()
    assert "1 of 2" in page.locator("[role=status]").last.inner_text()
    page.reload()
    assert page.get_by_label("Ask the street").is_checked()
    assert not page.get_by_label("Close it once").is_checked()


def test_a_citation_leads_to_its_source(shown, open_page):
    page = open_page("/en/practices/car-free-sundays/")
    page.locator("a.ref").first.click()
    assert page.url.endswith("#source-1")
    assert page.locator("#source-1").is_visible()


def test_letters_of_four_times_the_size_fit_without_sideways_scroll(shown, open_page):
    page = open_page("/en/practices/car-free-sundays/")
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 px at 400 %
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")


def test_an_entry_prints_with_its_address_and_licence(shown, open_page):
    page = open_page("/en/practices/car-free-sundays/")
    page.emulate_media(media="print")
    assert not page.locator(".site-header").is_visible()
    printed = page.locator(".print-only").inner_text()
    assert "/en/practices/car-free-sundays/" in printed
    assert "CC BY 4.0" in printed
