"""Small forms that several pages of the desk share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WordsForm(forms.Form):
    """Words that go with a step."""

    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def __init__(
        self, posted: Any = None, *, label: Any, help_text: Any = "", longest: int = 2000, required: bool = True
    ) -> None:
        super().__init__(posted)
        words: Any = self.fields["words"]
        self.fields["words"] = forms.CharField(
            label=label, help_text=help_text, max_length=longest, required=required, widget=words.widget
        )
        self.fields["words"].widget.attrs.pop("maxlength", None)
        self.fields["words"].limit = longest  # type: ignore[attr-defined]


class SureForm(WordsForm):
    """The same, with a box to tick for what cannot be taken back."""

    sure = forms.BooleanField(label=_("I mean it"))
