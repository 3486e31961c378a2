"""Which two texts are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Comparison(forms.Form):
    """An earlier and a later text, of those that the submission knows."""

    use_required_attribute = False
    a = forms.ChoiceField(label=_("Earlier text"))
    b = forms.ChoiceField(label=_("Later text"))

    def __init__(self, *args: Any, texts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            self.fields[name].choices = texts  # type: ignore[attr-defined]
