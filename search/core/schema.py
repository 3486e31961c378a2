"""What the index holds: text fields with their weights, facets, sort orders, and where documents come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from search.core.document import SearchDocument
from search.core.facets import FacetSet

TITLE, COMPLETENESS = "title", "completeness"


@dataclass(frozen=True, slots=True)
class TextField:
    """A text that is searched.

    `weight` multiplies its BM25 score and `why` says the reason for that number. A `stemmed` field is analysed
    once per language and once exact; the others (proper names) only exact. `highlighted` ones come back with
    marks.
    """

    name: str
    weight: float
    why: str
    stemmed: bool = True
    highlighted: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """An order other than relevance: by a number or a keyword of the document, ties by key."""

    name: str
    title: object
    field: str
    descending: bool = True


class DocumentSource(Protocol):
    """The domain's side: which entries are public, and what they look like as documents."""

    def keys(self) -> Iterator[str]:
        """Keys of everything that is live and public now, each once, without loading it all into memory."""
        ...

    def build(self, keys: Iterable[str]) -> Mapping[str, SearchDocument]:
        """Documents of those keys that are live and public now; a missing key means: delete it."""
        ...


def no_name(text: str) -> bool:
    """Where nothing is known of names."""
    return False


@dataclass(frozen=True, slots=True)
class IndexSchema:
    """The whole declaration that engines turn into a mapping.

    The text field called "title" is highlighted whole; it and the unstemmed ones (names) are what `suggest` reads.
    The number called "completeness", if there is one, decides between equal scores. `is_name` says whether words are a
    proper name: who types one wants that thing, not its neighbours in meaning.
    """

    texts: tuple[TextField, ...]
    facets: FacetSet
    languages: tuple[str, ...]
    numbers: tuple[str, ...]
    keywords: tuple[str, ...]
    sorts: tuple[Sort, ...]
    is_name: Callable[[str], bool] = no_name

    @property
    def suggested(self) -> tuple[TextField, ...]:
        """The text fields that complete what somebody types: the title and the proper names."""
        return tuple(field for field in self.texts if field.name == TITLE or not field.stemmed)

    def sort(self, name: str) -> Sort | None:
        """The declared order of that name; None is relevance."""
        return next((sort for sort in self.sorts if sort.name == name), None)
