"""Nothing typed is lost, seen through a browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from practices.review.models import Submission
from practices.review.services.writing import draft_of
from practices.review.stages import Stage
from tests.browser.conftest import WIDTHS
from tests.factories.people import PASSWORD
from tests.factories.review import member, submission_in

pytestmark = pytest.mark.browser
SAVED = re.compile(r"Saved at \d")


@pytest.fixture
def writer(live_server, library):
    return member()


@pytest.fixture
def submission(writer):
    return submission_in(Stage.WRITING, by=writer)


@pytest.fixture
def window(browser, live_server):
    """A browser of somebody who is signed in: `window(person)`; its pages share what is stored in it."""
    opened = []

    def make(person, javascript=True):
        client = Client()
        client.force_login(person)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=javascript)
        cookie = client.cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def address(live_server, submission):
    """Of a topic of the submission."""
    return lambda topic="why": live_server.url + reverse("desk_topic", args=[submission.pk, topic])


def open_topic(context, address):
    page = context.new_page()
    page.goto(address)
    return page


def status(page):
    return page.locator("[data-status]")


def problem(submission):
    return draft_of(Submission.objects.get(pk=submission.pk)).problem


def sign_in(page, person):
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def test_typing_is_saved_without_a_button_and_the_time_is_shown(window, writer, submission, address):
    page = open_topic(window(writer), address())
    page.fill("#id_problem", "Nobody could walk here.")
    expect(status(page)).to_have_text(SAVED)
    assert problem(submission) == "Nobody could walk here."


def test_a_closed_window_shows_the_text_when_it_is_opened_again(window, writer, submission, address):
    context = window(writer)
    page = open_topic(context, address())
    context.route("**/write/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.fill("#id_problem", "Typed a moment before closing.")
    page.close()
    context.unroute("**/write/**")
    page = open_topic(context, address())
    expect(page.locator("#id_problem")).to_have_value("Typed a moment before closing.")
    for _n in range(50):  # sent as the window closed, or by the new one
        if problem(submission) == "Typed a moment before closing.":
            break
        page.wait_for_timeout(200)
    assert problem(submission) == "Typed a moment before closing."


def test_a_lost_connection_is_said_and_the_text_is_saved_when_it_is_back(window, writer, submission, address):
    context = window(writer)
    page = open_topic(context, address())
    context.set_offline(True)
    page.fill("#id_problem", "Written on a train.")
    expect(status(page)).to_contain_text("no connection")
    context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)
    assert problem(submission) == "Written on a train."


def test_a_server_that_restarts_is_asked_again_until_it_answers(window, writer, submission, address):
    context = window(writer)
    page = open_topic(context, address())
    answers = []

    def restarting(route):
        if route.request.method != "POST" or len(answers) > 1:
            return route.continue_()
        answers.append(502)
        return route.fulfill(status=502, body="Bad gateway")

    context.route("**/write/**", restarting)
    page.fill("#id_problem", "Written while it restarted.")
    expect(status(page)).to_contain_text("the server does not answer")
    expect(status(page)).to_have_text(SAVED, timeout=15_000)
    assert problem(submission) == "Written while it restarted."


def test_an_expired_session_is_renewed_in_another_window_and_the_text_saved(window, writer, submission, address):
    context = window(writer)
    page = open_topic(context, address())
    Session.objects.all().delete()
    page.fill("#id_problem", "Typed after the session had ended.")
    expect(status(page)).to_contain_text("Sign in again in a new tab")
    with context.expect_page() as opened:
        status(page).get_by_role("link").click()
    sign_in(opened.value, writer)
    opened.value.wait_for_url("**/desk/**")
    page.bring_to_front()
    expect(status(page)).to_have_text(SAVED, timeout=15_000)
    assert problem(submission) == "Typed after the session had ended."


def test_an_expired_session_without_javascript_brings_the_text_back_after_signing_in(
    window, writer, submission, address
):
    page = open_topic(window(writer, javascript=False), address())
    page.fill("#id_problem", "Typed for an hour.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).last.click()
    sign_in(page, writer)
    expect(page.locator("#id_problem")).to_have_value("Typed for an hour.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator(".messages")).to_contain_text("Saved.")
    assert problem(submission) == "Typed for an hour."


def test_pressing_save_twice_is_saving_once(window, writer, submission, address):
    page = open_topic(window(writer), address())
    page.fill("#id_problem", "Pressed twice.")
    page.get_by_role("button", name="Save", exact=True).last.dblclick()
    expect(page.locator(".messages")).to_contain_text("Saved.")
    expect(page).to_have_url(address())
    assert problem(submission) == "Pressed twice."


def test_going_back_shows_what_is_saved_and_saving_from_there_is_no_conflict(window, writer, submission, address):
    page = open_topic(window(writer), address())
    page.fill("#id_problem", "Saved, then left.")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/what-and-how/")
    page.go_back()
    page.wait_for_url("**/why/")
    expect(page.locator("#id_problem")).to_have_value("Saved, then left.")
    page.fill("#id_problem", "Saved, left, and came back.")
    expect(status(page)).to_have_text(SAVED)
    assert problem(submission) == "Saved, left, and came back."


def test_what_was_saved_on_the_way_to_the_next_topic_is_not_put_back_over_newer_text(
    window, writer, submission, address
):
    page = open_topic(window(writer), address())
    page.fill("#id_problem", "<p>Pasted.</p>")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/what-and-how/")
    page.goto(address())
    expect(page.locator("#id_problem")).to_have_value("Pasted.")
    expect(status(page)).to_be_empty()


def test_two_windows_show_both_texts_and_the_person_merges_them(window, writer, submission, address):
    context = window(writer)
    first, second = open_topic(context, address()), open_topic(window(writer), address())
    first.fill("#id_problem", "From the first window.")
    expect(status(first)).to_have_text(SAVED)
    second.fill("#id_problem", "From the second window.")
    expect(status(second)).to_contain_text("changed in another window")
    assert problem(submission) == "From the first window."
    status(second).get_by_role("button", name="Compare both texts").click()
    expect(second.locator(".theirs")).to_have_text("From the first window.")
    expect(second.locator("#id_problem")).to_have_value("From the second window.")
    second.fill("#id_problem", "From both windows.")
    second.get_by_role("button", name="Save what I chose").click()
    expect(second.locator(".messages")).to_contain_text("Saved.")
    expect(second.locator("#id_problem")).to_have_value("From both windows.")
    assert problem(submission) == "From both windows."


def test_rows_are_added_and_taken_out_by_the_keyboard(window, writer, submission, address):
    page = open_topic(window(writer), address("what-and-how"))
    page.locator("#id_steps-0-what").fill("Closed one road.")
    page.locator("#q-steps button[name=add]").press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_steps-1-when"
    page.keyboard.press("Tab")
    page.keyboard.type("Closed ten.")
    expect(status(page)).to_have_text(SAVED)
    steps = draft_of(Submission.objects.get(pk=submission.pk)).steps
    assert [step.value["what"] for step in steps] == ["Closed one road.", "Closed ten."]
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#q-steps button[name=remove]").first.press("Enter")
    expect(page.locator("#id_steps-0-what")).to_have_count(0)
    expect(page.locator("#id_steps-1-what")).to_have_value("Closed ten.")


def test_too_long_a_text_is_counted_refused_and_kept_and_the_summary_takes_the_focus(
    window, writer, submission, address
):
    page = open_topic(window(writer), address())
    page.fill("#id_problem", "a" * 1201)
    expect(page.locator("#id_problem_count")).to_have_text("1,201 of 1,200 characters")
    expect(status(page)).to_contain_text("cannot be saved yet")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#id_problem")).to_have_value("a" * 1201)
    assert "id_problem_error" in page.locator("#id_problem").get_attribute("aria-describedby")
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_problem")).to_be_focused()


def test_a_topic_is_written_without_javascript(window, writer, submission, address):
    page = open_topic(window(writer, javascript=False), address("what-and-how"))
    page.fill("#id_steps-0-what", "Closed one road.")
    page.get_by_role("button", name="Add a row").first.click()
    page.fill("#id_steps-1-what", "Closed ten.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    assert len(draft_of(Submission.objects.get(pk=submission.pk)).steps) == 2


@pytest.mark.parametrize("topic", ["why", "results"])
def test_a_topic_has_no_axe_violation_and_fits_its_window(window, writer, submission, address, topic):
    page = open_topic(window(writer), address(topic))
    page.fill("textarea >> nth=0", "a" * 3000)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_selector(".error-summary")
    for width, height in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": height})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            violations = [(v["id"], v["nodes"][0]["target"]) for v in Axe().run(page).response["violations"]]
            assert not violations, (width, scheme)
