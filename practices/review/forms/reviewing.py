"""The form of a review, made from the rubric: an answer and a sentence a criterion, comments, words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.models import EntryPage
from practices.review.models import Criterion, Review, ReviewAssignment
from practices.review.models.reviews import TEXT
from practices.review.presenters.fields import field_label, field_names
from practices.review.services.reviewing import Answer, Remark

YES, NO, UNKNOWN = "yes", "no", "n"
MOST_REMARKS = 60
REMOVE = "remove-"
"""Button that leaves a comment out; its number follows."""


def text_area(label: Any, limit: int, rows: int, help_text: Any = "") -> forms.CharField:
    """A text that may stay empty until the review is sent in."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit,
        help_text=help_text,
        # Without `maxlength` nothing that is pasted is cut off; the server says by how much it is too long.
        widget=_Area(attrs={"rows": rows, "data-limit": limit}),
    )


class _Area(forms.Textarea):
    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("maxlength", None)
        return attrs


class CriterionForm(forms.Form):
    """One criterion."""

    answer = forms.ChoiceField(required=False, widget=forms.RadioSelect, choices=[])
    sentence = text_area(_("Why, in a sentence or two"), 1500, 2)

    def __init__(
        self, criterion: Criterion, posted: Mapping[str, Any] | None = None, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(posted, initial=initial, prefix=criterion.code)
        self.criterion = criterion
        self.is_gate = criterion.kind == Criterion.Kind.GATE
        field: Any = self.fields["answer"]
        if self.is_gate:
            field.choices = [(YES, _("Yes")), (NO, _("No"))]
        else:
            field.choices = [(str(n), str(n)) for n in range(5)] + [(UNKNOWN, _("Not enough information"))]

    def as_answer(self) -> Answer:
        """The answer as the service takes it."""
        chosen, sentence = self.cleaned_data["answer"], self.cleaned_data["sentence"]
        if self.is_gate:
            return Answer(passed={YES: True, NO: False}.get(chosen), sentence=sentence)
        unknown = chosen == UNKNOWN
        score = int(chosen) if chosen and not unknown else None
        return Answer(score=score, not_enough_information=unknown, sentence=sentence)


class RemarkForm(forms.Form):
    """A comment on one part of the text."""

    field = forms.ChoiceField(label=_("Part of the text"), required=False)
    quotation = text_area(_("The words it is about (optional)"), 500, 1)
    text = text_area(_("Your comment, for the city"), 2000, 3)

    def __init__(self, *args: Any, parts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["field"]
        field.choices = [("", _("The text as a whole")), *parts]


class WordsForm(forms.Form):
    """What the reviewer recommends and writes."""

    recommendation = forms.ChoiceField(
        label=_("What do you recommend?"),
        required=False,
        widget=forms.RadioSelect,
        choices=Review.Recommendation.choices,
    )
    to_city = text_area(
        _("To the city"),
        TEXT,
        8,
        _("What is strong, and what would make the text more useful to others. It goes into the editor's letter."),
    )
    to_editor = text_area(_("To the editor only (optional)"), TEXT, 3, _("The city never reads this."))


class ReviewForm:
    """All forms of one review: from what is stored, or from what was posted."""

    def __init__(self, assignment: ReviewAssignment, text: EntryPage, posted: Mapping[str, Any] | None = None) -> None:
        self.review: Review = assignment.review
        self.posted = posted
        self.parts = [(name, field_label(name)) for name in field_names(text)]
        criteria = list(assignment.round.rubric.criteria.all())  # type: ignore[attr-defined]
        stored = {score.code: score for score in self.review.scores.all()}  # type: ignore[attr-defined]
        self.criteria = [CriterionForm(one, posted, initial=_initial(stored.get(one.code))) for one in criteria]
        self.words = WordsForm(
            posted,
            initial={name: getattr(self.review, name) for name in ("recommendation", "to_city", "to_editor")},
        )
        self.remark_forms = self._posted_remarks() if posted is not None else self._stored_remarks()

    @property
    def gates(self) -> list[CriterionForm]:
        """Forms of the gates."""
        return [form for form in self.criteria if form.is_gate]

    @property
    def scores(self) -> list[CriterionForm]:
        """Forms of what is scored."""
        return [form for form in self.criteria if not form.is_gate]

    @property
    def version(self) -> int:
        """The version of the review that the form was opened with."""
        given = str((self.posted or {}).get("version", ""))
        return int(given) if given.isdigit() else self.review.version

    def _stored_remarks(self) -> list[RemarkForm]:
        comments = self.review.comments.all()  # type: ignore[attr-defined]
        return [
            RemarkForm(
                prefix=f"remark-{n}",
                parts=self.parts,
                initial={"field": one.field, "quotation": one.quotation, "text": one.text},
            )
            for n, one in enumerate(comments)
        ]

    def _posted_remarks(self) -> list[RemarkForm]:
        assert self.posted is not None
        removed = str(self.posted.get("do", "")).partition(REMOVE)[2]
        count = str(self.posted.get("remarks", ""))
        numbers = range(min(int(count), MOST_REMARKS) if count.isdigit() else 0)
        return [RemarkForm(self.posted, prefix=f"remark-{n}", parts=self.parts) for n in numbers if str(n) != removed]

    def add_remark(self, field: str) -> RemarkForm:
        """One more empty comment, on that part of the text."""
        form = RemarkForm(prefix=f"remark-{len(self.remark_forms)}", parts=self.parts, initial={"field": field})
        self.remark_forms.append(form)
        return form

    @property
    def remark_count(self) -> int:
        """The number behind the last comment, which the form posts back."""
        return 1 + max((int(str(form.prefix).removeprefix("remark-")) for form in self.remark_forms), default=-1)

    def is_valid(self) -> bool:
        """Whether everything can be kept; nothing needs to be filled in for that."""
        return all(form.is_valid() for form in (*self.criteria, *self.remark_forms, self.words))

    def problems(self) -> list[tuple[str, str, str]]:
        """What cannot be kept: id of the field, its label, why."""
        return [
            (form[name].id_for_label or form[name].auto_id, self._label(form, name), " ".join(map(str, errors)))
            for form in (*self.criteria, *self.remark_forms, self.words)
            for name, errors in form.errors.items()
        ]

    def _label(self, form: forms.Form, name: str) -> str:
        return form.criterion.label() if isinstance(form, CriterionForm) else str(form[name].label)

    def content(self) -> dict[str, Any]:
        """The arguments of `reviewing.save_review`."""
        return {
            "answers": {form.criterion.code: form.as_answer() for form in self.criteria},
            "remarks": [Remark(**form.cleaned_data) for form in self.remark_forms if form.cleaned_data["text"]],
            **self.words.cleaned_data,
        }


def _initial(score: Any) -> dict[str, str]:
    """A stored answer as the form shows it."""
    if score is None:
        return {}
    if score.kind == Criterion.Kind.GATE:
        chosen = {True: YES, False: NO}.get(score.passed, "")
    else:
        chosen = UNKNOWN if score.not_enough_information else "" if score.score is None else str(score.score)
    return {"answer": chosen, "sentence": score.sentence}
