import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.exchange.errors import FileUnusable
from practices.exchange.records import export
from practices.exchange.schema import entry_schema
from practices.models import EntryTag
from practices.submissions.word import read_docx, write_docx
from practices.submissions.word.loading import apply_record, record_from_json
from tests.factories import PracticeFactory, city, full_practice
from tests.factories.entries import LONG
from tests.factories.showcase import show_case_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(library):
    return PracticeFactory(title="Car-free Sundays", slug="a-draft", live=False, themes=["mobility"])


@pytest.fixture
def full(library):
    return export(full_practice(slug="the-other", did_not_work=LONG.strip(), inspirations=[]), "desk")


def applied(draft, **record):
    """The problems by field, and the draft as it is read again from its revision."""
    found = apply_record(entry=draft, record=record)
    again = draft.save_revision().as_object()
    return {problem.field: problem.reason for problem in found}, again


# reading JSON


def test_one_record_or_a_list_of_one_is_read():
    assert record_from_json(b'\xef\xbb\xbf{"title": "A"}') == {"title": "A"}
    assert record_from_json(b'[{"title": "A"}]') == {"title": "A"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"  ", "empty"),
        (b'{"title": "A"', "cut off"),
        (b"[" * 100_000, "cut off"),
        (b'{"a": NaN}', "not whole JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not whole JSON"),
        (b'[{"title": "A"}, {"title": "B"}]', "holds 2 entries"),
        (b"[]", "no entry"),
        (b'"text"', "no entry"),
        ("é".encode("latin-1"), "UTF-8"),
        (b" " + b"1" * (5 * 1024 * 1024), "more than 5 MB"),
    ],
    ids="empty cut deep nan huge several none text latin big".split(),
)
def test_a_file_that_holds_no_single_record_is_refused_with_words(data, words):
    with pytest.raises(FileUnusable, match=words):
        record_from_json(data)


# writing onto a draft


def test_a_whole_record_is_written(draft, full):
    problems, again = applied(draft, **full)
    assert problems == {}
    taken = export(again, "desk")
    assert {**taken, "id": full["id"]} == full


def test_a_form_in_word_fills_a_draft(draft, full):
    record, unread = read_docx(write_docx(record=full, kind="practice", language="fr"))
    assert unread == []
    problems, again = applied(draft, **record)
    assert problems == {}
    assert export(again, "desk")["results"] == full["results"]


def test_slug_city_language_and_review_level_never_change(draft):
    draft.review_level = "reviewed"
    problems, again = applied(
        draft, id="other", city="Lima", country="PE", language="fr", type="toolkit", review_level="results-verified"
    )
    assert (draft.slug, draft.city, draft.kind) == ("a-draft", city("bogota"), "practice")
    assert draft.review_level == "reviewed"
    assert draft.locale.language_code == "en"
    assert set(problems) == {"city", "language", "type", "review_level"}


def test_the_same_city_under_another_name_is_no_problem(draft):
    assert applied(draft, city="Bogota", country="CO")[0] == {}


def test_what_the_record_lacks_stays_as_it_was(draft):
    apply_record(entry=draft, record={"problem": "Noise.", "steps": [{"what": "It began."}]})
    _problems, again = applied(draft, objectives="Quiet.")
    assert (again.problem, again.objectives, len(again.steps)) == ("Noise.", "Quiet.", 1)
    assert [link.theme.slug for link in again.theme_links.all()] == ["mobility"]


def test_one_bad_field_does_not_lose_the_others(draft):
    problems, again = applied(
        draft,
        summary="x" * 281,
        start_year="long ago",
        scale="moon",
        staff_fte=0.25,
        description="To be completed",
        objectives="Quiet.",
        nonsense=1,
        sections=[{"heading": "A", "text": "B"}],
    )
    assert again.objectives == "Quiet."
    assert (again.summary, again.start_year, again.scale) == ("Streets without cars on Sundays.", None, "")
    assert set(problems) == {
        "summary", "start_year", "scale", "staff_fte", "description", "nonsense", "sections",
    }  # fmt: skip
    assert "281 characters; at most 280" in problems["summary"]
    assert problems["start_year"] == "This must be a whole number."


def test_one_bad_row_does_not_lose_its_table(draft):
    result = {"indicator": "riders", "value": 4, "method": "monitored"}
    problems, again = applied(
        draft,
        results=[
            {**result, "year": "x"},
            result,
            {"indicator": "a"},
            {**result, "method": "guess"},
            {**result, "year": 1700},
        ],
        actors=[{"name": "City", "kind": "city"}, {"name": "Nobody", "kind": "moon"}, {"name": "X", "kind": "other"}],
        costs=[{"phase": "setup", "amount": 5, "currency": "euro", "confidence": "actual"}],
        sources=[{"n": 1, "title": "A", "kind": "press", "checked_on": "31.1.2024"}],
    )
    assert [row.value["indicator"] for row in again.results] == ["riders"]
    assert [row.value["name"] for row in again.actors] == ["City"]
    assert problems["costs"] == "Row 1, Currency: This must be the three letters of a currency, as EUR."
    assert problems["sources"].startswith("Row 1, Checked on: ")
    assert problems["results"].startswith("Row 5")
    assert problems["actors"].startswith("Row 3")


