"""What a reviewer answers before writing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.review.reasons import DECLINE_REVIEW

NONE, SOME = "none", "some"
CONFLICT_CHOICES = [(NONE, _("No, I have none")), (SOME, _("Yes, or I am not sure"))]


class AddressForm(forms.Form):
    """The address that was invited."""

    email = forms.EmailField(
        label=_("The e-mail address that was invited"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ConflictForm(forms.Form):
    """The question about conflicts of interest; asked before the first line is read, and again before sending."""

    conflict = forms.ChoiceField(
        label=_("Do you have a conflict of interest?"),
        choices=CONFLICT_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you have a conflict of interest.")},
    )
    conflict_words = forms.CharField(
        label=_("If yes: which one?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    @property
    def has_conflict(self) -> bool:
        """Whether the person declared one."""
        return bool(self.cleaned_data["conflict"] == SOME)


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=list(DECLINE_REVIEW.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    words = forms.CharField(
        label=_("In your words (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only the editors read this. The name of somebody who could do it helps."),
    )

    def answer(self) -> dict[str, Any]:
        """What `inviting.respond` and `inviting.step_back` take."""
        reason, words = self.cleaned_data["reason"], self.cleaned_data["words"].strip()
        conflict = reason == "conflict"
        said = f"{DECLINE_REVIEW[reason]} {words}".strip()
        return {"reason": said, "conflict": conflict, "conflict_words": words if conflict else ""}
