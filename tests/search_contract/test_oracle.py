"""Random corpora and queries: what the engines find, count and order equals a count by hand."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.core.query import Clause, Range, SearchQuery, Term, TextQuery
from tests.search_contract import oracle
from tests.search_contract.corpus import SCHEMA, entry

ENGINES = settings.get_profile("engines")
WORDS = [
    "city",
    "cities",
    "housing",
    "houses",
    "water",
    "waters",
    "ville",
    "villes",
    "logement",
    "logements",
    "ciudad",
    "ciudades",
    "São",
    "sao",
    "Lima",
    "2030",
    "BRT",
]
FACETS = ("theme", "city", "kind")

texts = st.lists(st.sampled_from(WORDS), min_size=0, max_size=6).map(" ".join)
in_languages = st.dictionaries(st.sampled_from(["en", "fr", "es", "pt"]), texts, max_size=2)


def slugs(prefix):
    return st.lists(st.sampled_from([f"{prefix}-{letter}" for letter in 'abc"']), max_size=3)


def numbers():
    return st.fixed_dictionaries(
        {}, optional={"years": st.integers(-3, 3), "completeness": st.sampled_from([0, 50, 100])}
    )


@st.composite
def corpora(draw):
    keys = draw(st.lists(st.sampled_from([f"entry:{number}" for number in range(15)]), unique=True, max_size=10))
    return [
        entry(
            key,
            draw(in_languages) or "",
            names=draw(texts),
            body=draw(in_languages),
            themes=draw(slugs("t")),
            cities=draw(slugs("c")),
            kinds=draw(slugs("k")),
            **draw(numbers()),
        )
        for key in keys
    ]


terms = st.builds(
    Term,
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(tuple),
    weight=st.sampled_from([0.5, 1.0]),
    exact=st.booleans(),
)
clauses = st.builds(
    Clause, terms=st.lists(terms, max_size=2).map(tuple), required=st.sampled_from([False, False, True])
)


@st.composite
def queries(draw):
    wanted = tuple(draw(st.lists(clauses, max_size=3)))
    near = draw(st.lists(st.integers(0, 14), unique=True, max_size=2))
    bound = st.none() | st.integers(-3, 3)
    filters = {name: tuple(draw(slugs(name[0]))) for name in draw(st.lists(st.sampled_from(FACETS), unique=True))}
    return SearchQuery(
        text=TextQuery(wanted, tuple(draw(st.lists(terms, max_size=1))), draw(st.integers(0, len(wanted)))),
        neighbours=tuple((f"entry:{number}", 0.5 + place) for place, number in enumerate(near)),
        filters=filters,
        ranges={"year": Range(draw(bound), draw(bound))} if draw(st.booleans()) else {},
        scope={"kind": ("k-a", "k-b")} if draw(st.booleans()) else {},
        sort=draw(st.sampled_from(["relevance", "newest", "oldest", "a-z", "z-a"])),
        size=draw(st.sampled_from([0, 3, 20])),
        facets=FACETS,
        highlight=draw(st.booleans()),
    )


def check(engine, corpus, query):
    expected = oracle.hits(corpus, query, SCHEMA)
    answer = engine.search(query)
    assert answer.total == len(expected)
    assert {name: dict(of) for name, of in answer.facets.items()} == oracle.counts(corpus, query, SCHEMA)
    if not query.size:
        assert answer.hits == ()
        return
    pages = [answer]
    while len(pages) * query.size < answer.total:
        later = SearchQuery(**{name: getattr(query, name) for name in query.__slots__} | {"page": len(pages) + 1})
        pages.append(engine.search(later))
    hits = [hit for page in pages for hit in page.hits]
    keys = [hit.key for hit in hits]
    assert sorted(keys) == sorted(document.key for document in expected)
    by_key = {document.key: document for document in corpus}
    if query.sort != "relevance" or not (query.text.clauses or query.neighbours):
        assert keys == oracle.ordered(corpus, query, SCHEMA)
    else:
        by_relevance = [(-hit.score, -by_key[hit.key].numbers.get("completeness", -1), hit.key) for hit in hits]
        assert by_relevance == sorted(by_relevance)
    for hit in hits:
        wanted = [term for clause in query.text.clauses for term in clause.terms]
        said = [oracle.matched_texts(term, by_key[hit.key], SCHEMA) for term in wanted]
        assert set(hit.matched) == set().union(*said)
        assert hit.display == by_key[hit.key].display


@settings(ENGINES)
@given(corpus=corpora(), some=st.lists(queries(), min_size=3, max_size=3))
def test_hits_totals_orders_and_counts_equal_a_count_by_hand(bench, corpus, some):
    bench.load(*corpus)
    for query in some:
        check(bench.engine, corpus, query)
