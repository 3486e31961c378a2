import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail as django_mail
from playwright.sync_api import expect

from practices.members.roles import Group
from practices.review.models import Review, ReviewAssignment
from practices.review.services import inviting
from practices.review.stages import Stage
from tests.browser.conftest import WIDTHS
from tests.factories import review as make

pytestmark = pytest.mark.browser
SAVED = re.compile(r"^Saved at")
STATUS = "[data-status]"


@pytest.fixture
def link(live_server, library):
    """The path of a one-time link that was mailed to somebody without an account."""
    round = make.open_round(make.submission_in(Stage.IN_REVIEW))
    inviting.invite_reviewer(round=round, by=make.editor(Group.HANDLING_EDITORS), email="guest@uni.example")
    return re.search(r"(/en/review/link/\S+)", django_mail.outbox[-1].body)[1]


def accept(page):
    page.get_by_role("button", name="Open the review").click()
    page.get_by_label("No, I have none").check()
    page.get_by_role("button", name="Yes, I review it").click()
    return page


def lose(route):
    """What is sent is lost on the way."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def stored():
    return Review.objects.get()


def fill_in(page):
    for fieldset in page.locator("#gates fieldset").all():
        fieldset.get_by_label("Yes").check()
    for fieldset in page.locator("#scores fieldset").all():
        fieldset.locator("input[value='3']").check()
        fieldset.locator("textarea").fill(make.SENTENCE)
    page.get_by_label("accept after small changes", exact=False).check()
    page.get_by_label("To the city").fill("Well told.")


def test_a_guest_comes_by_the_link_writes_with_autosave_and_sends(link, open_page):
    page = accept(open_page(link))
    for width, height in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": height})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert not Axe().run(page).response["violations"]
    page.get_by_label("To the city").fill("Half a thought")
    expect(page.locator(STATUS)).to_have_text(SAVED)
    assert stored().to_city == "Half a thought"
    fill_in(page)
    expect(page.locator("[data-progress]")).to_have_text("Nothing is missing · total: 75 of 100")
    page.locator("button[value=remark-results]").click()
    page.locator("#new-remark").get_by_label("Your comment, for the city").fill("Say who counted.")
    page.get_by_role("button", name="Send the review").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Say whether you have a conflict of interest.").click()
    page.locator("#c-conflict").get_by_label("No, I have none").check()
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your review")
    assert ReviewAssignment.objects.get().submitted_at
    assert [(one.field, one.text) for one in stored().comments.all()] == [("results", "Say who counted.")]
    assert not page.complaints


def test_without_a_connection_the_text_is_kept_and_saved_when_it_is_back(link, open_page):
    page = accept(open_page(link))
    page.route("**/assignments/**", lose)
    page.get_by_label("To the city").fill("Written on a train")
    expect(page.locator(STATUS)).to_contain_text("Not saved: no connection")
    assert stored().to_city == ""
    page.unroute("**/assignments/**")
    expect(page.locator(STATUS)).to_have_text(SAVED, timeout=15_000)
    assert stored().to_city == "Written on a train"


def test_a_closed_tab_gives_back_what_was_never_saved(link, open_page):
    page = accept(open_page(link))
    address = page.url
    page.route("**/assignments/**", lose)
    page.get_by_label("To the city").fill("Before the tab was closed")
    expect(page.locator(STATUS)).to_contain_text("Not saved")
    again = page.context.new_page()
    page.close()
    again.goto(address)
    expect(again.get_by_label("To the city")).to_have_value("Before the tab was closed")
    expect(again.locator(STATUS)).to_have_text(SAVED)


def test_two_windows_are_compared_and_nothing_is_overwritten(link, open_page):
    first = accept(open_page(link))
    second = first.context.new_page()
    second.goto(first.url)
    first.get_by_label("To the city").fill("From the first window")
    expect(first.locator(STATUS)).to_have_text(SAVED)
    second.get_by_label("To the city").fill("From the second window")
    expect(second.locator(STATUS)).to_contain_text("another window saved this review")
    second.get_by_role("button", name="Save").last.click()
    expect(second.get_by_role("alert")).to_contain_text("From the first window")
    expect(second.get_by_label("To the city")).to_have_value("From the second window")
    assert stored().to_city == "From the first window"
    second.get_by_role("button", name="Save").last.click()
    expect(second.locator(".messages")).to_contain_text("Saved.")
    assert stored().to_city == "From the second window"


def test_an_ended_session_is_told_and_the_text_is_saved_after_coming_back(link, open_page):
    page = accept(open_page(link))
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("To the city").fill("Written after the session had ended")
    expect(page.locator(STATUS)).to_contain_text("no longer let in")
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])
    expect(page.locator(STATUS)).to_have_text(SAVED, timeout=15_000)
    assert stored().to_city == "Written after the session had ended"


def test_everything_works_without_javascript(link, open_page):
    page = accept(open_page(link, javascript=False))
    page.locator("button[value=remark-results]").click()
    page.locator("#new-remark").get_by_label("Your comment, for the city").fill("Say who counted.")
    page.get_by_role("button", name="Add a comment").click()
    page.locator("#new-remark").get_by_label("Your comment, for the city").fill("Not needed.")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("button", name="Remove comment 2").click()
    fill_in(page)
    page.get_by_role("button", name="Send the review").click()
    assert page.title().startswith("Error:")
    page.locator("#c-conflict").get_by_label("No, I have none").check()
    page.get_by_role("button", name="Send the review").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Thank you for your review"
    assert [one.text for one in stored().comments.all()] == ["Say who counted."]
