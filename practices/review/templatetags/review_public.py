"""What public pages show of reviews."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from practices.review.models import Criterion
from practices.review.selectors import public

register = template.Library()
register.simple_tag(public.review_of, name="review_of")
register.simple_tag(public.notes_of, name="notes_of")


@register.inclusion_tag("review/public_rubric.html")
def rubric() -> dict[str, Any]:
    """The rubric in force as it is, and the numbers of this year and the last."""
    version = public.rubric_in_force()
    criteria = list(version.criteria.all()) if version else []
    year = timezone.localdate().year
    return {
        "version": version,
        "gates": [_shown(criterion) for criterion in criteria if criterion.kind == Criterion.Kind.GATE],
        "scores": [_shown(criterion) for criterion in criteria if criterion.kind == Criterion.Kind.SCORE],
        "years": [numbers for numbers in map(public.year_in_numbers, (year, year - 1)) if numbers.submitted],
    }


def _shown(criterion: Criterion) -> dict[str, Any]:
    return {
        "label": criterion.label(),
        "help": criterion.help(),
        "weight": criterion.weight,
        "needed": criterion.needed,
        "anchors": [(score, criterion.anchor(score)) for score in (0, 2, 4)],
    }
