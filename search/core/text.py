"""What somebody typed, as clauses. Words are data: no operator of any engine means anything here.

- A word is a longest run of letters and digits. Quotes make an exact phrase that must be there. A hyphen right before
  a word or a phrase, after a space or at the start, leaves out what has it. Everything else is words.
- Stop words of the text's language fall away, then noise ("best practices for"), unless nothing would be left.
- A term with synonyms becomes one clause **for each of its words**, and each of them is satisfied by that word, by the
  whole phrase or by any synonym. By the law of distribution, (a or S) and (b or S) is (a and b) or S: an entry is found
  when it has all the words anywhere, or the phrase, or another word for it; and the phrase scores best of all, for it
  gathers the rarity of all its words. Nothing is found for one of the words alone.
- One or two units (a word, or a term with synonyms): all must hold. Three or more: at least 60 % of the clauses, so
  that a long question does not find nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.core.query import Clause, Term, TextQuery
from search.core.synonyms import Known, synonyms
from search.core.words import clean, language_of, of_word, split, split_as_typed, telling

MAX_LENGTH = 400
MAX_CLAUSES = 32
SHARE = 0.6
"""How much of a longer question must hold. Tried on the starter corpus, see docs/search-text.md."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_QUOTED = re.compile(r'(?P<minus>(?:(?<=\s)|^)-)?"(?P<phrase>[^"]*)"')
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)-(?=\w)(?P<word>\S+)")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, or a term with synonyms, that becomes one clause or several."""

    clauses: tuple[Clause, ...]


def too_long(text: str) -> bool:
    """Whether `parse` leaves out the end of it."""
    return len(clean(text).strip()) > MAX_LENGTH


@lru_cache(maxsize=1024)
def parse(text: str, language: str) -> TextQuery:
    """What was typed as a query; never raises. `language` is that of the interface: the text may be in another.

    At most 400 characters and 32 clauses are used.
    """
    text = clean(text).strip()[:MAX_LENGTH].translate(_QUOTES)
    required: list[Clause] = []
    excluded: list[Term] = []

    def take_phrase(match: re.Match[str]) -> str:
        if words := split(match["phrase"]):
            term = Term(words, exact=True)
            excluded.append(term) if match["minus"] else required.append(Clause((term,), required=True))
        return " "

    def take_excluded(match: re.Match[str]) -> str:
        if words := split(match["word"]):
            excluded.append(Term(words))
        return " "

    rest = _EXCLUDED.sub(take_excluded, _QUOTED.sub(take_phrase, text))
    units = _units(split_as_typed(rest), language)
    optional = tuple(dict.fromkeys(clause for unit in units for clause in unit.clauses))
    clauses = (*dict.fromkeys(required), *optional)[:MAX_CLAUSES]
    optional = tuple(clause for clause in clauses if not clause.required)
    return TextQuery(clauses, tuple(dict.fromkeys(excluded))[:MAX_CLAUSES], _minimum(len(units), len(optional)))


def correct(text: str, spelling: Mapping[str, str]) -> str:
    """The text as typed with words put right: typed word in lower case → the word that was probably meant."""
    text, pieces, start = clean(text), [], 0
    for word, at in _places(text):
        pieces += [text[start:at], spelling.get(word.lower(), word)]
        start = at + len(word)
    return "".join([*pieces, text[start:]])


def _places(text: str) -> list[tuple[str, int]]:
    found, start = [], None
    for place, letter in enumerate(text + " "):
        if of_word(letter):
            start = place if start is None else start
        elif start is not None:
            found.append((text[start:place], start))
            start = None
    return found


def _units(typed: Sequence[str], language: str) -> list[_Unit]:
    words = [word.lower() for word in typed]
    said_in = language_of(words, language)
    found: list[tuple[Known | None, tuple[str, ...]]] = []
    place = 0
    while place < len(typed):
        known = synonyms().at(typed, place)
        length = known[1] if known else 1
        found.append((known[0] if known else None, tuple(words[place : place + length])))
        place += length
    kept = telling((word for _, span in found for word in span), said_in)
    units = dict.fromkeys(
        _term_unit(span, known, said_in) if known else _Unit((Clause((Term(span),)),))
        for known, span in found
        if known or span[0] in kept
    )
    return list(units)


def _term_unit(span: tuple[str, ...], known: Known, language: str) -> _Unit:
    """The whole phrase is the first term, so that no engine guesses at the spelling of a word that is part of it."""
    others = tuple(term for term in known.others if term.words != span)
    return _Unit(
        tuple(
            Clause(tuple(dict.fromkeys((Term(span), Term((word,)), *others))))
            for word in dict.fromkeys(span)
            if word in telling(span, language)
        )
    )


def _minimum(units: int, clauses: int) -> int:
    return clauses if units <= 2 else math.ceil(SHARE * clauses)
