import json
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from practices.models import EntryPage
from practices.review.models import Submission
from practices.review.services.writing import draft_of, save_topic, topic_version
from practices.review.stages import Stage
from practices.submissions.form.forms import Subjects, TopicForm
from practices.submissions.form.topics import topics_of
from practices.submissions.models import WrittenTopic
from tests.factories import ImageFactory, PersonFactory
from tests.factories.review import member, submission_in, write_everything

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}
LONG = "word " * 20_000


@pytest.fixture
def writer():
    return member()


@pytest.fixture
def submission(writer):
    return submission_in(Stage.WRITING, by=writer)


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def url(submission, topic="why"):
    return reverse("desk_topic", args=[submission.pk, topic])


def posted(submission, topic="why", opened_at=None, **answers):
    """What a browser sends: the answers, the questions they are of, and the version that was opened."""
    version = topic_version(Submission.objects.get(pk=submission.pk), topic) if opened_at is None else opened_at
    return {"opened_at": version, "asked": [name.partition("-")[0] for name in answers], **answers}


def draft(submission):
    return draft_of(Submission.objects.get(pk=submission.pk))


def inputs(html):
    """Names and values of the hidden inputs."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: value for name, value in found if name != "asked"} | {"asked": [v for n, v in found if n == "asked"]}


def test_each_topic_has_a_page(desk, submission):
    for topic in topics_of("practice"):
        page = desk.get(url(submission, topic.slug))
        assert page.status_code == 200, topic.slug
        assert str(topic.title) in page.content.decode()


def test_an_answer_is_stored_in_the_draft_and_not_on_the_page_that_readers_see(desk, submission):
    desk.post(url(submission), posted(submission, problem="Nobody could walk here."))
    assert draft(submission).problem == "Nobody could walk here."
    assert EntryPage.objects.get(pk=submission.entry_id).problem == ""


def test_saving_leads_back_to_the_page_so_that_reloading_sends_nothing_twice(desk, submission):
    answer = desk.post(url(submission), posted(submission, problem="Cars."))
    assert (answer.status_code, answer.url) == (302, url(submission))
    answer = desk.post(url(submission), {**posted(submission, problem="Cars."), "save": "next"})
    assert answer.url == url(submission, "what-and-how")


def test_a_text_that_is_too_long_is_refused_with_its_count_and_still_there_while_the_others_are_saved(desk, submission):
    desk.post(url(submission), posted(submission, problem=LONG, objectives="Ten hours a week."))
    assert draft(submission).objectives == "Ten hours a week."
    assert draft(submission).problem == ""
    page = desk.get(url(submission)).content.decode()
    assert "it has 99999" in page.replace(",", "")
    assert LONG.strip() in page
    assert "<title>Error:" in page


def test_a_text_that_was_too_long_leaves_nothing_behind_once_it_is_mended(desk, submission):
    desk.post(url(submission), posted(submission, problem=LONG))
    desk.post(url(submission), posted(submission, problem="Short."))
    assert draft(submission).problem == "Short."
    assert WrittenTopic.objects.get(submission=submission, topic="why").unsaved == {}


def test_a_slip_in_one_row_keeps_the_sound_rows_saved_and_the_slip_in_the_form(desk, submission):
    rows = {
        "steps-0-what": "Closed roads.", "steps-0-when": "1974", "steps-0-who": "",
        "steps-1-what": "", "steps-1-when": "1982", "steps-1-who": "The city",
    }  # fmt: skip
    desk.post(url(submission, "what-and-how"), posted(submission, "what-and-how", **rows))
    assert [step.value["what"] for step in draft(submission).steps] == ["Closed roads."]
    page = desk.get(url(submission, "what-and-how")).content.decode()
    assert 'value="1982"' in page
    assert "Steps: What: This field is required." in page


def test_a_word_where_a_number_belongs_is_kept_and_shown_with_what_is_wrong(desk, submission):
    desk.post(url(submission, "identity"), posted(submission, "identity", start_year="long ago", summary="Sundays."))
    assert draft(submission).start_year == 1974
    assert draft(submission).summary == "Sundays."
    assert 'value="long ago"' in desk.get(url(submission, "identity")).content.decode()


def test_an_end_before_the_start_is_refused(desk, submission):
    desk.post(url(submission, "identity"), posted(submission, "identity", start_year="2010", end_year="2000"))
    assert (draft(submission).start_year, draft(submission).end_year) == (2010, None)
    assert "The end cannot be before the start." in desk.get(url(submission, "identity")).content.decode()


def test_text_pasted_from_word_comes_out_plain(desk, submission):
    pasted = '<p class="MsoNormal">Streets\u00a0were <b>for cars</b>.</p>'
    desk.post(url(submission), posted(submission, problem=pasted))
    assert draft(submission).problem == "Streets were for cars."


def test_a_form_that_lacks_a_question_leaves_its_answer_alone(desk, submission):
    desk.post(url(submission), posted(submission, problem="Cars.", objectives="Walking."))
    desk.post(url(submission), posted(submission, objectives="Walking and cycling."))
    assert draft(submission).problem == "Cars."


def test_rows_are_added_and_taken_out_without_javascript(desk, submission):
    rows = {"steps-0-what": "One.", "steps-1-what": "Two."}
    answer = desk.post(url(submission, "what-and-how"), {**posted(submission, "what-and-how", **rows), "add": "steps"})
    page = desk.get(answer.url.partition("#")[0]).content.decode()
    assert 'name="steps-2-what"' in page
    desk.post(url(submission, "what-and-how"), {**posted(submission, "what-and-how", **rows), "remove": "steps-0"})
    assert [step.value["what"] for step in draft(submission).steps] == ["Two."]


def test_rows_keep_their_keys_when_they_are_saved_again(desk, submission):
    desk.post(url(submission, "what-and-how"), posted(submission, "what-and-how", **{"steps-0-what": "One."}))
    first = draft(submission).steps[0].id
    sent = inputs(desk.get(url(submission, "what-and-how")).content.decode())
    rows = {"steps-0-what": "One, better.", "steps-0-id": sent["steps-0-id"]}
    desk.post(url(submission, "what-and-how"), posted(submission, "what-and-how", **rows))
    assert draft(submission).steps[0].id == first


def test_themes_are_stored_in_the_order_that_was_chosen(desk, submission):
    chosen = {"theme_links-theme1": "housing", "theme_links-theme2": "mobility", "theme_links-theme3": "housing"}
    desk.post(url(submission), posted(submission, **chosen))
    assert [link.theme.slug for link in draft(submission).theme_links.all()] == ["housing", "mobility"]


def test_a_city_is_found_by_any_of_its_names_and_a_wrong_one_is_said_to_be_unknown(desk, submission):
    desk.post(
        url(submission, "identity"),
        posted(submission, "identity", **{"other_city_links-0-city": "lima", "other_city_links-1-city": "Atlantis"}),
    )
    assert [link.city.slug for link in draft(submission).other_city_links.all()] == ["lima"]
    page = desk.get(url(submission, "identity")).content.decode()
    assert "“Atlantis” is not in the list of cities." in page


def test_a_source_without_a_number_takes_the_next_one(desk, submission):
    rows = {
        "sources-0-title": "Yearly report", "sources-0-kind": "official", "sources-0-n": "4",
        "sources-1-title": "Evaluation", "sources-1-kind": "evaluation", "sources-1-n": "",
    }  # fmt: skip
    desk.post(url(submission, "proof"), posted(submission, "proof", **rows))
    assert [source.value["n"] for source in draft(submission).sources] == [4, 5]


def test_nobody_can_put_a_picture_into_the_draft_by_naming_its_key(desk, submission):
    foreign = ImageFactory()
    desk.post(url(submission, "media"), posted(submission, "media", **{"pictures-0-image": str(foreign.pk)}))
    assert len(draft(submission).pictures) == 0


def test_a_picture_that_came_meanwhile_is_not_lost_with_a_caption_that_was_too_long(desk, writer, submission):
    def add(entry):
        entry.pictures.append(("picture", {"image": ImageFactory(), "caption": ""}))

    save_topic(submission=submission, topic="media", opened_at=None, change=add, by=writer)
    first = draft(submission).pictures[0].value["image"].pk
    row = {"pictures-0-image": str(first), "pictures-0-caption": "a" * 300}
    desk.post(url(submission, "media"), posted(submission, "media", **row))
    save_topic(submission=submission, topic="media", opened_at=None, change=add, by=writer)
    page = desk.get(url(submission, "media")).content.decode()
    second = draft(submission).pictures[-1].value["image"].pk
    assert "a" * 300 in page
    assert re.search(rf'name="pictures-\d+-image" value="{second}"', page)


def test_a_script_is_told_the_version_and_how_full_the_form_is(desk, submission):
    answer = desk.post(url(submission), posted(submission, problem="Cars."), headers=JSON)
    assert answer.json() == {"version": 1, "percent": answer.json()["percent"], "troubles": []}
    assert 0 < answer.json()["percent"] < 100


def test_a_script_is_told_what_could_not_be_stored(desk, submission):
    answer = desk.post(url(submission), posted(submission, problem=LONG), headers=JSON)
    assert answer.status_code == 200
    assert answer.json()["troubles"][0]["anchor"] == "id_problem"


def test_a_text_saved_meanwhile_is_never_written_over(desk, submission):
    desk.post(url(submission), posted(submission, opened_at=0, problem="From the first window."))
    answer = desk.post(url(submission), posted(submission, opened_at=0, problem="From the second window."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the first window." in page
    assert "From the second window." in page
    assert draft(submission).problem == "From the first window."


def test_a_script_is_told_that_the_topic_changed(desk, submission):
    desk.post(url(submission), posted(submission, opened_at=0, problem="One."))
    answer = desk.post(url(submission), posted(submission, opened_at=0, problem="Two."), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "changed")


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Second."), ("theirs", "First.")])
def test_the_page_with_two_texts_stores_the_one_that_was_chosen(desk, submission, choice, kept):
    desk.post(url(submission), posted(submission, opened_at=0, problem="First."))
    page = desk.post(url(submission), posted(submission, opened_at=0, problem="Second.")).content.decode()
    chosen = {**posted(submission, opened_at=inputs(page)["opened_at"], problem="Second."), "use-problem": choice}
    assert desk.post(url(submission), chosen).status_code == 302
    assert draft(submission).problem == kept


def test_the_same_form_twice_is_saved_once_and_no_conflict(desk, submission):
    form = posted(submission, opened_at=0, problem="Cars.", **{"goals-0-goal": "11", "goals-0-how": "Public space."})
    desk.post(url(submission), form)
    assert desk.post(url(submission), form).status_code == 302
    assert topic_version(Submission.objects.get(pk=submission.pk), "why") == 1


def test_the_same_form_twice_is_no_conflict_when_it_held_something_that_cannot_be_stored(desk, submission):
    form = posted(submission, opened_at=0, problem=LONG)
    desk.post(url(submission), form)
    assert desk.post(url(submission), form).status_code == 302


def test_a_form_that_does_not_say_when_it_was_opened_writes_over_nothing(desk, submission):
    desk.post(url(submission), posted(submission, problem="First."))
    assert desk.post(url(submission), {"problem": "Second.", "asked": "problem"}).status_code == 409
    assert draft(submission).problem == "First."


def test_an_expired_session_brings_the_text_back_after_signing_in(client, writer, submission):
    client.force_login(writer)
    form = inputs(client.get(url(submission)).content.decode()) | {"problem": "Typed for an hour."}
    client.logout()
    answer = client.post(url(submission), form)
    assert answer.url == f"/en/accounts/login/?next={url(submission)}"
    client.post("/en/accounts/login/", {"login": writer.email, "password": "correct horse battery"})
    page = client.get(url(submission)).content.decode()
    assert "Typed for an hour." in page
    assert "not saved yet" in page
    assert draft(submission).problem == ""
    client.post(url(submission), inputs(page) | {"problem": "Typed for an hour."})
    assert draft(submission).problem == "Typed for an hour."
    assert "not saved yet" not in client.get(url(submission)).content.decode()


def test_a_kept_text_is_shown_to_nobody_else(client, writer, submission):
    client.force_login(writer)
    form = inputs(client.get(url(submission)).content.decode()) | {"problem": "Typed for an hour."}
    client.logout()
    client.post(url(submission), form)
    colleague = member()
    client.post("/en/accounts/login/", {"login": colleague.email, "password": "correct horse battery"})
    assert "Typed for an hour." not in client.get(url(submission)).content.decode()


def test_strangers_keep_nothing_in_our_sessions(client, submission):
    client.post(url(submission), {"problem": "x" * 1000, "writer": "forged"})
    assert not client.session.keys()


def test_more_than_300_kB_are_not_kept_and_the_person_is_told(client, writer, submission):
    client.force_login(writer)
    form = inputs(client.get(url(submission)).content.decode()) | {"problem": "é" * 160_000}
    client.logout()
    client.post(url(submission), form)
    assert "kept_text" not in client.session
    assert "too long to be kept" in client.get("/en/accounts/login/").content.decode()


def test_a_script_without_a_session_is_told_where_to_sign_in(client, submission):
    answer = client.post(url(submission), {"problem": "x"}, headers=JSON)
    assert (answer.status_code, answer.json()) == (401, {"login": "/en/accounts/login/"})


def test_people_of_other_cities_are_not_told_that_it_exists(client, submission):
    client.force_login(member("lima"))
    for name in ("desk_declaration", "desk_check", "desk_preview"):
        assert client.get(reverse(name, args=[submission.pk])).status_code == 404
    assert client.get(url(submission)).status_code == 404
    assert client.post(url(submission), posted(submission, problem="x"), headers=JSON).status_code == 404


def test_editors_may_read_and_not_write(client, submission):
    client.force_login(PersonFactory(groups=["Chief editors"]))
    assert client.get(reverse("desk_preview", args=[submission.pk])).status_code == 200
    assert client.get(url(submission)).status_code == 403
    answer = client.post(url(submission), posted(submission, problem="x"), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert draft(submission).problem == ""


def test_a_text_that_was_sent_in_cannot_be_changed(client, writer):
    sent = submission_in(Stage.SUBMITTED, by=writer)
    client.force_login(writer)
    assert client.get(url(sent)).status_code == 409
    answer = client.post(url(sent), posted(sent, problem="Later."), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "moved-on")
    assert draft(sent).problem != "Later."


def test_a_colleague_sees_who_wrote_last(client, desk, writer, submission):
    desk.post(url(submission), posted(submission, problem="Cars."))
    client.force_login(member())
    assert f"Saved by {writer}" in client.get(url(submission)).content.decode()


def test_what_is_declared_is_stored_with_the_same_care(desk, submission):
    page = reverse("desk_declaration", args=[submission.pk])
    form = posted(submission, "declaration", opened_at=0, contact_office="Sports", contact_email="sports at the city")
    assert desk.post(page, form).status_code == 302
    declaration = Submission.objects.get(pk=submission.pk).declaration
    assert (declaration.contact_office, declaration.contact_email) == ("Sports", "")
    assert "sports at the city" in desk.get(page).content.decode()
    assert desk.post(page, posted(submission, "declaration", opened_at=0, interests="none")).status_code == 409


EVERYTHING = {
    "local_name": "Ciclovía",
    "local_language": "es",
    "end_year": 2030,
    "did_not_work": "The first year failed because nobody had asked the people who live there. " * 3 + "We asked.",
    "participation_how": "Twelve evenings.",
    "costs_unknown": False,
    "staff_fte": Decimal("12.5"),
    "costs": [
        (
            "cost",
            {
                "phase": "setup",
                "amount": Decimal("1800000.50"),
                "currency": "COP",
                "year": 2019,
                "confidence": "budget",
                "what": "Barriers",
                "src": 1,
            },
        )
    ],
    "inspirations": [("inspiration", {"city": "Lima", "country": "PE", "what": "Sundays"})],
    "replications": [("replication", {"city": "Quito", "country": "EC", "year": 2005, "src": 1})],
    "target_groups": ["general", "children"],
    "instruments": ["service", "regulation"],
    "offers": ["answers", "visit"],
}


def test_every_answer_of_a_full_entry_comes_out_of_its_form_as_it_went_in(writer):
    """The form of each topic, sent as the page shows it, changes nothing."""
    full = write_everything(submission_in(Stage.WRITING, by=writer), writer, **EVERYTHING)
    before = draft_of(full)
    for topic in topics_of("practice"):
        sent = TopicForm(topic, Subjects(full), data_of(TopicForm(topic, Subjects(full))))
        assert sent.troubles() == []
        target = Subjects(full)
        sent.write(target)
        for question in (question for question in topic.questions if question.of == "entry"):
            name = question.field
            assert plain(getattr(target.entry, name)) == plain(getattr(before, name)), name


def plain(value):
    """A field's value to compare: streams as JSON, links as names."""
    if hasattr(value, "raw_data"):
        rows = json.loads(json.dumps(value.get_prep_value(), default=str))
        return [{name: part for name, part in row["value"].items() if part not in (None, "")} for row in rows]
    if hasattr(value, "all"):
        return [str(getattr(row, "theme", None) or row.city) for row in value.all()]
    return value


