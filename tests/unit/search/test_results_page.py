"""What a page of results says: filters as trees, chips, pages, marks, files, and what to do when nothing was found."""

import csv
import io

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.core.facets import FacetSet, TermsFacet
from search.core.results import MARK_END, MARK_START, Hit
from search.core.schema import IndexSchema, Sort, TextField
from search.web import exports
from search.web.facets import begins_with, facet_views, values_of
from search.web.labels import Labels, range_words
from search.web.marking import marked, within
from search.web.presenters import ResultsPage
from search.web.querystring import Asked, QueryString, Range
from search.web.service import Finder
from search.web.worldmap import marks
from tests.factories.documents import FakeEngine, search_document

THEMES = {"green": "Green", "parks": "Parks", "trees": "Trees", "blue": "Blue", "grey": "Grey"}
PARENTS = {"parks": "green", "trees": "green"}
TREE = TermsFacet("theme", "themes", "Theme", lambda language: THEMES, parent_of=PARENTS.get)
SIZES = TermsFacet(
    "status", "status", "Status", lambda language: {"s": "Small", "m": "Medium", "l": "Large"}, ordered=True
)
MANY = TermsFacet("city", "cities", "City", lambda language: {f"c{n}": f"City {n:02}" for n in range(30)})
FACETS = FacetSet((TREE, SIZES, MANY))
LABELS = Labels(FACETS, "en")
SCHEMA = IndexSchema(
    texts=(
        TextField("title", 1.0, "what it is called"),
        TextField("summary", 1.0, "the same at length"),
        TextField("names", 1.0, "where", stemmed=False),
        TextField("body", 1.0, "the rest"),
    ),
    facets=FACETS,
    languages=("en",),
    numbers=("year", "completeness", "newest"),
    keywords=("title",),
    sorts=(Sort("newest", "Newest", "newest"),),
)


def slugs(values):
    return [value.slug for value in values]


def test_values_go_by_count_then_by_label():
    assert slugs(values_of(TREE, {"grey": 2, "blue": 2, "green": 5}, Asked(), LABELS)) == ["green", "blue", "grey"]


def test_ordered_values_keep_their_order():
    assert slugs(values_of(SIZES, {"l": 9, "s": 1, "m": 3}, Asked(), LABELS)) == ["s", "m", "l"]


def test_a_tree_has_its_parts_below_their_whole():
    (green,) = values_of(TREE, {"green": 3, "parks": 1, "trees": 2}, Asked(), LABELS)
    assert slugs(green.children) == ["trees", "parks"]


def test_a_part_is_never_without_its_whole():
    (green,) = values_of(TREE, {"parks": 1}, Asked(), LABELS)
    assert (green.slug, green.count, slugs(green.children)) == ("green", 0, ["parks"])


def test_zero_is_hidden_unless_it_is_chosen():
    asked = Asked(filters={"theme": ("grey",)})
    assert [(v.slug, v.count, v.chosen) for v in values_of(TREE, {"blue": 0, "grey": 0}, asked, LABELS)] == [
        ("grey", 0, True)
    ]


def view_of(name, counts, asked=Asked()):  # noqa: B008
    return next(view for view in facet_views(FACETS, counts, asked, Labels(FACETS, "en")) if view.name == name)


CITY_COUNTS = {"city": {f"c{n}": 30 - n for n in range(30)}}


def test_six_values_are_shown_and_the_rest_is_counted():
    view = view_of("city", CITY_COUNTS)
    assert (len(view.values), view.left, view.filter_box) == (6, 24, True)


def test_chosen_values_are_shown_wherever_they_stand():
    view = view_of("city", CITY_COUNTS, Asked(filters={"city": ("c29",)}))
    assert "c29" in slugs(view.values)
    assert (view.left, view.open, view.chosen) == (23, True, 1)


def test_all_values_are_shown_when_asked_for():
    view = view_of("city", CITY_COUNTS, Asked(more=("city",)))
    assert (len(view.values), view.left) == (30, 0)


