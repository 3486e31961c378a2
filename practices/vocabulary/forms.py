"""Forms of the admin for vocabularies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from practices.vocabulary import labels
from practices.vocabulary.models import Term


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> str:
        """One a line."""
        return "\n".join(value) if isinstance(value, list) else value or ""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The lines that hold something, each once."""
        if isinstance(value, list):
            return value
        return list(dict.fromkeys(line.strip() for line in (value or "").splitlines() if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists, not their spelling."""
        return self.to_python(initial) != self.to_python(data)


def choices_of(kind: str) -> Callable[[], list[tuple[str, str]]]:
    """The terms of a list as choices of a field that may stay empty."""
    return lambda: [("", "—"), *labels.term_labels(kind, get_language() or "en").items()]


class VocabularyForm(WagtailAdminModelForm):
    """Aliases one a line; what addresses and entries name the record by never changes."""

    aliases = LinesField(
        label=_("Aliases"), required=False, help_text=_("Other names that people type, one a line. Search knows them.")
    )
    frozen: tuple[str, ...] = ("slug",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance._state.adding:
            for name in self.frozen:
                if name in self.fields:
                    self.fields[name].disabled = True


class TermForm(VocabularyForm):
    """A term: lists that a rule in the code depends on take no new ones."""

    frozen = ("slug", "kind")

    def clean_kind(self) -> str:
        """Raise ValidationError for a new term in a fixed list."""
        kind = self.cleaned_data["kind"]
        if self.instance._state.adding and kind in Term.FIXED:
            raise ValidationError(_("A rule in the code depends on this list; it takes no new terms."), code="fixed")
        return kind


class ThemeForm(VocabularyForm):
    """A theme; the level it was made on stays."""

    priorities = forms.MultipleChoiceField(
        label=_("Priorities of Metropolis"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(labels.term_labels("priority", get_language() or "en").items()),
    )

    def clean_parent(self) -> Any:
        """Raise ValidationError when a theme would change its level."""
        parent = self.cleaned_data.get("parent")
        if not self.instance._state.adding and (parent is None) != (self.initial.get("parent") is None):
            raise ValidationError(_("A theme stays on its level."), code="level")
        return parent


class CityForm(VocabularyForm):
    """A city with its size class."""

    size = forms.ChoiceField(label=_("Size class"), required=False, choices=choices_of("city_size"))


class CountryForm(VocabularyForm):
    """A country with its region of Metropolis."""

    frozen = ("iso2",)
    region = forms.ChoiceField(label=_("Region of Metropolis"), required=False, choices=choices_of("region"))


class GoalForm(VocabularyForm):
    """A goal; its number stays."""

    frozen = ("number",)


class MergeForm(forms.Form):
    """Which record stays."""

    kept = forms.ModelChoiceField(queryset=None, label=_("Merge into"), empty_label="—")

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].queryset = candidates
