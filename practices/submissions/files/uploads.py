"""Checks of uploaded files, by what is in them and never by their name. Nothing here stores anything."""

from __future__ import annotations

import logging
import re
import unicodedata
from pathlib import PurePosixPath
from typing import Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.module_loading import import_string

from practices.submissions.files.packages import inspect_package
from practices.submissions.files.pdfs import inspect_pdf
from practices.submissions.files.pictures import remade
from practices.submissions.files.refusals import UploadRefused, VirusFound, refused

__all__ = ["UploadRefused", "VirusFound", "check_document", "check_image", "clean_name"]

MEGABYTE = 1024 * 1024
LARGEST_IMAGE = 15 * MEGABYTE
LARGEST_DOCUMENT = 20 * MEGABYTE
LONGEST_NAME = 120

OFFICE_BINARY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of old office files, and of new ones with a password."""
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
MARKUP = re.compile(r"<\s*(?:!doctype|\?xml|html|head|body|svg|script|iframe|object|embed|img|meta|link|style)\b", re.I)
COMMAND_CELL = re.compile(r"""(?:^|[,;\t\r\n])\s*["']?\s*[=+@-][^,;\t\r\n]*\|[^,;\t\r\n]*!""")
"""A cell of a table that starts a program when it is opened (DDE)."""
BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

logger = logging.getLogger("use.uploads")


class Upload(Protocol):
    """What Django hands over for a file of a form."""

    name: str | None

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""


def clean_name(name: str) -> str:
    """The name without folders, control characters and doubled spaces. Raises UploadRefused: name_too_long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(c if unicodedata.category(c)[0] != "C" else "" for c in unicodedata.normalize("NFC", last))
    cleaned = " ".join(visible.split()).strip(". ")
    if len(cleaned) > LONGEST_NAME:
        raise refused("name_too_long", limit=LONGEST_NAME)
    return cleaned or "file"


def _content(upload: Upload | None, largest: int) -> tuple[str, bytes]:
    """Name and bytes of what was sent. Raises UploadRefused: missing, empty, too_big, name_too_long."""
    if upload is None:
        raise refused("missing")
    name = clean_name(upload.name or "")
    content = upload.read(largest + 1)
    if not content:
        raise refused("empty")
    if len(content) > largest:
        raise refused("too_big", limit=largest // MEGABYTE)
    return name, content


def _scan(content: bytes, name: str) -> None:
    """Ask the scanner of the settings, if there is one. What it could not look at is not taken."""
    if not settings.UPLOAD_SCANNER:
        return
    try:
        import_string(settings.UPLOAD_SCANNER)(content, name)
    except VirusFound as error:
        raise refused("virus") from error
    except Exception as error:
        logger.exception("the upload scanner failed")
        raise refused("not_checked") from error


def _file(name: str, content: bytes, extension: str) -> ContentFile:
    stem = PurePosixPath(name).stem or "file"
    return ContentFile(content, name=f"{stem}.{extension}")


def check_image(upload: Upload | None) -> ContentFile:
    """The picture made anew from its pixels, under a cleaned name with the extension of what it is.

    JPEG, PNG, WebP and AVIF stay what they are; of a GIF the first frame becomes a PNG. Raises UploadRefused.
    """
    name, content = _content(upload, LARGEST_IMAGE)
    _scan(content, name)
    made, extension = remade(content)
    return _file(name, made, extension)


def check_document(upload: Upload | None) -> ContentFile:
    """The document as it came, under a cleaned name with the extension of what it is. Raises UploadRefused."""
    name, content = _content(upload, LARGEST_DOCUMENT)
    _scan(content, name)
    return _file(name, content, _kind_of_document(name, content))


def _kind_of_document(name: str, content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        inspect_pdf(content)
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return inspect_package(content)
    if content.startswith(OFFICE_BINARY):
        raise refused("password" if ENCRYPTED_PACKAGE in content else "not_a_document")
    return _kind_of_text(name, content)


def _kind_of_text(name: str, content: bytes) -> str:
    """The extension csv or txt for plain text in UTF-8, UTF-16 with its mark, or Windows Latin."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if BINARY.search(text) or MARKUP.search(text):
        raise refused("not_a_document")
    if COMMAND_CELL.search(text):
        raise refused("active_content")
    return "csv" if name.lower().endswith(".csv") else "txt"