def test_parts_are_shown_below_a_chosen_whole_or_a_chosen_part():
    counts = {"theme": {"green": 3, "parks": 1, "trees": 2}}
    assert view_of("theme", counts).values[0].children == ()
    assert slugs(view_of("theme", counts, Asked(filters={"theme": ("green",)})).values[0].children) == [
        "trees",
        "parks",
    ]
    assert slugs(view_of("theme", counts, Asked(filters={"theme": ("parks",)})).values[0].children) == [
        "trees",
        "parks",
    ]


def test_a_group_without_values_is_left_out():
    assert [view.name for view in facet_views(FACETS, {"theme": {"blue": 1}}, Asked(), LABELS)] == ["theme"]


def test_counts_have_separators():
    assert view_of("theme", {"theme": {"blue": 12345}}).values[0].number == "12,345"


@pytest.mark.parametrize(
    ("range_", "words"), [(Range(2000, 2010), "2000–2010"), (Range(2000), "from 2000"), (Range(None, 2010), "to 2010")]
)
def test_ranges_in_words_have_no_separators(range_, words):
    assert range_words(range_) == words


@pytest.mark.parametrize(
    ("label", "typed", "yes"),
    [("São Paulo", "sao", True), ("São Paulo", "paulo", True), ("Bogotá", "gota", False), ("Bogotá", "", False)],
)
def test_suggested_values_begin_with_what_was_typed(label, typed, yes):
    assert begins_with(label, typed) is yes


# marks


def test_texts_are_escaped_and_then_marked():
    assert marked(f"a <b> {MARK_START}flood{MARK_END} & more") == "a &lt;b&gt; <mark>flood</mark> &amp; more"


@given(st.text(alphabet=f"a<&{MARK_START}{MARK_END}", max_size=30))
def test_marks_are_always_balanced(text):
    html = marked(text)
    assert html.count("<mark>") == html.count("</mark>")
    assert "<a" not in html


def test_a_snippet_is_put_back_into_its_text():
    assert within("the flood of 2010", f"{MARK_START}flood{MARK_END} of") == f"the {MARK_START}flood{MARK_END} of 2010"
    assert within("another text", f"{MARK_START}flood{MARK_END}") is None
    assert within("another text", "") is None


# a page


def page_of(address, documents, spelling=None):
    engine = FakeEngine(documents, spelling=spelling)
    from practices.facets import SCHEMA as LIBRARY

    strings = QueryString(LIBRARY)
    asked = strings.read(QueryDict(address))
    return ResultsPage(LIBRARY, asked, Finder(engine, strings, "en").find(asked), language="en"), engine


pytestmark = pytest.mark.django_db


def test_each_choice_is_a_chip_that_takes_itself_away():
    page, _ = page_of("q=flood&theme=mobility&theme=housing&year_from=2000", [])
    assert [(chip.label, chip.url) for chip in page.chips] == [
        ("Housing and informal settlements", "?q=flood&theme=mobility&year_from=2000"),
        ("Mobility", "?q=flood&theme=housing&year_from=2000"),
        ("Started from 2000", "?q=flood&theme=housing&theme=mobility"),
    ]
    assert page.clear_url == "?q=flood"


def test_pages_around_this_one_and_the_ends_are_links():
    page, _ = page_of("page=6", [search_document(f"d{n:03}") for n in range(220)])
    assert [link.number for link in page.pages] == [1, 0, 4, 5, 6, 7, 8, 0, 11]
    assert (page.previous_url, page.next_url, page.last_page) == ("?page=5", "?page=7", 11)


def test_a_page_after_the_last_one_says_so():
    page, _ = page_of("page=999999", [search_document("one")])
    assert page.beyond
    assert (page.pages, page.last_page_url) == ((), "?")


def test_browsing_by_one_value_is_for_search_engines_and_deeper_is_not():
    assert page_of("theme=mobility", [])[0].indexable
    for address in ("q=a", "theme=mobility&sdg=3", "sort=newest", "view=map", "page=9"):
        assert not page_of(address, [])[0].indexable


def test_the_canonical_address_leaves_out_what_only_changes_looks():
    assert page_of("q=a&more=city&size=50&theme=mobility", [])[0].canonical_query == "q=a&theme=mobility"


def test_a_hit_says_where_it_was_found():
    page, _ = page_of("q=flood", [search_document("a", "A flood wall")])
    assert page.hits[0].why == "Found in: title"


