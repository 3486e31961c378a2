"""Search by brute force, in plain Python: what every engine's hits, totals, orders and counts must equal.

It does not score. Stems come from a table of the few words that the random corpora are made of.
"""

import re
import unicodedata

STEMS = {
    "en": {
        "cities": "citi", "city": "citi", "houses": "hous", "housing": "hous", "waters": "water",
        "ville": "vill", "villes": "vill", "logements": "logement", "ciudades": "ciudad",
    },
    "fr": {
        "cities": "cit", "houses": "hous", "water": "wat", "waters": "water", "ville": "vill", "villes": "vill",
        "logement": "log", "logements": "log", "ciudades": "ciudad", "lima": "lim",
    },
    "es": {
        "cities": "citi", "houses": "hous", "water": "wat", "ville": "vill", "villes": "vill",
        "ciudad": "ciud", "ciudades": "ciudad", "lima": "lim",
    },
}  # fmt: skip
"""Language → word → stem; a word that is not listed is its own stem."""


def words(text):
    """Lowercase words as written."""
    return [word.lower() for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))]


def fold(word):
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def analyse(text, copy):
    if copy == "exact":
        return [fold(word) for word in words(text)]
    return [fold(STEMS[copy].get(word, word)) for word in words(text)]


def runs(needle, haystack):
    return bool(needle) and any(
        haystack[start : start + len(needle)] == needle for start in range(len(haystack) - len(needle) + 1)
    )


def matched_texts(term, document, schema):
    """Names of the texts in which the term stands."""
    said, found = " ".join(term.words), []
    for field in schema.texts:
        for language, text in document.texts.get(field.name, {}).items():
            copies = ["exact"]
            if field.stemmed and language in schema.languages and not term.exact:
                copies.append(language)
            if any(runs(analyse(said, copy), analyse(text, copy)) for copy in copies):
                found.append(field.name)
    return set(found)


def found(document, query, schema):
    """(words or neighbours) and not excluded."""
    text = query.text

    def holds(clause):
        return any(matched_texts(term, document, schema) for term in clause.terms)

    if any(matched_texts(term, document, schema) for term in text.excluded):
        return False
    required = [holds(clause) for clause in text.clauses if clause.required]
    optional = [holds(clause) for clause in text.clauses if not clause.required]
    near = document.key in dict(query.neighbours)
    return near or (all(required) and sum(optional) >= text.minimum) or not text.clauses


def passes(document, query, schema, *, without=None):
    """Scope, ranges and every filter but one."""
    for name, slugs in query.scope.items():
        if slugs and not set(slugs) & set(document.facets.get(schema.facets.by_name[name].field, ())):
            return False
    for name, range_ in query.ranges.items():
        number = document.numbers.get(schema.facets.by_name[name].field)
        if range_.low is not None and (number is None or number < range_.low):
            return False
        if range_.high is not None and (number is None or number > range_.high):
            return False
    for name, slugs in query.filters.items():
        field = schema.facets.by_name[name].field
        if name != without and slugs and not set(slugs) & set(document.facets.get(field, ())):
            return False
    return True


def hits(documents, query, schema):
    return [doc for doc in documents if found(doc, query, schema) and passes(doc, query, schema)]


def ordered(documents, query, schema):
    """Keys in order, for every order that does not need a score."""
    sort = schema.sort(query.sort)
    by_key = sorted(hits(documents, query, schema), key=lambda doc: doc.key)
    if sort is None:
        field, descending, values = "completeness", True, "numbers"
    else:
        field, descending = sort.field, sort.descending
        values = "numbers" if field in schema.numbers else "keywords"
    having = [doc for doc in by_key if field in getattr(doc, values)]
    lacking = [doc for doc in by_key if field not in getattr(doc, values)]
    # sorted() keeps the order of equals also in reverse
    in_order = sorted(having, key=lambda doc: getattr(doc, values)[field], reverse=descending)
    return [doc.key for doc in (*in_order, *lacking)]


def counts(documents, query, schema):
    """Facet name → value → count, with every chosen value."""
    by_facet = {}
    for name in query.facets:
        facet = schema.facets.by_name[name]
        of = dict.fromkeys(query.filters.get(name, ()), 0)
        for document in documents:
            if found(document, query, schema) and passes(document, query, schema, without=name):
                for slug in set(document.facets.get(facet.field, ())):
                    of[slug] = of.get(slug, 0) + 1
        by_facet[name] = of
    return by_facet
