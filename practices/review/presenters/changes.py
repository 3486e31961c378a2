"""What changed between two texts of an entry, part by part and word by word.

The editors' page, the reviewer's “changed since my review” and the city's desk show it by `review/changes_list.html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from practices.models import EntryPage
from practices.review.diffing import Part, compare
from practices.review.presenters.fields import field_label, field_names, field_text


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the entry that is not the same in both texts."""

    field: str
    label: str
    parts: Sequence[Part]


def changes(before: EntryPage, after: EntryPage, language: str | None = None) -> list[Change]:
    """The parts that differ, in the order of the form; names of terms in the language (default: the active one)."""
    code = (language or get_language() or "en")[:2]
    found = []
    for name in field_names(after):
        old, new = field_text(before, name, code), field_text(after, name, code)
        if old != new:
            found.append(Change(name, field_label(name), compare(old, new)))
    return found
