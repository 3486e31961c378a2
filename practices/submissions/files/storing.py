"""Pictures and documents of a draft: stored where the public cannot open them, released with the publication."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import FileResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Collection, CollectionViewRestriction

from practices.models import CreditedImage, EntryPage
from practices.submissions.files.refusals import FileNotDescribed, refused
from practices.submissions.files.uploads import Upload, check_document, check_image
from practices.vocabulary import labels

__all__ = [
    "FileNotDescribed",
    "add_document",
    "add_picture",
    "open_document",
    "release_files",
    "submissions_collection",
]

COLLECTION = "Submissions"
MOST_PICTURES = 6
MOST_DOCUMENTS = 20
SECRET_BYTES = 16
READABLE = 30
"""Characters of the person's own file name that stay in the stored one; the column has room for 100 in all."""


@transaction.atomic
def submissions_collection() -> Collection:
    """The collection of files of drafts, made when it is missing.

    Only administrators can open its documents by their address. Readers of a draft get them through the desk, which
    checks who may read it.
    """
    root = Collection.objects.select_for_update().get(pk=Collection.get_first_root_node().pk)
    found = root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
    CollectionViewRestriction.objects.get_or_create(
        collection=found,
        restriction_type=CollectionViewRestriction.GROUPS,  # groups: none
    )
    return found


def _unguessable(file: ContentFile) -> ContentFile:
    """The file under a name that nobody can guess and people can still recognise."""
    stem, _dot, extension = (file.name or "").rpartition(".")
    readable = slugify(stem)[:READABLE].strip("-") or "file"
    file.name = f"{readable}-{secrets.token_urlsafe(SECRET_BYTES)}.{extension}"
    return file


def _described(**texts: str) -> list[str]:
    """The texts, stripped. Raises FileNotDescribed for the first that says nothing."""
    needed = {
        "alt_text": _("Say what the picture shows, for people who cannot see it."),
        "credit": _("Say who took or made the picture."),
        "license": _("Choose the licence of the picture."),
        "title": _("Say what the document is."),
    }
    for name, text in texts.items():
        if not (text or "").strip():
            raise FileNotDescribed(name, needed[name])
    return [text.strip() for text in texts.values()]


def _stored(file: Any) -> None:
    """Save the model that holds a file. Raises UploadRefused: not_stored."""
    try:
        file.save()
    except OSError as error:
        raise refused("not_stored") from error


@transaction.atomic
def add_picture(
    *, entry: EntryPage, upload: Upload | None, credit: str, license: str, alt_text: str, caption: str = "", by: Any
) -> CreditedImage:
    """Store a picture and put it at the end of `entry.pictures`; the caller saves the draft's revision.

    Raises UploadRefused (too_many, unknown_license, or what `check_image` has against the file), FileNotDescribed.
    """
    if len(entry.pictures) >= MOST_PICTURES:
        raise refused("too_many", limit=MOST_PICTURES)
    credit, license, alt_text = _described(credit=credit, license=license, alt_text=alt_text)
    if license not in labels.term_labels("license", "en"):
        raise refused("unknown_license")
    file = check_image(upload)
    image = CreditedImage(
        title=(caption.strip() or alt_text)[:255],
        file=_unguessable(file),
        credit=credit,
        license=license,
        alt_text=alt_text,
        uploaded_by_user=by,
        collection=submissions_collection(),
    )
    _stored(image)
    entry.pictures.append(("picture", {"image": image, "caption": caption.strip()}))
    return image


@transaction.atomic
def add_document(*, entry: EntryPage, upload: Upload | None, kind: str, title: str, by: Any) -> AbstractDocument:
    """Store a document and put it at the end of `entry.documents`; the caller saves the draft's revision.

    Raises UploadRefused (too_many, unknown_kind, or what `check_document` has against the file), FileNotDescribed.
    """
    if len(entry.documents) >= MOST_DOCUMENTS:
        raise refused("too_many", limit=MOST_DOCUMENTS)
    (title,) = _described(title=title)
    if kind not in labels.term_labels("document_kind", "en"):
        raise refused("unknown_kind")
    file = check_document(upload)
    document = get_document_model()(
        title=title[:255], file=_unguessable(file), uploaded_by_user=by, collection=submissions_collection()
    )
    document._set_document_file_metadata()  # as Wagtail's own upload form does
    _stored(document)
    entry.documents.append(("document", {"kind": kind, "document": document}))
    return document


@transaction.atomic
def release_files(*, entry: EntryPage) -> int:
    """Let the public open the files that a published entry shows; returns how many were closed until now.

    Give the entry as it is published: a file that only a newer draft names stays closed. Files that editors keep in
    collections of their own stay where they are.
    """
    closed, root = submissions_collection(), Collection.get_first_root_node()
    pictures = {block.value["image"].pk for block in entry.pictures if block.value["image"]}
    documents = {block.value["document"].pk for block in entry.documents if block.value["document"]}
    shown = ((CreditedImage, pictures), (get_document_model(), documents))
    return sum(model.objects.filter(pk__in=keys, collection=closed).update(collection=root) for model, keys in shown)


def open_document(document: AbstractDocument) -> FileResponse:
    """The file as something to save, never to show: whoever calls has checked that the person may read it."""
    extension = document.file_extension
    name = f"{slugify(document.title)[:80] or 'document'}.{extension}"
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
