"""The decision on a round, the points of its letter, and the correction of its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.models import EntryPage
from practices.review.models import EditorialDecision
from practices.review.presenters.fields import field_label, field_names
from practices.review.services.decisions import Point

MOST_POINTS = 60
LETTER, POINT = 20_000, 2_000


class Words(forms.Form):
    """Reasons and letter."""

    use_required_attribute = False
    reasons = forms.CharField(
        label=_("Reasons"), max_length=LETTER, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why. Kept with the decision; the city reads them."),
    )  # fmt: skip
    letter = forms.CharField(
        label=_("Letter to the city"), max_length=LETTER, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Drafted from what the reviewers wrote to the city. Write it over."),
    )  # fmt: skip


class Decision(Words):
    """What is decided, and why."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=EditorialDecision.Outcome.choices)

    field_order = ("outcome", "reasons", "letter")


class PointForm(forms.Form):
    """One point that the city is to answer. An empty one is left out."""

    use_required_attribute = False
    field = forms.ChoiceField(label=_("Part of the text"), required=False)
    text = forms.CharField(label=_("Point"), required=False, max_length=POINT, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = parts  # type: ignore[attr-defined]


PointForms = forms.formset_factory(PointForm, extra=0, max_num=MOST_POINTS, absolute_max=MOST_POINTS)


def parts_of(entry: EntryPage) -> list[tuple[str, str]]:
    """The parts of a text as choices, the whole text first."""
    return [("", field_label("")), *((name, field_label(name)) for name in field_names(entry))]


def point_forms(
    entry: EntryPage, *, posted: Mapping[str, Any] | None = None, points: Sequence[Point] = ()
) -> forms.BaseFormSet:
    """The forms of the points: as they were posted, or filled with these points."""
    initial = [{"field": point.field, "text": point.text} for point in points]
    kwargs = {"parts": parts_of(entry)}
    return PointForms(posted, initial=initial or None, prefix="points", form_kwargs=kwargs)


def points_in(posted: Mapping[str, Any]) -> list[Point]:
    """The points as they were typed, valid or not, empty ones too."""
    number = str(posted.get("points-TOTAL_FORMS", ""))
    rows = min(int(number), MOST_POINTS) if number.isascii() and number.isdigit() else 0
    return [
        Point(field=posted.get(f"points-{n}-field", ""), text=posted.get(f"points-{n}-text", "")) for n in range(rows)
    ]
