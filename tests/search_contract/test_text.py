"""Words, copies, phrases, scores, marks, spelling: the same on both engines."""

import pytest

from search.core.errors import SearchRejected
from search.core.query import Clause, SearchQuery, Term, TextQuery
from search.core.results import MARK_END, MARK_START
from tests.search_contract.corpus import entry


def ask(text, **more):
    """Every word a clause, all of them needed."""
    clauses = tuple(Clause((Term((word,)),)) for word in text.split())
    return SearchQuery(TextQuery(clauses, minimum=len(clauses)), **more)


def phrase(*words, exact=True):
    return SearchQuery(TextQuery((Clause((Term(words, exact=exact),), required=True),)))


def keys(results):
    return [hit.key for hit in results.hits]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("São Paulo", "sao"),
        ("Sao Paulo", "são"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
        ("Bogota\u0301", "bogotá"),
        ("किताब घर", "किताब"),
        ("L’eau potable", "eau"),
        ("Línea 2", "2"),
        ("東京 metro", "東京"),
        ("Housing for all", "houses"),
    ],
)
def test_a_word_is_found_however_it_is_written(engine, load, title, typed):
    load(entry("a", title), entry("b", "something else"))
    assert keys(engine.search(ask(typed))) == ["a"]


def test_each_language_has_its_own_stems(engine, load):
    load(
        entry("fr", "Des logements", language="fr"),
        entry("es", "Las ciudades", language="es"),
        entry("pt", "Habitações", language="pt"),
    )
    assert keys(engine.search(ask("logement"))) == ["fr"]
    assert keys(engine.search(ask("ciudades"))) == ["es"]
    assert keys(engine.search(ask("habitacoes"))) == ["pt"]
    assert keys(engine.search(ask("habitação"))) == []


def test_an_exact_term_is_not_stemmed(engine, load):
    load(entry("a", "Two cities"), entry("b", "One city"))
    assert keys(engine.search(phrase("city"))) == ["b"]
    assert set(keys(engine.search(phrase("city", exact=False)))) == {"a", "b"}


def test_a_phrase_stands_in_one_text_in_that_order(engine, load):
    load(
        entry("a", "bus rapid transit"),
        entry("b", "rapid bus transit"),
        entry("c", "the bus", body="rapid transit"),
        entry("d", {"en": "a bus", "fr": "rapid transit"}),
    )
    assert keys(engine.search(phrase("bus", "rapid"))) == ["a"]


@pytest.mark.parametrize(
    "typed", ['"', "*", "title:water", "water AND", "(", "\\", "water~2", "[a TO b]", "\ud800", "\0"]
)
def test_what_is_typed_is_never_syntax(engine, load, typed):
    load(entry("a", "bread"))
    assert engine.search(SearchQuery(TextQuery((Clause((Term((typed,)),)),), minimum=1))).total == 0


def test_a_long_question_is_answered(engine, load):
    load(entry("a", "water"))
    synonyms = tuple(Term((f"word{number}", "more")) for number in range(9))
    clauses = tuple(Clause((Term((f"w{number}",)), *synonyms)) for number in range(20))
    text = TextQuery((*clauses, Clause((Term(("water",)),))), minimum=1)
    near = tuple((f"gone{number}", 1.0) for number in range(500))
    assert keys(engine.search(SearchQuery(text, neighbours=near, highlight=True))) == ["a"]


def test_an_endless_question_is_refused(engine, load):
    load(entry("a", "water"))
    words = tuple(Clause((Term((f"w{number}",)),)) for number in range(2000))
    with pytest.raises(SearchRejected, match="too many words"):
        engine.search(SearchQuery(TextQuery(words, minimum=1)))


def test_the_score_is_the_mean_over_clauses_of_the_best_weighted_field(engine, load):
    load(entry("a", "water", body="water"), entry("b", "bread", body="bread"), entry("c", "wine", body="wine"))
    one = engine.search(ask("water")).hits[0].score
    # Lucene's BM25: idf = ln(1 + (3 - 1 + .5) / (1 + .5)), tf part 1 / (1 + 1.2), title weight 3
    assert one == pytest.approx(3.0 * 0.9808 / 2.2, rel=1e-3)
    both = engine.search(SearchQuery(TextQuery(tuple(Clause((Term((w,)),)) for w in ("water", "x")), minimum=1)))
    assert both.hits[0].score == pytest.approx(one / 2, rel=1e-3)
    light = engine.search(SearchQuery(TextQuery((Clause((Term(("x",)), Term(("water",), weight=0.5))),), minimum=1)))
    assert light.hits[0].score == pytest.approx(one / 2, rel=1e-3)


