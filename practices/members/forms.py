"""Forms of the admin about people and teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from practices.members import services
from practices.members.models import User


class PersonFields(forms.ModelForm):
    """What both forms of a person share. Nobody types another person's password: a link to choose one is mailed."""

    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, editor: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False
        if "is_superuser" in self.fields and not (editor and editor.is_superuser):
            self.fields["is_superuser"].disabled = True

    def clean_email(self) -> str:
        """The address in small letters, unless somebody has it already."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Somebody has this address already."), code="taken")
        return email

    def save(self, commit: bool = True) -> User:
        """Save; the address counts as verified, because an editor named it."""
        if not self.instance.pk:
            self.instance.set_unusable_password()
        person = super().save(commit)
        if commit:
            services.confirm_address(person=person)
        return person


class PersonCreationForm(PersonFields, UserCreationForm):
    """A new person."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"language"}


class PersonEditForm(PersonFields, UserEditForm):
    """A person that is there."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"language"}


class PersonField(forms.ModelChoiceField):
    """A person, named by e-mail address: lists of everybody's addresses are shown to nobody."""

    widget = forms.EmailInput
    default_error_messages = {
        "invalid_choice": _("Nobody has this address. Add the person under Settings → Users first.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.filter(is_active=True), to_field_name="email", **kwargs)

    def to_python(self, value: Any) -> User | None:
        """The person of that address, whatever its capitals, or of that key where the field is disabled."""
        if isinstance(value, int):
            return User.objects.get(pk=value)
        return super().to_python(value.strip().lower() if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """The address of a person given by key."""
        if isinstance(value, int):
            return User.objects.filter(pk=value).values_list("email", flat=True).first()
        return super().prepare_value(value)


class MembershipForm(WagtailAdminModelForm):
    """A place in a team. The person of a place never changes: end it and begin another."""

    person = PersonField(label=_("E-mail address of the person"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["person"].disabled = self.fields["city"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        until = cleaned.get("until")
        if until and self.instance.pk and until < self.instance.since:
            self.add_error("until", _("A membership cannot end before it began."))
        return cleaned
