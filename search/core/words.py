"""Words: how a typed text is cut, folded for comparison, and which words carry no meaning of their own.

Only the standard library is used, and nothing here knows an engine.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class StopWords:
    """What is dropped from a text of one language: `stop` always, `noise` (project, best ...) where more is left."""

    stop: frozenset[str]
    noise: frozenset[str]


def clean(text: str) -> str:
    """The text in composed Unicode (NFC) without control characters.

    Those that one cannot see (soft hyphen, zero-width and direction marks) go without a trace, others become a space.
    """
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        if category == "Cf" or category == "Cs":
            continue
        kept.append(" " if category[0] in "CZ" else letter)
    return "".join(kept)


def split(text: str) -> tuple[str, ...]:
    """The words of a clean text in lower case: longest runs of letters, digits and the marks that belong to them."""
    return tuple(word.lower() for word in split_as_typed(text))


def split_as_typed(text: str) -> tuple[str, ...]:
    """The same, in the case in which they were typed."""
    return tuple("".join(letter if of_word(letter) else " " for letter in text).split())


def of_word(letter: str) -> bool:
    """Whether the character is part of a word; vowel signs of Hindi or Arabic are."""
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Lower case without accents: for comparing, never for showing."""
    decomposed = unicodedata.normalize("NFKD", word.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss"))
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn") or word.lower()


def singulars(folded: str) -> tuple[str, ...]:
    """The folded word and what its singular could be, by the plain plurals of English, French and Spanish.

    More than one is guessed ("buses": bus, buse); the guesses are only ever looked up in a list of known words.
    """
    found = [folded]
    if len(folded) > 3 and folded[-1] in "sx" and not folded.endswith("ss"):
        found.append(folded[:-1])
        if folded.endswith("es"):
            found.append(folded[:-2])
        if folded.endswith("ies"):
            found.append(folded[:-3] + "y")
        if folded.endswith("ces"):
            found.append(folded[:-3] + "z")
        if folded.endswith("aux"):
            found.append(folded[:-3] + "al")
    return tuple(found)


@cache
def stop_words() -> dict[str, StopWords]:
    """Language → its stop words, folded."""
    lists: dict[str, Any] = json.loads((DATA / "stopwords.json").read_text(encoding="utf-8"))
    noise = lists.pop("noise")
    return {
        language: StopWords(frozenset(map(fold, words)), frozenset(map(fold, noise.get(language, ()))))
        for language, words in lists.items()
    }


def language_of(words: Sequence[str], preferred: str) -> str:
    """The language whose stop words are most often among these; `preferred` when none is ahead of it."""
    lists = stop_words()
    folded = [fold(word) for word in words]

    def matches(language: str) -> tuple[int, bool]:
        return sum(word in lists[language].stop for word in folded), language == preferred

    return max(lists, key=matches)


def telling(words: Iterable[str], language: str) -> frozenset[str]:
    """The words that say what is looked for: without stop words, and without noise; never nothing."""
    all_words = frozenset(words)
    lists = stop_words().get(language)
    if lists is None:
        return all_words
    without_stop = frozenset(word for word in all_words if fold(word) not in lists.stop) or all_words
    return frozenset(word for word in without_stop if fold(word) not in lists.noise) or without_stop
