"""Search documents without a database, and an engine in memory that answers by brute force and counts its calls."""

from anyascii import anyascii

from practices.facets import SCHEMA
from search.core.document import SearchDocument
from search.core.errors import SearchUnavailable
from search.core.results import Hit, SearchResults
from tests.search_contract import oracle

COUNTRIES = {"CO": "latin-america-caribbean", "BR": "latin-america-caribbean", "KE": "africa", "FR": "europe"}
CITIES = {
    "bogota": ("Bogotá", "CO", 4.61, -74.08),
    "sao-paulo": ("São Paulo", "BR", -23.55, -46.63),
    "nairobi": ("Nairobi", "KE", -1.29, 36.82),
    "lyon": ("Lyon", "FR", 45.76, 4.84),
}


def search_document(
    key,
    title="A practice",
    *,
    summary="",
    body="",
    city="bogota",
    themes=("mobility",),
    topics=(),
    sdgs=("11",),
    status="ongoing",
    kind="practice",
    year=2015,
    language="en",
    versions=None,
    **facets,
):
    """One entry as the index holds it; `versions` is language → title."""
    name, country, lat, lon = CITIES[city]
    versions = {language: title, **(versions or {})}
    return SearchDocument(
        key=key,
        language=language,
        texts={
            "title": versions,
            "summary": {language: summary},
            "names": {"": name},
            "body": {language: body},
        },
        facets={
            "type": (kind,),
            "themes": (*themes, *topics),
            "sdgs": tuple(sdgs),
            "regions": (COUNTRIES[country],),
            "countries": (country,),
            "cities": (city,),
            "status": (status,),
            "review": ("listed",),
            "evidence": ("described",),
            "cost": ("not-known",),
            "languages": tuple(versions),
            **facets,
        },
        numbers={"year": year, "completeness": 50, "newest": year},
        keywords={"title": anyascii(title).lower()},
        location=(lat, lon),
        display={
            "type": kind,
            "slug": key,
            "path": f"practices/{key}/",
            "title": title,
            "summary": summary,
            "language": language,
            "city": {
                "slug": city,
                "names": dict.fromkeys(("en", "fr", "es"), name),
                "country": country,
                "lat": lat,
                "lon": lon,
            },
            "themes": list(themes),
            "topics": list(topics),
            "sdgs": [int(number) for number in sdgs],
            "status": status,
            "start_year": year,
            "end_year": None,
            "cost": None,
            "cost_band": "not-known",
            "evidence": "described",
            "review": "listed",
            "completeness": 50,
            "picture": None,
            "failed": False,
            "versions": {code: {"title": text, "summary": summary} for code, text in versions.items()},
        },
    )


class FakeEngine:
    """SearchEngine's reading side over a list of documents. `calls` counts searches; `down` makes it unavailable."""

    name = "fake"

    def __init__(self, documents=(), *, schema=SCHEMA, spelling=None):
        self.documents, self.schema, self.spelling = list(documents), schema, spelling or {}
        self.calls, self.down = 0, False

    def version(self):
        return "fake 1"

    def search(self, query):
        self._answer()
        by_key = {document.key: document for document in self.documents}
        keys = oracle.ordered(self.documents, query, self.schema)
        start = (query.page - 1) * query.size
        hits = tuple(self._hit(by_key[key], query) for key in keys[start : start + query.size])
        typed = {word for clause in query.text.clauses for word in clause.terms[0].words}
        spelling = {word: meant for word, meant in self.spelling.items() if word in typed}
        return SearchResults(hits, len(keys), oracle.counts(self.documents, query, self.schema), 1.0, spelling)

    def suggest(self, prefix, language, size):
        self._answer()
        found = [
            doc
            for doc in self.documents
            if any(prefix.lower() in title.lower() for title in doc.texts["title"].values())
        ]
        return tuple(Hit(doc.key, 1.0, doc.display) for doc in found[:size])

    def _answer(self):
        self.calls += 1
        if self.down:
            raise SearchUnavailable("down")

    def _hit(self, document, query):
        terms = [term for clause in query.text.clauses for term in clause.terms]
        matched = {name for term in terms for name in oracle.matched_texts(term, document, self.schema)}
        return Hit(document.key, 1.0, document.display, tuple(sorted(matched)))
