"""The forms of the team page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practices.members.models import Membership
from practices.vocabulary.models import City


class InvitationForm(forms.Form):
    """Whom to invite, as what, and in which language the mail is written."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("An address at the city is best: it says who they are.")
    )
    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        initial=Membership.Role.CONTRIBUTOR,
        help_text=_("Contributors write. City leads also invite people and confirm entries for the city."),
    )
    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class CityForm(forms.Form):
    """Which city's team an editor wants to see."""

    city = forms.ModelChoiceField(
        label=_("City"), queryset=City.objects.filter(merged_into=None), to_field_name="slug", empty_label=None
    )
