"""The request body, piece by piece, as plain data."""

from search.core.query import Clause, Range, SearchQuery, Term, TextQuery
from search.engines.opensearch import compile
from search.engines.opensearch.answers import counts, highlights, matched
from search.engines.opensearch.mapping import index_body, index_document
from tests.search_contract.corpus import SCHEMA, entry

WATER = TextQuery((Clause((Term(("water",)),)),), minimum=1)


def test_each_facet_is_counted_under_every_choice_but_its_own():
    query = SearchQuery(filters={"theme": ("t",), "city": ("c", "d")}, facets=("theme", "city", "kind"))
    theme, city = {"terms": {"facet.themes": ["t"]}}, {"terms": {"facet.cities": ["c", "d"]}}
    under = {
        tuple(agg["aggs"]): agg["filter"]["bool"]["filter"] for agg in compile.aggregations(query, SCHEMA).values()
    }
    assert under == {("theme",): [city], ("city",): [theme], ("kind",): [theme, city]}


def test_facets_under_the_same_choices_share_one_filter():
    query = SearchQuery(facets=("theme", "city", "kind", "year"))
    (only,) = compile.aggregations(query, SCHEMA).values()
    assert only["filter"] == {"match_all": {}}
    assert set(only["aggs"]) == {"theme", "city", "kind"}


def test_chosen_facets_filter_after_counting_and_scope_and_ranges_before():
    query = SearchQuery(filters={"theme": ("t",), "city": ()}, scope={"kind": ("k",)}, ranges={"year": Range(2000)})
    body = compile.search_body(query, SCHEMA)
    assert body["post_filter"]["bool"]["filter"] == [{"terms": {"facet.themes": ["t"]}}]
    assert body["query"]["bool"]["filter"][:2] == [
        {"terms": {"facet.kinds": ["k"]}},
        {"range": {"number.years": {"gte": 2000}}},
    ]


def test_nothing_chosen_is_no_filter():
    assert "post_filter" not in compile.search_body(SearchQuery(filters={"theme": ()}), SCHEMA)


def test_words_only_ever_stand_as_the_value_of_a_match():
    (clause,) = compile.lexical(TextQuery((Clause((Term(('"*:*', "OR"), 0.5),)),), minimum=1), SCHEMA)["bool"]["should"]
    (title, *_) = clause["dis_max"]["queries"]
    assert title["dis_max"]["_name"] == "title:0"
    assert title["dis_max"]["queries"][0] == {"match_phrase": {"text.title.en": {"query": '"*:* OR', "boost": 1.5}}}


def test_an_exact_term_looks_only_at_the_exact_copies():
    leaves = compile.leaves(Term(("bus",), exact=True), SCHEMA.texts[0], SCHEMA)
    assert [list(leaf["match_phrase"]) for leaf in leaves] == [["text.title.exact"]]


def test_clauses_share_the_score():
    two = compile.lexical(TextQuery(WATER.clauses * 2, minimum=1), SCHEMA)["bool"]["should"]
    assert [clause["dis_max"]["boost"] for clause in two] == [0.5, 0.5]


def test_more_clauses_than_there_are_cannot_be_satisfied():
    assert compile.NOTHING in compile.lexical(TextQuery(WATER.clauses, minimum=2), SCHEMA)["bool"]["must"]


def test_every_order_ends_with_the_key():
    for name in ("relevance", "newest", "a-z"):
        assert compile.order(name, SCHEMA)[-1] == {"key": {"order": "asc"}}
    assert compile.order("newest", SCHEMA)[0] == {"number.years": {"order": "desc", "missing": "_last"}}
    assert compile.order("a-z", SCHEMA)[0] == {"keyword.title_sort": {"order": "asc", "missing": "_last"}}


def test_only_highlighted_texts_are_marked_and_the_title_whole():
    fields = compile.highlight(WATER, SCHEMA)["fields"]
    assert fields["text.title.fr"] == {"number_of_fragments": 0}
    assert fields["text.body.other"]["fragment_size"] == 200
    assert "text.names.exact" in fields


def test_marks_are_asked_for_only_where_there_are_words():
    assert "highlight" not in compile.search_body(SearchQuery(highlight=True), SCHEMA)
    assert "highlight" in compile.search_body(SearchQuery(WATER, highlight=True), SCHEMA)


def test_a_completion_without_words_is_none():
    assert compile.completion_body(" … ", "en", 5, SCHEMA) is None


def test_a_language_without_a_stemmer_is_kept_apart_for_marks():
    document = entry("a", {"en": "Water", "pt": "Água", "de": "Wasser"}, names="Lima")
    text = index_document(document, SCHEMA)["text"]
    assert text == {"title": {"en": "Water", "other": ["Água", "Wasser"]}, "names": {"exact": ["Lima"]}}


def test_every_copy_feeds_the_exact_one_and_the_words():
    title = index_body(SCHEMA, "use", "one")["mappings"]["properties"]["text"]["properties"]["title"]["properties"]
    assert {name for name, field in title.items() if field.get("copy_to")} == {"en", "fr", "es", "other"}
    assert title["fr"]["copy_to"] == ["text.title.exact", "words"]


def test_marks_are_taken_in_the_readers_language_else_the_entrys():
    hit = {"_source": {"language": "pt"}, "highlight": {"text.title.en": ["en"], "text.title.other": ["pt"]}}
    assert highlights(hit, SearchQuery(language="en"), SCHEMA) == {"title": "en"}
    assert highlights(hit, SearchQuery(language="fr"), SCHEMA) == {"title": "pt"}


def test_names_of_queries_become_texts_in_the_order_of_the_schema():
    assert matched(["body:3", "title:0", "title:12"], SCHEMA) == ("title", "body")


def test_counts_are_read_from_shared_filters():
    under = {"doc_count": 4, "theme": {"buckets": [{"key": "t", "doc_count": 3}]}, "city": {"buckets": []}}
    assert counts({"aggregations": {"under-0": under}}) == {"theme": {"t": 3}, "city": {}}