def data_of(form):
    """What a browser would send from the form as it is shown."""
    found = MultiValueDict()
    for part in form:
        found.appendlist("asked", part.name)
        boxes = [box for row in part.shown_rows() for box in row.boxes()] if hasattr(part, "shown_rows") else []
        boxes += part.boxes() if hasattr(part, "boxes") else []
        boxes += [part.box] if hasattr(part, "box") else []
        for bound in (box.bound for box in boxes):
            value, widget = bound.value(), bound.field.widget
            if box_is_tick(widget):
                value = ["on"] if value else []
            elif not isinstance(value, list):
                value = widget.format_value(value)
            found.setlist(
                bound.html_name,
                [str(each) for each in (value if isinstance(value, list) else [value]) if each is not None],
            )
    return found


def box_is_tick(widget):
    return type(widget).__name__ == "CheckboxInput"


@pytest.mark.parametrize(("typed", "meant"), [("4,5", "4.5"), ("4.5", "4.5"), ("1,800", "1800")])
def test_a_comma_that_cannot_part_thousands_begins_the_decimals(desk, submission, typed, meant):
    desk.post(url(submission, "money"), posted(submission, "money", staff_fte=typed))
    assert draft(submission).staff_fte == Decimal(meant)


def test_a_currency_in_small_letters_is_taken(desk, submission):
    cost = {"phase": "setup", "amount": "1000", "currency": "usd", "year": "2021", "confidence": "actual", "what": "x"}
    answers = {f"costs-0-{name}": value for name, value in cost.items()}
    desk.post(url(submission, "money"), posted(submission, "money", **answers))
    assert [child.value["currency"] for child in draft(submission).costs] == ["USD"]
