"""Which word was probably meant: the rule that both engines follow."""

from __future__ import annotations

from collections.abc import Iterable

from search.core.query import SearchQuery
from search.engines.rules import clean

SHORTEST = 4
"""Below this length nearly every word has a neighbour, and guesses do harm."""


def typed_words(query: SearchQuery) -> tuple[str, ...]:
    """Single words as they were typed, long enough to guess at; what stands in quotes is meant as it is."""
    firsts = (clause.terms[0] for clause in query.text.clauses if clause.terms and not clause.required)
    words = (term.words[0] for term in firsts if len(term.words) == 1 and not term.exact)
    return tuple(dict.fromkeys(word for word in words if len(clean(word)) >= SHORTEST))


def allowed_edits(word: str) -> int:
    """How many slips a word of that length is forgiven."""
    if len(word) < SHORTEST:
        return 0
    return 1 if len(word) < 8 else 2


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word (given with its document frequency) within the allowed edits of `word`.

    Fewest edits first, then the same first letter, then the more frequent, then by alphabet. None when all are too far.
    """
    limit = allowed_edits(word)
    candidates = []
    for other, frequency in known:
        edits = distance(word, other, limit)
        if 0 < edits <= limit:
            candidates.append((edits, other[0] != word[0], -frequency, other))
    return min(candidates)[-1] if candidates else None


def letters(word: str) -> int:
    """A set of letters as bits: one edit changes at most two of them, which rules most words out cheaply."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def distance(one: str, other: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap two neighbours) from one word to the other; limit + 1 when there are more.

    Source: optimal string alignment, the restricted form of Damerau (1964) and Levenshtein (1966).
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, other_letter in enumerate(other, 1):
            edits = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != other_letter))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == other_letter:
                edits = min(edits, before[column - 2] + 1)
            line.append(edits)
        if min(line) > limit and min(above) > limit:
            return limit + 1
        before, above = above, line
    return min(above[-1], limit + 1)
