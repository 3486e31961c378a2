"""Writing and switching: late writes do no harm, a switch is atomic, the half-built is seen."""

import pytest

from search.core.document import SearchDocument
from search.core.engine import Drop, Put
from search.core.errors import SearchRejected
from search.core.query import SearchQuery
from tests.search_contract.corpus import entry


@pytest.fixture
def generation(engine, load):
    """An active, empty generation."""
    return load()


def titles(engine, generation):
    engine.refresh(generation)
    return sorted(hit.display["title"] for hit in engine.search(SearchQuery()).hits)


def test_a_late_put_changes_nothing(engine, generation):
    assert engine.write(generation, [Put(entry("a", "new"), 5)]).written == 1
    late = engine.write(generation, [Put(entry("a", "old"), 4)])
    assert (late.written, late.refused) == (0, {})
    assert titles(engine, generation) == ["new"]


def test_a_repeated_put_does_no_harm(engine, generation):
    for _ in range(2):
        assert engine.write(generation, [Put(entry("a", "same"), 5)]).written == 1
    assert titles(engine, generation) == ["same"]
    assert engine.count(generation) == 1


def test_a_late_put_does_not_bring_back_what_was_dropped(engine, generation):
    engine.write(generation, [Put(entry("a", "first"), 1)])
    assert engine.write(generation, [Drop("a", 7), Drop("never there", 7)]).written == 2
    engine.write(generation, [Put(entry("a", "late"), 6), Put(entry("never there", "late"), 6)])
    assert titles(engine, generation) == []
    engine.write(generation, [Put(entry("a", "again"), 8)])
    assert titles(engine, generation) == ["again"]


def test_a_late_drop_removes_nothing(engine, generation):
    engine.write(generation, [Put(entry("a", "kept"), 5)])
    engine.write(generation, [Drop("a", 4)])
    assert titles(engine, generation) == ["kept"]


def test_a_batch_is_applied_in_order(engine, generation):
    operations = [Put(entry("a", "1"), 1), Drop("a", 2), Put(entry("a", "3"), 3), Put(entry("b", "x"), 3), Drop("b", 3)]
    assert engine.write(generation, operations).written == 5
    assert titles(engine, generation) == ["3"]
    assert engine.write(generation, []).written == 0


def test_a_document_that_does_not_fit_is_refused_by_name_and_the_others_are_taken(engine, generation):
    report = engine.write(
        generation,
        [
            Put(entry("good", "good"), 1),
            Put(SearchDocument("text", {"colour": {"en": "red"}}, "en"), 1),
            Put(SearchDocument("facet", {}, "en", facets={"colours": ("red",)}), 1),
            Put(SearchDocument("number", {}, "en", numbers={"years": 2**70}), 1),
            Put(SearchDocument("display", {}, "en", display={"x": float("nan")}), 1),
            Put(SearchDocument("surrogate", {"title": {"en": "\ud800"}}, "en"), 1),
            Put(SearchDocument("k" * 600, {}, "en"), 1),
        ],
    )
    assert report.written == 1
    assert set(report.refused) == {"text", "facet", "number", "display", "surrogate", "k" * 600}
    assert titles(engine, generation) == ["good"]


def test_an_awkward_document_is_taken(engine, generation):
    endless = "x" * 40_000
    awkward = SearchDocument(
        'a"\\/ é#?',
        {"title": {"en": "ok"}, "body": {"en": endless, "zh": "北京", "fr": ""}},
        "xx",
        facets={"themes": ('q"uote', "a b", "a b")},
        keywords={"title_sort": endless},
        display={"title": "awkward", "list": [1, {"a": None}], "big": 2**80},
    )
    report = engine.write(generation, [Put(awkward, 1)])
    assert (report.written, report.refused) == (1, {})
    engine.refresh(generation)
    answer = engine.search(SearchQuery(filters={"theme": ('q"uote',)}, facets=("theme",), sort="a-z"))
    assert answer.facets["theme"] == {'q"uote': 1, "a b": 1}
    assert answer.hits[0].key == 'a"\\/ é#?'
    assert answer.hits[0].display == awkward.display
    engine.write(generation, [Drop('a"\\/ é#?', 2)])
    assert titles(engine, generation) == []


def test_a_generation_is_built_beside_the_active_one_and_switched(engine, load):
    first = load(entry("a", "one"))
    engine.create("next")
    engine.write("next", [Put(entry("b", "two"), 1), Put(entry("c", "three"), 1)])
    engine.refresh("next")
    assert engine.generations() == (first, "next")
    assert titles(engine, "next") == ["one"]
    assert (engine.count(first), engine.count("next")) == (1, 2)
    engine.activate("next")
    assert engine.active() == "next"
    assert titles(engine, "next") == ["three", "two"]
    engine.activate(first)  # and back
    assert titles(engine, first) == ["one"]
    engine.drop("next")
    engine.drop("next")
    assert engine.generations() == (first,)


def test_what_cannot_be_done_to_a_generation_is_refused(engine, load):
    generation = load()
    with pytest.raises(SearchRejected):
        engine.create(generation)
    with pytest.raises(SearchRejected):
        engine.drop(generation)
    for work in (engine.activate, engine.refresh, engine.count, lambda name: engine.write(name, [Drop("a", 1)])):
        with pytest.raises(SearchRejected):
            work("never-made")
    with pytest.raises(SearchRejected):
        list(engine.hashes("never-made"))
    for name in ("", "../up", "UP", "a/b", "-a", "*", "a,b", ".a"):
        with pytest.raises(SearchRejected):
            engine.create(name)


def test_hashes_come_in_key_order_and_are_those_of_the_documents(engine, load, monkeypatch):
    documents = [entry(f"a-common-beginning-longer-than-24-letters-{number}", str(number)) for number in range(23)]
    documents += [entry(key, key) for key in ("z", "b", "\u00e9", "B", "\U0001f6b2", "\uff5e")]
    generation = load(*documents)
    for module in ("search.engines.embedded.engine", "search.engines.opensearch.engine"):
        monkeypatch.setattr(f"{module}._HASHES_AT_ONCE", 5)
    expected = sorted((document.key, document.content_hash()) for document in documents)
    assert list(engine.hashes(generation)) == expected


def test_numbers_at_the_edge_are_kept_in_order(engine, load):
    edge = {"low": -(2**63), "minus": -1, "zero": 0, "high": 2**63 - 1}
    load(entry("none"), *(entry(key, years=number) for key, number in edge.items()))
    ascending = [hit.key for hit in engine.search(SearchQuery(sort="oldest")).hits]
    assert ascending == ["low", "minus", "zero", "high", "none"]
