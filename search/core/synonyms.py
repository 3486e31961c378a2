"""Other words for the same thing, from the reviewed file `search/data/synonyms.txt`.

One group a line, terms separated by commas, each term in one group only. Terms are compared word by word after folding
(case, accents, apostrophes, hyphens, plain plurals) and before any stemming; the longest term wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from search.core.query import Term
from search.core.words import DATA, clean, fold, singulars, split

SYNONYM_WEIGHT = 0.6
"""What another word counts beside the one that was typed: enough to be found, too little to overtake."""

ALSO_WORDS = frozenset(
    {"wash", "pb", "ai", "ev", "led", "step", "dot", "app", "tod", "ia", "id", "tic", "sig", "ess", "ges"}
)
"""Acronyms that mean something else in small letters (French "j'ai", "ses"; "it led to"): taken as acronyms only when
typed in capitals, or when nothing else was typed."""


@dataclass(frozen=True, slots=True)
class Known:
    """One term of the file: its words, and the words of its whole group."""

    words: tuple[str, ...]
    group: tuple[Term, ...]

    @property
    def others(self) -> tuple[Term, ...]:
        """The other terms of the group."""
        return tuple(term for term in self.group if term.words != self.words)


@dataclass
class _Node:
    """One word further into the terms that begin alike."""

    further: dict[str, _Node] = field(default_factory=dict)
    known: Known | None = None


class Synonyms:
    """All groups, ready to be looked up from any word of a text."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Raises ValueError when a term stands in two groups."""
        self._root = _Node()
        for line in lines:
            if line.strip() and not line.lstrip().startswith("#"):
                self._add(line)

    def at(self, typed: Sequence[str], start: int) -> tuple[Known, int] | None:
        """The longest known term that begins at that word, and how many words it takes; None when there is none."""
        best: tuple[Known, int] | None = None
        nodes = [self._root]
        for length, word in enumerate(typed[start:], 1):
            forms = singulars(fold(word))
            nodes = [node.further[form] for node in nodes for form in forms if form in node.further]
            if not nodes:
                break
            found = next((node.known for node in nodes if node.known and _meant(node.known, word, len(typed))), None)
            if found:
                best = found, length
        return best

    def _add(self, line: str) -> None:
        written = [clean(part) for part in line.split(",")]
        group = tuple(_term(part) for part in written if split(part))
        for term in group:
            node = self._root
            for word in term.words:
                node = node.further.setdefault(fold(word), _Node())
            if node.known is not None and node.known.group is not group:
                raise ValueError(f"{' '.join(term.words)!r} stands in two groups")
            node.known = Known(term.words, group)


def _term(written: str) -> Term:
    """Acronyms are looked for as they are: stemmed, "SuDS" would become the French "sud"."""
    words = split(written)
    acronym = len(words) == 1 and sum(letter.isupper() for letter in written) > 1
    return Term(words, SYNONYM_WEIGHT, exact=acronym)


def _meant(known: Known, typed: str, words_typed: int) -> bool:
    if len(known.words) > 1 or known.words[0] not in ALSO_WORDS:
        return True
    return words_typed == 1 or typed.isupper()


@cache
def synonyms(path: Path = DATA / "synonyms.txt") -> Synonyms:
    """The table of the file; read once a process."""
    return Synonyms(path.read_text(encoding="utf-8").splitlines())
