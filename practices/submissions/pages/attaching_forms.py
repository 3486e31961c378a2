"""The forms of pictures and documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practices.vocabulary import labels


def choices_of(kind: str) -> Any:
    """The terms of a list as choices, read when a form is shown; nothing is chosen beforehand."""
    return lambda: [("", "—"), *labels.term_labels(kind, (get_language() or "en")[:2]).items()]


class PictureWords(forms.Form):
    """What is asked of every picture."""

    alt_text = forms.CharField(
        label=_("What does it show?"),
        max_length=300,
        help_text=_("For people who cannot see it: who and what, where. Not the title."),
    )
    credit = forms.CharField(label=_("Who took or made it?"), max_length=200)
    license = forms.ChoiceField(
        label=_("Licence"),
        choices=choices_of("license"),
        help_text=_("Your city must hold the rights. People who can be recognised must have agreed."),
    )
    caption = forms.CharField(label=_("Caption"), max_length=200, required=False, help_text=_("May stay empty."))


class PictureForm(PictureWords):
    """A new picture."""

    file = forms.FileField(
        label=_("File"),
        required=False,  # the check of the file says it in plain words
        allow_empty_file=True,
        help_text=_("JPEG, PNG, WebP, AVIF or GIF, at most 15 MB. Where it was taken is removed from the file."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}),
    )  # fmt: skip
    field_order = ("file",)


class CaptionForm(forms.Form):
    """What may be changed of a picture that readers see already."""

    caption = PictureWords.base_fields["caption"]


class DocumentForm(forms.Form):
    """A new document."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, DOCX, XLSX, PPTX, ODT, ODS, CSV or TXT, at most 20 MB. No macros, no password."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.csv,.txt"}),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=255)
    kind = forms.ChoiceField(label=_("What kind of document?"), choices=choices_of("document_kind"))
