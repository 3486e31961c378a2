"""Model fields that hold slugs of a vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practices.vocabulary import labels


class TermChoices:
    """The live terms of a list as choices, read when a form is shown."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self) -> list[tuple[str, str]]:
        """Slug and label pairs in the active language."""
        return list(labels.term_labels(self.kind, get_language() or "en").items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TermChoices) and other.kind == self.kind

    def __hash__(self) -> int:
        return hash(self.kind)

    def deconstruct(self) -> tuple[str, tuple[str], dict[str, Any]]:
        """For migrations."""
        return "practices.fields.TermChoices", (self.kind,), {}


def require_terms(kind: str, slugs: Iterable[str]) -> None:
    """Raise ValidationError when a slug is not in the list; merged slugs pass (they lead to their survivor)."""
    known = labels.term_labels(kind, "en")
    unknown = [slug for slug in slugs if labels.resolve(kind, slug) not in known]
    if unknown:
        raise ValidationError(
            _("Not in the list of %(kind)s: %(unknown)s."),
            code="unknown_term",
            params={"kind": kind, "unknown": ", ".join(map(str, unknown))},
        )


class TermField(models.CharField):
    """The slug of one term of a list."""

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        self.kind = kind
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kind": self.kind}

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse a slug that is not in the list."""
        super().validate(value, model_instance)
        if value:
            require_terms(self.kind, [value])

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]
        """A select of the list."""
        kind = self.kind
        return forms.ChoiceField(
            choices=lambda: [("", "—"), *TermChoices(kind)()],
            required=kwargs.get("required", not self.blank),
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
        )


class TermListField(models.JSONField):
    """Slugs of terms of a list, at most `maximum` of them."""

    def __init__(self, *args: Any, kind: str = "", maximum: int | None = None, **kwargs: Any) -> None:
        self.kind = kind
        self.maximum = maximum
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kind": self.kind, "maximum": self.maximum}

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse what is not a list of slugs of the list, or too many."""
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(slug, str) for slug in value):
            raise ValidationError(_("This must be a list of slugs."), code="not_a_list")
        if self.maximum and len(value) > self.maximum:
            raise ValidationError(_("Choose at most %(n)d."), code="too_many", params={"n": self.maximum})
        require_terms(self.kind, value)

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]
        """Check boxes of the list."""
        return forms.MultipleChoiceField(
            choices=TermChoices(self.kind),
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
        )