def test_marks_are_set_in_the_shown_text_only():
    page, _ = page_of("q=flood", [search_document("a", "A <flood> wall")])
    hit = Hit(
        "a", 1.0, page.found.results.hits[0].display, ("title",), {"title": f"A <{MARK_START}flood{MARK_END}> wall"}
    )
    assert page._hit(hit).title == "A &lt;<mark>flood</mark>&gt; wall"
    elsewhere = Hit("a", 1.0, hit.display, ("body",), {"body": f"a {MARK_START}flood{MARK_END}"})
    assert (page._hit(elsewhere).title, page._hit(elsewhere).passage) == (
        "A &lt;flood&gt; wall",
        "… a <mark>flood</mark> …",
    )


def test_the_reader_gets_the_title_in_his_language():
    document = search_document("a", "A wall", versions={"fr": "Un mur"})
    engine = FakeEngine([document])
    from practices.facets import SCHEMA as LIBRARY

    strings = QueryString(LIBRARY)
    page = ResultsPage(LIBRARY, Asked(), Finder(engine, strings, "fr").find(Asked()), language="fr")
    assert page.hits[0].title == "Un mur"


# asking the engine


def test_an_ordinary_search_is_one_call():
    _, engine = page_of("q=flood&theme=mobility", [search_document("a", "flood")])
    assert engine.calls == 1


def test_nothing_found_says_which_choice_stands_in_the_way():
    documents = [
        search_document("a", "flood", themes=("housing",), year=1990),
        search_document("b", "flood", themes=("housing",), year=2020),
    ]
    page, _ = page_of("q=flood&theme=mobility&status=ongoing", documents)
    assert [(way.choice, way.count, way.url) for way in page.relaxed] == [
        ("Theme: Mobility", "2", "?q=flood&status=ongoing")
    ]
    assert page.unfiltered == "2"


def test_a_misspelled_search_without_results_shows_those_of_the_right_word_and_says_so():
    page, _ = page_of("q=flodo", [search_document("a", "flood")], {"flodo": "flood"})
    assert (page.total, page.text, page.found.corrected, page.suggestion_url) == (1, "flood", True, "?q=flood")


def test_a_search_with_results_keeps_them_and_suggests():
    documents = [search_document("a", "flodo"), search_document("b", "flood")]
    page, _ = page_of("q=flodo", documents, {"flodo": "flood"})
    assert (page.total, page.text, page.found.corrected, page.suggestion_total) == (1, "flodo", False, "1")


def test_another_spelling_that_finds_nothing_is_not_suggested():
    page, _ = page_of(
        "q=flodo&theme=mobility", [search_document("a", "flood", themes=("housing",))], {"flodo": "flood"}
    )
    assert page.found.suggestion is None


def test_near_misses_are_shown_when_no_entry_has_all_words():
    page, _ = page_of("q=flood+zeppelin", [search_document("a", "flood")])
    assert page.total == 0
    assert [hit.display["slug"] for hit in page.near] == ["a"]


# files


def test_a_table_runs_no_formula():
    hit = Hit("a", 1.0, search_document("a", "=cmd|' /C calc'!A0", summary="+1").display)
    (row,) = csv.DictReader(
        io.StringIO(exports.table([hit], language="en", labels=LABELS, address=lambda display: "https://x"))
    )
    assert row["title"] == "'=cmd|' /C calc'!A0"
    assert row["summary"] == "'+1"
    assert row["city"] == "Bogotá"


def test_references_have_one_record_a_hit():
    hits = [Hit(key, 1.0, search_document(key, "A\nwall").display) for key in "ab"]
    text = exports.references(hits, language="en", address=lambda display: "https://x")
    assert text.count("TY  - ELEC") == text.count("ER  - ") == 2
    assert "TI  - A wall\r\n" in text


def test_marks_on_the_map_gather_the_hits_of_a_city():
    hits = [
        Hit(key, 1.0, search_document(key, city=city).display)
        for key, city in (("a", "lyon"), ("b", "nairobi"), ("c", "lyon"))
    ]
    assert [(mark.slug, mark.count) for mark in marks(hits, "en")] == [("lyon", 2), ("nairobi", 1)]
