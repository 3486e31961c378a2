"""The desk around the writing, clicked through as the people of a city do: with JavaScript and without."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from practices.review.models import Submission
from practices.review.services import proposals, screening
from practices.review.services.writing import draft_of
from practices.review.stages import Stage
from tests.browser.conftest import WIDTHS
from tests.browser.waiting import until_true
from tests.factories import PracticeFactory
from tests.factories import review as make

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture
def window(browser, live_server, library):
    """A page of somebody who is signed in: `window(person, path)`."""
    opened = []
    expect.set_options(timeout=20_000)  # a page that nobody opened before takes long on a busy machine

    def visit(person, path="/en/desk/", javascript=True):
        client = Client()
        client.force_login(person)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=javascript)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        opened.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.goto(live_server.url + path)
        return page

    yield visit
    for context in opened:
        context.close()


@pytest.fixture
def street():
    content = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(content, "JPEG")
    return {"name": "street.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def propose(page):
    page.get_by_role("link", name="Propose a practice").click()
    page.get_by_role("button", name="Begin the proposal").click()
    page.get_by_label("Title").fill("Car-free Sundays")
    page.get_by_label("In one sentence").fill("Streets without cars on Sundays.")
    page.get_by_label("Where does it stand?").select_option("ongoing")
    page.get_by_label("In which year").fill("1974")
    page.get_by_label("Who leads it?").fill("Sports office")
    page.get_by_label("What is it about?").select_option(label="Mobility")
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.locator(".error-summary")).to_contain_text("What changed for people?")
    page.get_by_label("What changed for people?").fill("People walk where cars drove.")
    page.get_by_role("button", name="Send the proposal").click()


@BOTH
def test_a_city_goes_from_the_idea_to_its_answers(window, street, javascript):
    writer, lead = make.member(), make.lead()
    page = window(writer, javascript=javascript)
    propose(page)
    expect(page.locator(".messages")).to_contain_text(re.compile(r"USE-\d{4}-\d{4}"))
    submission = Submission.objects.get()
    proposals.invite(submission=submission, by=make.editor())
    make.write_everything(Submission.objects.get(), writer, pictures=[])

    page.reload()
    page.get_by_role("link", name="Pictures and documents").last.click()
    page.get_by_label("File").first.set_input_files(street)
    page.get_by_label("What does it show?").fill("A street without cars")
    page.get_by_role("button", name="Add this picture").click()
    if javascript:
        expect(page.locator("form[data-upload] [role=status]").first).to_contain_text("Who took or made it?")
    else:
        expect(page.locator(".error-summary")).to_contain_text("Who took or made it?")
        page.get_by_label("File").first.set_input_files(street)
    page.get_by_label("Who took or made it?").fill("The city")
    page.get_by_label("Licence").select_option("cc-by-4.0")
    page.get_by_role("button", name="Add this picture").click()
    expect(page.get_by_role("img", name="A street without cars")).to_be_visible()
    page.get_by_role("link", name="Back to the text").click()
    page.get_by_role("link", name="Check the answers and send").click()
    page.get_by_role("button", name="Send it in").click()
    page.get_by_role("link", name="Follow it").click()
    expect(page.locator(".standing")).to_contain_text("A lead of your team")

    of_lead = window(lead, javascript=javascript)
    of_lead.get_by_role("link", name="Read and confirm").click()
    expect(of_lead.get_by_role("img", name="A street without cars")).to_be_visible()
    of_lead.get_by_role("button", name="Confirm in the city").click()
    expect(of_lead.get_by_text("Tick the box to confirm.")).to_be_visible()
    of_lead.get_by_label("I have read the text").check()
    of_lead.get_by_role("button", name="Confirm in the city").click()
    expect(of_lead.locator(".standing")).to_contain_text("An editor checks")

    screening.pass_screening(submission=Submission.objects.get(), by=make.editor())
    make.decide(Submission.objects.get(), "minor")
    page.get_by_role("link", name="Our submissions").first.click()
    page.get_by_role("link", name="Read and answer the letter").click()
    answers = page.get_by_label("Your answer")
    answers.first.fill("The sports office counted them.")
    answers.last.fill("We added who counted.")
    page.get_by_role("button", name="Save the answers").click()
    expect(page.get_by_text("2 of 2 answered")).to_be_visible()
    page.get_by_role("link", name="Check and send again").click()
    page.get_by_role("button", name="Send it again").click()
    page.get_by_role("link", name="Follow it").click()
    expect(page.locator(".way__now")).to_contain_text("In review")
    assert Submission.objects.get().stage == Stage.IN_REVIEW


def test_answers_to_a_proposal_and_a_letter_are_saved_while_they_are_typed(window):
    writer = make.member()
    submission = proposals.begin_proposal(city=writer.memberships.get().city, by=writer)
    page = window(writer, reverse("desk_proposal", args=[submission.pk]))
    page.get_by_label("Title").fill("Typed and not sent")
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    assert Submission.objects.get().proposal.title == "Typed and not sent"
    revising = make.submission_in(Stage.REVISING, by=writer)
    page.goto(page.url.partition("/en/")[0] + reverse("desk_letter", args=[revising.pk]))
    for text in ("We asked the sports office.", "We asked the sports office twice."):
        page.get_by_label("Your answer").first.fill(text)
        expect(page.locator("[data-status]")).to_contain_text("Saved at")
        until_true(page, "!Object.keys(localStorage).some(key => key.includes('letter'))")
        assert revising.decisions.get().points.first().answer == text


def test_a_file_that_did_not_get_through_is_sent_again_from_the_same_form(window, street):
    writer = make.member()
    submission = make.submission_in(Stage.WRITING, by=writer)
    page = window(writer, reverse("desk_files", args=[submission.pk]))
    page.get_by_label("File").first.set_input_files(street)
    page.get_by_label("What does it show?").fill("A street")
    page.get_by_label("Who took or made it?").fill("The city")
    page.get_by_label("Licence").select_option("cc-by-4.0")
    page.route("**/files/", lambda route: route.abort())
    page.get_by_role("button", name="Add this picture").click()
    expect(page.locator("form[data-upload] [role=status]").first).to_contain_text("did not get through")
    page.unroute("**/files/")
    page.get_by_role("button", name="Add this picture").click()
    expect(page.get_by_role("img", name="A street")).to_be_visible()
    assert len(draft_of(Submission.objects.get(pk=submission.pk)).pictures) == 1


def test_no_barrier_is_found_by_axe_and_every_page_fits_its_window(window):
    writer = make.member()
    PracticeFactory(slug="compiled", title="Compiled")
    by_stage = {stage: make.submission_in(stage, by=writer) for stage in (Stage.DRAFT, Stage.WRITING, Stage.REVISING)}
    make.submission_in(Stage.SUBMITTED, by=writer)
    of = {stage: [submission.pk] for stage, submission in by_stage.items()}
    paths = [
        reverse("desk"),
        reverse("desk_propose"),
        reverse("desk_proposal", args=of[Stage.DRAFT]),
        reverse("desk_submission", args=of[Stage.WRITING]),
        reverse("desk_files", args=of[Stage.WRITING]),
        reverse("desk_upload", args=of[Stage.WRITING]),
        reverse("desk_letter", args=of[Stage.REVISING]),
        reverse("desk_mandate", args=[Submission.objects.get(stage=Stage.SUBMITTED).pk]),
        reverse("desk_stop", args=of[Stage.REVISING]),
        reverse("desk_start", args=["compiled", "takeover"]),
        reverse("desk_confirm", args=["compiled"]),
        reverse("desk_withdraw", args=["compiled"]),
    ]
    page = window(make.lead())
    home = page.url.partition("/en/")[0]
    for path in paths:
        page.goto(home + path)
        for width, height in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": height})
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), (path, width)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                violations = [(v["id"], v["nodes"][0]["target"]) for v in Axe().run(page).response["violations"]]
                assert not violations, (path, width, scheme)
    assert not page.complaints
