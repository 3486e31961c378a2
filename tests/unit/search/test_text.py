"""What was typed becomes clauses: words, phrases, exclusions, synonyms, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.core.query import Clause, Term
from search.core.synonyms import Synonyms, synonyms
from search.core.text import MAX_CLAUSES, MAX_LENGTH, correct, parse, too_long
from search.core.words import clean, fold, language_of, singulars, split, telling


def first_words(query):
    return [" ".join(clause.terms[0].words) for clause in query.clauses]


def ways(clause):
    return {" ".join(term.words) for term in clause.terms}


def test_words_are_runs_of_letters_and_digits_in_lower_case():
    assert split("São Paulo's 2030-plan, l’eau") == ("são", "paulo", "s", "2030", "plan", "l", "eau")


def test_vowel_signs_belong_to_their_word():
    assert split(clean("हिन्दी")) == ("हिन्दी",)


def test_quotes_make_a_required_exact_phrase():
    query = parse('"car free" streets', "en")
    assert query.clauses[0] == Clause((Term(("car", "free"), exact=True),), required=True)
    assert query.minimum == 1


@pytest.mark.parametrize("typed", ["“car free”", "«car free»", "„car free”"])
def test_typographic_quotes_are_quotes(typed):
    assert parse(typed, "en").clauses[0].required


def test_a_phrase_keeps_its_stop_words():
    assert parse('"right to the city"', "en").clauses[0].terms[0].words == ("right", "to", "the", "city")


@pytest.mark.parametrize("typed", ['"', '""', '" "', "'", '"-"', '-""'])
def test_empty_quotes_are_nothing(typed):
    assert not parse(typed, "en")


def test_a_quote_that_is_not_closed_is_no_phrase():
    assert not any(clause.required for clause in parse('"car free', "en").clauses)


def test_a_hyphen_before_a_word_excludes_it():
    query = parse('cycling -bogota -"pilot phase"', "en")
    assert set(query.excluded) == {Term(("bogota",)), Term(("pilot", "phase"), exact=True)}
    assert query.clauses
    assert "bogota" not in first_words(query)


@pytest.mark.parametrize("typed", ["zaragoza-bogota", "zaragoza - bogota", "zaragoza -- bogota", "zaragoza --bogota"])
def test_a_hyphen_elsewhere_excludes_nothing(typed):
    assert parse(typed, "en").excluded == ()
    assert first_words(parse(typed, "en")) == ["zaragoza", "bogota"]


def test_excluding_alone_is_a_query():
    query = parse("-bogota", "en")
    assert bool(query)
    assert (query.clauses, query.minimum) == ((), 0)


@pytest.mark.parametrize(
    "typed", ["title:zaragoza", "zaragoza*", "(zaragoza", "zaragoza~2", "+zaragoza", "zaragoza^9", "/zaragoza/"]
)
def test_operators_of_engines_mean_nothing(typed):
    assert "zaragoza" in first_words(parse(typed, "en"))
    assert all(not clause.required for clause in parse(typed, "en").clauses)


def test_stop_words_fall_away():
    assert first_words(parse("the quay of a harbour", "en")) == ["quay", "harbour"]


def test_stop_words_stay_when_nothing_else_is_left():
    assert first_words(parse("to be or", "en")) == ["to", "be", "or"]


def test_noise_falls_away_after_the_stop_words():
    assert first_words(parse("best practices for harbours", "en")) == ["harbours"]


def test_noise_stays_when_nothing_else_is_left():
    assert first_words(parse("the best practices", "en")) == ["best", "practices"]


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("des rues où les enfants peuvent jouer", "fr"),
        ("que las mujeres vuelvan a casa", "es"),
        ("streets where children play", "en"),
    ],
)
def test_the_language_of_a_text_is_that_of_its_stop_words(typed, language):
    assert language_of(split(typed), "en") == language
    assert language_of(split(typed), "fr") == language


def test_without_stop_words_the_language_is_that_of_the_interface():
    assert language_of(("zaragoza",), "fr") == "fr"


def test_french_stop_words_fall_away_in_an_english_interface():
    assert first_words(parse("des rues pour les piétons", "en")) == ["rues", "piétons"]


def test_a_term_with_synonyms_is_found_by_its_words_its_phrase_or_a_synonym():
    query = parse("bus rapid transit", "en")
    assert len(query.clauses) == 3
    for word, clause in zip(("bus", "rapid", "transit"), query.clauses, strict=True):
        assert {word, "bus rapid transit", "brt", "busway"} <= ways(clause)
        assert clause.terms[0] == Term(("bus", "rapid", "transit"))
    assert query.minimum == 3


def test_synonyms_weigh_less_than_what_was_typed():
    typed, *others = parse("BRT", "en").clauses[0].terms
    assert typed == Term(("brt",))
    assert {term.weight for term in others} == {0.6}


def test_a_synonym_is_found_across_languages_and_in_the_plural():
    assert "informal settlement" in ways(parse("bidonvilles", "fr").clauses[0])
    assert "slum" in ways(parse("asentamientos informales", "es").clauses[0])


def test_accents_and_hyphens_do_not_hide_a_synonym():
    assert "cambio climático" in ways(parse("Climate-Change", "en").clauses[0])
    assert "climate change" in ways(parse("cambio climatico", "es").clauses[0])


def test_the_longest_term_wins():
    table = Synonyms(["social housing, council housing", "housing, dwelling"])
    known, length = table.at(("social", "housing"), 0)
    assert (known.words, length) == (("social", "housing"), 2)


def test_a_term_stands_in_one_group_only():
    with pytest.raises(ValueError, match="two groups"):
        Synonyms(["tram, streetcar", "tram, light rail"])


def test_the_shipped_file_can_be_read():
    assert synonyms().at(("brt",), 0)


@pytest.mark.parametrize("typed", ["WASH in schools", "wash"])
def test_an_acronym_that_is_a_word_counts_in_capitals_or_alone(typed):
    assert any("water sanitation and hygiene" in ways(clause) for clause in parse(typed, "en").clauses)


def test_an_acronym_that_is_a_word_is_a_word_elsewhere():
    assert not any("water sanitation and hygiene" in ways(clause) for clause in parse("wash hands", "en").clauses)


def test_acronyms_are_looked_for_as_they_are():
    others = parse("bus rapid transit", "en").clauses[0].terms
    assert [term.exact for term in others if term.words == ("brt",)] == [True]


def test_a_phrase_in_quotes_has_no_synonyms():
    assert len(parse('"bus rapid transit"', "en").clauses[0].terms) == 1


@pytest.mark.parametrize(
    ("typed", "minimum"),
    [
        ("zaragoza", 1),
        ("zaragoza quay", 2),
        ("zaragoza quay lantern", 2),
        ("zaragoza quay lantern owl violet", 3),
        ("BRT zaragoza", 2),
    ],
)
def test_two_units_must_all_hold_and_of_more_most(typed, minimum):
    assert parse(typed, "en").minimum == minimum


def test_a_word_typed_twice_counts_once():
    assert first_words(parse("quay Quay QUAY", "en")) == ["quay"]


def test_a_long_text_is_cut():
    text = "quay " * 2000
    assert too_long(text)
    assert len(parse(" ".join(f"word{n}" for n in range(2000)), "en").clauses) <= MAX_CLAUSES
    assert parse("x" * 10_000, "en").clauses[0].terms[0].words == ("x" * MAX_LENGTH,)
    assert not too_long("quay")


def test_what_cannot_be_seen_is_taken_out():
    assert split(clean("flo\u00adod\u200b \x00pro\x07tection\u202e")) == ("flood", "pro", "tection")


def test_letters_are_composed():
    assert split(clean("Bogota\u0301")) == ("bogotá",)


def test_words_are_put_right_where_they_stand():
    assert (
        correct("Particpatory, bugeting!", {"particpatory": "participatory", "bugeting": "budgeting"})
        == "participatory, budgeting!"
    )


def test_folding_takes_case_and_accents():
    assert fold("Élève") == "eleve"
    assert fold("Œuvre") == "oeuvre"


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("buses", "bus"), ("ciudades", "ciudad"), ("cities", "city"), ("reseaux", "reseau"), ("luces", "luz")],
)
def test_plain_plurals_are_guessed(plural, singular):
    assert singular in singulars(plural)


def test_telling_never_leaves_nothing():
    assert telling(("the",), "en") == {"the"}
    assert telling(("the",), "xx") == {"the"}


@given(st.text(max_size=600), st.sampled_from(["en", "fr", "es", "xx", ""]))
def test_any_text_makes_a_query_that_can_hold(text, language):
    query = parse(text, language)
    assert len(query.clauses) <= MAX_CLAUSES
    optional = [clause for clause in query.clauses if not clause.required]
    assert 0 <= query.minimum <= len(optional)
    assert all(term.words and all(term.words) for clause in query.clauses for term in clause.terms)


@given(st.text(alphabet='"“”-* ab\u0301\ud800\x00():', max_size=60))
def test_quotes_and_hyphens_in_any_order_do_no_harm(text):
    parse(text, "en")
    correct(text, {"a": "b"})