def test_neighbours_join_and_add_their_scores(engine, load):
    load(entry("a", "water"), entry("b", "bread"), entry("c", "wine"))
    words_only = engine.search(ask("water")).hits[0].score
    found = engine.search(ask("water", neighbours=(("b", 0.25), ("a", 5.0), ("gone", 1.0))))
    assert [(hit.key, pytest.approx(hit.score, rel=1e-3)) for hit in found.hits] == [("a", words_only + 5), ("b", 0.25)]
    assert found.hits[1].matched == ()


def test_a_neighbour_tells_where_its_words_are_also_when_the_words_alone_would_not_find_it(engine, load):
    load(entry("a", "water"))
    clauses = (Clause((), required=True), Clause((Term(("water",)),)))
    for text in (TextQuery(clauses), TextQuery(clauses[1:], minimum=2)):
        (hit,) = engine.search(SearchQuery(text, neighbours=(("a", 0.5),))).hits
        assert (hit.matched, hit.score) == (("title",), 0.5)


def test_equal_scores_go_by_completeness_then_key(engine, load):
    load(
        entry("k:0000000000000000000000002", "water", completeness=50),
        entry("k:0000000000000000000000001", "water", completeness=50),
        entry("c", "water", completeness=90),
        entry("d", "water"),
    )
    expected = ["c", "k:0000000000000000000000001", "k:0000000000000000000000002", "d"]
    pages = [keys(engine.search(ask("water", size=1, page=page))) for page in (1, 2, 3, 4, 5)]
    assert [key for page in pages for key in page] == expected


def test_marks_are_sentinels_and_the_text_stays_as_it_is(engine, load):
    long = "Nothing here. " * 60 + "Clean <b>water</b> & more for the city. " + "Nothing there. " * 60
    load(entry("a", "İzmir <i>water</i> plan", body=long))
    highlights = engine.search(ask("water", highlight=True)).hits[0].highlights
    assert highlights["title"] == f"İzmir <i>{MARK_START}water{MARK_END}</i> plan"
    assert f"<b>{MARK_START}water{MARK_END}</b> &" in highlights["body"]
    assert len(highlights["body"]) < 300
    assert set(highlights) == {"title", "body"}


def test_marks_stand_in_the_language_of_the_reader(engine, load):
    load(
        entry("a", {"en": "Water for Lima", "fr": "Eau pour Lima"}, language="en"),
        entry("b", {"pt": "Água para Lima"}, language="pt"),
        entry("c", {"en": "Lima"}, names="Lima"),
    )
    found = engine.search(ask("lima", highlight=True, language="fr"))
    marks = {hit.key: hit.highlights for hit in found.hits}
    lima = f"{MARK_START}Lima{MARK_END}"
    assert marks["a"]["title"] == f"Eau pour {lima}"
    assert marks["b"]["title"] == f"Água para {lima}"
    assert marks["c"] == {"title": lima, "names": lima}


def test_without_words_nothing_is_marked(engine, load):
    load(entry("a", "water"))
    hit = engine.search(SearchQuery(highlight=True)).hits[0]
    assert hit.highlights == {}
    assert hit.matched == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("watr", "water"),
        ("wtaer", "water"),
        ("mater", "water"),
        ("partcipatoin", "participation"),
        ("particpation", "participation"),
        ("bnaana", "banana"),
        ("cas", None),
        ("water", None),
        ("zzzzzzzz", None),
        ("São", None),
        ("bicicleta", "bicicletas"),
        ("hause", "house"),
    ],
)
def test_an_unknown_word_is_spelled_like_the_nearest_known_one(engine, load, typed, meant):
    load(
        entry("a", "Water and participation", body="banana house"),
        entry("b", "Water", names="mouse Bicicletas"),
        entry("c", "later hater house"),
    )
    spelling = engine.search(ask(typed)).spelling
    assert spelling == ({typed: meant} if meant else {})


def test_what_stands_in_quotes_is_not_corrected(engine, load):
    load(entry("a", "Water"))
    assert engine.search(phrase("watr")).spelling == {}
