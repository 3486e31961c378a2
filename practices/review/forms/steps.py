"""The forms of the steps that an editor takes with a submission. Their fields are named as the services name them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from practices.members.models import User
from practices.members.roles import EDITORS
from practices.models import EntryPage
from practices.review import facts
from practices.review.models import Submission
from practices.review.policy import Action, may_at_all
from practices.review.reasons import OUT_OF_SCOPE
from practices.review.refusals import refusal

WORDS = 5000
ADDRESS = re.compile(r"/practices/([a-z0-9-]+)/?$")
MOST_FOUND = 6


def text(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 4) -> forms.CharField:
    """A field for some lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=WORDS, widget=widget)


class StepForm(forms.Form):
    """A form about one submission; several stand on one page, so that ids bear the step's name."""

    use_required_attribute = False

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        self.submission = submission
        super().__init__(*args, **kwargs)


class MayAddWords(StepForm):
    """A word to the city, or none."""

    words = text(_("A word to the city"), required=False, help_text=_("May stay empty."))


class WordsToCity(StepForm):
    """What the city is told."""

    words = text(_("What the city should know"), help_text=_("The city reads this in its mail and at its desk."))


class ReasonInWords(StepForm):
    """Why."""

    words = text(_("Reason"), help_text=_("It is kept with the submission; the city reads it."))


class OutOfScope(StepForm):
    """Why a proposal is not pursued, from the public list."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=list(OUT_OF_SCOPE.items()), widget=forms.RadioSelect, required=True
    )
    words = text(_("A word to the city"), required=False, help_text=_("May stay empty."))


class MergeInto(StepForm):
    """The published entry that says this already."""

    into = forms.CharField(
        label=_("Entry"),
        max_length=300,
        help_text=_("Words of its title, or its address. Entries of this city are offered."),
    )
    words = text(_("What the city should know"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = list(_live().filter(city=self.submission.city).values("slug", "title")[:50])
        self.fields["into"].widget.attrs["list"] = "entries-of-city"

    def clean_into(self) -> EntryPage:
        """The entry of that address, or the only one with these words. Raises ValidationError that names several."""
        asked = self.cleaned_data["into"].strip()
        address = ADDRESS.search(asked.partition("?")[0])
        exact = _live().filter(slug=address.group(1) if address else asked.lower()).first()
        if exact is not None:
            return exact
        found = list(_live().filter(title__icontains=asked)[: MOST_FOUND + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("No published entry has this address or these words in its title."))
        named = "; ".join(f"{entry.title} ({entry.slug})" for entry in found[:MOST_FOUND])
        raise ValidationError(_now("Several entries match. Give the address of one: %(named)s") % {"named": named})


def _live() -> QuerySet[EntryPage]:
    return EntryPage.objects.live().order_by("title", "pk")


class ChooseEditor(StepForm):
    """Who handles it."""

    editor = forms.ModelChoiceField(label=_("Handling editor"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editors = User.objects.filter(groups__name__in=EDITORS, is_active=True).distinct()
        self.fields["editor"].queryset = editors.order_by("last_name", "email")  # type: ignore[attr-defined]
        self.fields["editor"].initial = self.submission.handling_editor_id

    def clean_editor(self) -> User:
        """An editor without a stake. Raises ValidationError."""
        editor: User = self.cleaned_data["editor"]
        if not may_at_all(facts.actor(editor), Action.ASSIGN_EDITOR, facts.matter(self.submission)):
            raise ValidationError(refusal(Action.ASSIGN_EDITOR))
        return editor


class CheckedCorrection(StepForm):
    """That a correction may be published, and why."""

    reasons = text(_("Reasons"), help_text=_("What you compared, and why it is right. Kept with the decision."))
    letter = text(_("Letter to the city"), required=False, help_text=_("Empty: the city reads the reasons."), rows=6)


class When(StepForm):
    """Now, or at a date and time."""

    when = forms.ChoiceField(
        label=_("When"), choices=[("now", _("now")), ("later", _("at a date and time"))], initial="now",
        widget=forms.RadioSelect,
    )  # fmt: skip
    at = forms.DateTimeField(
        label=_("Date and time"),
        required=False,
        help_text=_("In UTC, the time of this site."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """Only `at`: None for now. Raises ValidationError for a time that is missing or over."""
        cleaned = super().clean() or {}
        at = cleaned.get("at") if cleaned.get("when") == "later" else None
        if cleaned.get("when") == "later" and "at" in cleaned and (at is None or at <= timezone.now()):
            self.add_error("at", _("Choose a time that is still to come."))
        return {"at": at}


class OverrideReason(StepForm):
    """Why the review is overridden."""

    reason = text(_("Reason"), help_text=_("Readers see it beside the entry, and the other editors are told by mail."))
