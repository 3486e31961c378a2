"""Where the review in this window and the one that was saved from another window are not the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from practices.review.forms.reviewing import ReviewForm
from practices.review.models import ReviewAssignment
from practices.review.presenters.fields import field_label


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a review as the other window saved it, and as it is in this one."""

    label: str
    stored: str
    here: str


def differences(assignment: ReviewAssignment, form: ReviewForm) -> list[Difference]:
    """What differs between the posted form, which is valid, and what is stored; empty: the same text came twice."""
    stored = ReviewForm(assignment, assignment.round.revision.as_object())
    pairs = [
        (here.criterion.label(), _chosen(there, there.initial), _chosen(here, here.cleaned_data))
        for there, here in zip(stored.criteria, form.criteria, strict=True)
    ]
    for name, field in form.words.fields.items():
        pairs.append((str(field.label), _plain(stored.words.initial.get(name)), form.words.cleaned_data[name]))
    pairs.append(
        (
            _("Comments"),
            _remarks([one.initial for one in stored.remark_forms]),
            _remarks([one.cleaned_data for one in form.remark_forms]),
        )
    )
    return [Difference(label, there, here) for label, there, here in pairs if there.split() != here.split()]


def _chosen(form: Any, values: Mapping[str, Any]) -> str:
    """An answer and its sentence in words."""
    choices = dict(form.fields["answer"].choices)
    answer = choices.get(values.get("answer") or "", "")
    return "\n".join(part for part in (str(answer), _plain(values.get("sentence"))) if part)


def _plain(value: Any) -> str:
    return str(value or "").strip()


def _remarks(rows: Sequence[Mapping[str, Any]]) -> str:
    """Comments, one a paragraph."""
    return "\n".join(
        ": ".join(filter(None, [field_label(row["field"]), _plain(row["quotation"]), _plain(row["text"])]))
        for row in rows
        if _plain(row.get("text"))
    )
