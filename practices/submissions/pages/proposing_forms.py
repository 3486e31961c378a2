"""The forms of the ten-minute proposal."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practices.members.models import User
from practices.review.models import Proposal, Submission
from practices.submissions.form.pasted import clean_text
from practices.vocabulary import labels
from practices.vocabulary.models import City, Theme


class BeginForm(forms.Form):
    """For which city, and in which language it is written."""

    city = forms.ModelChoiceField(label=_("City"), queryset=City.objects.none(), to_field_name="slug", empty_label=None)
    language = forms.ChoiceField(
        label=_("Language that you write in"),
        choices=settings.LANGUAGES,
        help_text=_("Readers see the text in this language, whatever the language of the pages around it."),
    )

    def __init__(self, *args: Any, cities: QuerySet[City], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities  # type: ignore[attr-defined]
        self.fields["language"].initial = get_language()


TEXTS = ("title", "sentence", "lead", "change")
LIMITS = {"title": 90, "sentence": 280, "change": 300}


def _plain(posted: Any) -> Any:
    """What was typed, its texts as plain text however they were pasted."""
    if posted is None:
        return None
    posted = posted.copy()
    for name in TEXTS:
        posted[name] = clean_text(posted.get(name, ""))
    return posted


class ProposalForm(forms.ModelForm):
    """What a proposal says. Nothing is needed to save it; what is needed to send it, the service knows."""

    class Meta:
        model = Proposal
        fields = ("title", "sentence", "status", "start_year", "lead", "theme", "change", "link", "approving_officer")
        labels: ClassVar = {
            "title": _("Title"),
            "sentence": _("In one sentence: what is it?"),
            "status": _("Where does it stand?"),
            "start_year": _("In which year did it start?"),
            "lead": _("Who leads it?"),
            "theme": _("What is it about?"),
            "change": _("What changed for people?"),
            "approving_officer": _("Who confirms it for the city?"),
        }
        help_texts: ClassVar = {
            "title": _("Say what and where; no slogan."),
            "sentence": _("As you would tell it to a colleague from another city."),
            "start_year": _("Four digits."),
            "lead": _("The office or organisation, not a person."),
            "theme": _("The one that fits best; more can follow later."),
            "change": _("What people can do now, or what became worse. A number if there is one."),
            "approving_officer": _("A lead of your team, who will read the full text. May stay empty."),
        }  # fmt: skip
        widgets: ClassVar = {"sentence": forms.Textarea(attrs={"rows": 3}), "change": forms.Textarea(attrs={"rows": 4})}

    link = forms.URLField(label=_("A page about it"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, posted: Any, *, submission: Submission, leads: QuerySet[User]) -> None:
        super().__init__(_plain(posted), instance=submission.proposal)
        language = (get_language() or "en")[:2]
        themes: Any = self.fields["theme"]
        themes.queryset = Theme.objects.filter(slug__in=labels.theme_labels(language), parent=None)
        themes.empty_label = "—"
        themes.label_from_instance = lambda theme: theme.label(language)
        officers: Any = self.fields["approving_officer"]
        officers.queryset, officers.empty_label = leads, "—"
        for name in self.fields:
            attrs = self.fields[name].widget.attrs
            attrs.pop("maxlength", None)  # what is pasted is never cut; the count says that it is too long
            if name in LIMITS:
                self.fields[name].limit = LIMITS[name]  # type: ignore[attr-defined]
                attrs["data-limit"] = LIMITS[name]
