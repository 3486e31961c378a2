"""Why a file is not taken, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _


class UploadRefused(Exception):
    """The file is not taken. `code` names the reason for programs, `message` says it to the person."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


class VirusFound(Exception):
    """What the callable named in UPLOAD_SCANNER raises for a file that must not be stored."""


class FileNotDescribed(UploadRefused):
    """A file came without the words that readers need: alt text, credit, licence or title."""


WORDS: Mapping[str, Callable[[], str]] = {
    "missing": lambda: _("No file was chosen. Choose a file, then send it."),
    "empty": lambda: _("The file is empty. Choose another one."),
    "too_big": lambda: _("The file has more than %(limit)d MB. Make it smaller and try again."),
    "name_too_long": lambda: _("The name of the file has more than %(limit)d characters. Rename it and try again."),
    "not_an_image": lambda: _("This is not a picture that we can take. Use JPEG, PNG, WebP, AVIF or GIF."),
    "not_a_document": lambda: _(
        "This is not a document that we can take. Use PDF, DOCX, XLSX, PPTX, ODT, ODS, CSV or TXT."
    ),
    "broken": lambda: _("The file is damaged or cut off. Open it on your computer, save it again and try once more."),
    "too_many_pixels": lambda: _("The picture has more than %(limit)d million pixels. Make it smaller and try again."),
    "active_content": lambda: _(
        "The file has parts that can run or fetch something: macros, scripts, or other files inside it. "
        "Save it as a plain PDF and send that."
    ),
    "password": lambda: _("The file is protected by a password. Save it without one and try again."),
    "unpacks_too_big": lambda: _("The file unpacks to far more than it seems to hold, so it was not opened."),
    "virus": lambda: _("The virus scanner found something in this file. It was not stored."),
    "not_checked": lambda: _("The file could not be checked for viruses just now. Try again in a few minutes."),
    "not_stored": lambda: _(
        "The file could not be stored just now. Nothing else was lost; try again in a few minutes."
    ),
    "too_many": lambda: _("At most %(limit)d files of this kind are possible. Remove one first."),
    "unknown_kind": lambda: _("Choose from the list what kind of document this is."),
    "unknown_license": lambda: _("Choose the licence of the picture from the list."),
}


def refused(code: str, **values: int) -> UploadRefused:
    """The refusal of that code, with its words in the active language."""
    shown = "wrong_kind" if code in {"not_an_image", "not_a_document"} else code
    return UploadRefused(shown, WORDS[code]() % values)