def test_a_table_of_bad_rows_leaves_the_drafts_own(draft):
    apply_record(entry=draft, record={"steps": [{"what": "It began."}]})
    problems, again = applied(draft, steps=[{"who": "City"}], themes=["nonsense"])
    assert set(problems) == {"steps", "themes"}
    assert [row.value["what"] for row in again.steps] == ["It began."]
    assert [link.theme.slug for link in again.theme_links.all()] == ["mobility"]


def test_topics_alone_leave_the_themes(draft):
    _problems, again = applied(draft, topics=["buses-brt"])
    assert [link.theme.slug for link in again.theme_links.all()] == ["mobility", "buses-brt"]


def test_rules_across_fields_hold(draft):
    problems, again = applied(draft, start_year=2020, end_year=2010, too_early=True, problem="Noise.")
    assert set(problems) == {"end_year", "too_early"}
    assert (again.start_year, again.end_year, again.too_early) == (None, None, False)
    assert again.problem == "Noise."


def test_tags_and_other_cities_are_those_of_the_lists(draft):
    EntryTag.objects.create(name="night buses", slug="night-buses")
    problems, again = applied(
        draft,
        tags=["Night buses", "made up"],
        other_cities=[{"city": "Lima", "country": "PE"}, {"city": "Atlantis", "country": "PE"}],
    )
    assert set(problems) == {"tags", "other_cities"}
    assert [tag.name for tag in again.tags.all()] == ["night buses"]
    assert [link.city.slug for link in again.other_city_links.all()] == ["lima"]


def test_links_lead_only_to_entries_that_anybody_may_read(draft):
    PracticeFactory(slug="public-one")
    PracticeFactory(slug="canary-draft", live=False)
    problems, again = applied(
        draft,
        related=[{"id": slug, "kind": "inspired"} for slug in ("public-one", "canary-draft", "nowhere", "a-draft")],
    )
    assert [link.target.slug for link in again.relations.all()] == ["public-one"]
    assert problems["related"] == "Row 4: there is no public entry “a-draft”."


def test_a_draft_and_an_entry_that_is_not_there_are_answered_alike(draft):
    PracticeFactory(slug="canary", live=False)
    answers = [
        applied(draft, related=[{"id": slug, "kind": "inspired"}])[0]["related"] for slug in ("canary", "nobody")
    ]
    assert answers[0].replace("canary", "nobody") == answers[1]


def test_a_case_study_shows_a_public_practice_only(library):
    story = show_case_study(full_practice(slug="shown"))
    PracticeFactory(slug="canary", live=False)
    assert set(applied(story, shows="canary")[0]) == {"shows"}
    assert story.shows.slug == "shown"
    PracticeFactory(slug="another")
    assert applied(story, shows="another")[1].shows.slug == "another"


def test_pasted_markup_is_plain_on_the_draft(draft):
    _problems, again = applied(
        draft,
        problem="<p class=MsoNormal>“Noise”&nbsp;everywhere<o:p></o:p></p>",
        steps=[{"what": "<script>alert(1)</script>Began\x00", "when": "\u00a0"}],
        objectives="half \ud83d",
    )
    assert again.problem == '"Noise" everywhere'
    assert again.steps[0].value["what"] == "Began"
    assert again.objectives == "half"


def test_pictures_and_documents_stay(library):
    draft = full_practice()
    _problems, again = applied(draft, pictures=[{"image": 1}], documents=[], problem="Noise.")
    assert len(again.pictures) == 1


PARTS = ["what", "goal", "how", "kind", "city", "country", "amount", "n", "id"]
PLAIN = st.none() | st.booleans() | st.integers(-5, 3000) | st.floats() | st.text(max_size=20)
JUNK = st.recursive(
    PLAIN | st.sampled_from(["2024-99-99", "women"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PARTS), inner, max_size=4),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    record=st.dictionaries(
        st.sampled_from(sorted(entry_schema()["properties"])) | st.text(max_size=5), JUNK, max_size=6
    )
)
def test_whatever_stands_in_a_record_the_draft_can_be_saved(draft, record):
    apply_record(entry=draft, record=record)
    assert draft.save_revision().as_object().slug == "a-draft"
