"""Forms of the page of reviewers: inviting people, and what is changed about those who were asked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from practices.members.models import User
from practices.members.selectors import today
from practices.review.policy import Conflict
from practices.review.presenters.conflicts import conflict_words
from practices.vocabulary.models import Country

WAIVE = "waive_"
REASON = 1000


class Waiving(forms.Form):
    """Asks a reason for each soft conflict, which is kept with the waiver."""

    use_required_attribute = False
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: three weeks from today, or when the round closes."),
    )  # fmt: skip

    def __init__(self, *args: Any, conflicts: Sequence[Conflict] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for conflict in conflicts:
            if not conflict.hard:
                self.fields[WAIVE + conflict.code] = forms.CharField(
                    label=conflict_words(conflict),
                    help_text=_("Why may they review it all the same? Auditors read this."),
                    max_length=REASON,
                    widget=forms.Textarea(attrs={"rows": 2}),
                    error_messages={"required": _("Give the reason, or ask somebody else.")},
                )

    def clean_due_on(self) -> datetime.date | None:
        """A day to come, or none. Raises ValidationError."""
        due_on: datetime.date | None = self.cleaned_data["due_on"]
        if due_on and due_on < today():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return due_on

    def waivers(self) -> dict[str, str]:
        """The reason for each conflict that is let pass, by its code."""
        return {
            name.removeprefix(WAIVE): reason for name, reason in self.cleaned_data.items() if name.startswith(WAIVE)
        }


class InviteKnown(Waiving):
    """A person of the list."""

    person = forms.ModelChoiceField(queryset=User.objects.filter(is_active=True), widget=forms.HiddenInput)

    field_order = ("person",)


class InviteAddress(Waiving):
    """Somebody by e-mail address, with or without an account."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    country = forms.ModelChoiceField(
        label=_("Country"),
        queryset=Country.objects.all(),
        help_text=_("One reviewer at least must come from another region of the world."),
    )
    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)

    field_order = ("email", "name", "organisation", "country", "language", "due_on")


class Removal(forms.Form):
    """Why a reviewer is replaced."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What they wrote is kept, and they can send it to you."),
    )  # fmt: skip


class DueDate(forms.Form):
    """Another day."""

    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
