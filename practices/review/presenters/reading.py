"""The text of a round as its reviewers read it: every part, answered or not, with an anchor that comments name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.images.shortcuts import get_rendition_or_not_found

from practices.models import EntryPage
from practices.presenters import entry_context
from practices.review.models import Submission
from practices.review.presenters.fields import field_label, field_names, field_text

IN_SHORT = (
    "local_name", "city", "other_city_links", "scale", "status", "start_year", "end_year", "theme_links", "tags",
    "target_groups", "instruments", "participation", "staff_fte", "offers",
)  # fmt: skip
"""Parts of a word or two, which stand together at the head."""
NOT_SHOWN = frozenset({"title", "local_language", "costs_unknown", "too_early"})
"""The title is the heading; the others are said where the part that they explain is empty."""
OWN_LOOK = {
    "steps": "components/timeline.html",
    "results": "components/results.html",
    "sources": "components/sources.html",
    "pictures": "review/text_pictures.html",
    "documents": "review/text_documents.html",
}
"""Parts with a template of their own."""
PICTURE = "width-960|format-webp"


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of the text. `template` shows it; without one it is prose, or lines where a part repeats."""

    field: str
    label: str
    text: str = ""
    lines: tuple[str, ...] = ()
    template: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the city said nothing here."""
        return not (self.text.strip() or self.lines)


def reading(entry: EntryPage, submission: Submission, request: HttpRequest) -> dict[str, Any]:
    """What `review/text.html` needs. People of the city are not named: nothing of the desk is read here."""
    language = (get_language() or "en")[:2]
    names = [name for name in field_names(entry) if name not in NOT_SHOWN]
    return {
        **entry_context(entry, request),
        "in_short": [
            Passage(name, field_label(name), text)
            for name in IN_SHORT
            if name in names and (text := ", ".join(field_text(entry, name, language).splitlines()))
        ],
        "passages": [_passage(entry, name, language) for name in names if name not in IN_SHORT],
        "draft_pictures": _pictures(entry),
        "declaration": getattr(submission, "declaration", None),
        "submission": submission,
    }


def _passage(entry: EntryPage, name: str, language: str) -> Passage:
    text = field_text(entry, name, language)
    if isinstance(entry._meta.get_field(name), models.TextField) and isinstance(getattr(entry, name), str):
        return Passage(name, field_label(name), text=text)
    if name == "costs" and entry.costs_unknown and not text:
        text = field_label("costs_unknown")
    if name == "results" and entry.too_early and not text:
        return Passage(name, field_label(name), lines=(field_label("too_early"),))
    return Passage(name, field_label(name), lines=tuple(text.splitlines()), template=OWN_LOOK.get(name, ""))


def _pictures(entry: EntryPage) -> list[dict[str, Any]]:
    """Pictures of the draft; their sizes are made at the first reading, because publication makes the readers'."""
    found = []
    for block in entry.pictures:
        image = block.value.get("image")
        if image is not None:
            shown = get_rendition_or_not_found(image, PICTURE)
            found.append({"shown": shown, "image": image, "caption": block.value.get("caption") or ""})
    return found
