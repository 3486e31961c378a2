"""A draft as its page would look, with its files served by the desk: the public cannot open them yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from practices.models import EntryPage
from practices.presenters import entry_context
from practices.review.models import Submission
from practices.vocabulary import labels

PAGE_WIDTH = 960


def draft_context(entry: EntryPage, submission: Submission, request: HttpRequest) -> dict[str, Any]:
    """What `practices/entry.html` shows, with pictures and documents from the addresses of the desk."""
    language = getattr(request, "LANGUAGE_CODE", "en")[:2]
    kinds = labels.term_labels("document_kind", language)
    documents = [
        {
            "kind": kinds.get(block.value["kind"], block.value["kind"]),
            "document": {
                "title": block.value["document"].title,
                "url": reverse("desk_document", args=[submission.pk, block.value["document"].pk]),
            },
        }
        for block in entry.documents
        if block.value["document"]
    ]
    pictures = [
        picture_of(submission, block.value["image"], block.value.get("caption") or "")
        for block in entry.pictures
        if block.value["image"]
    ]
    return {**entry_context(entry, request), "pictures": pictures, "documents": documents}


def picture_of(submission: Submission, image: Any, caption: str) -> dict[str, Any]:
    """A picture of a draft in the shape of `presenters.pictures`."""
    width = min(image.width, PAGE_WIDTH)
    return {
        "src": reverse("desk_file", args=[submission.pk, image.pk]),
        "srcset": "",
        "width": width,
        "height": round(image.height * width / image.width),
        "alt": image.alt_text,
        "caption": caption,
        "credit": image.credit,
        "license": image.license,
    }
