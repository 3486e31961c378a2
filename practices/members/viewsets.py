"""People and teams in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from practices.members import services
from practices.members.forms import MembershipForm, PersonCreationForm, PersonEditForm
from practices.members.models import Membership


class KnowsEditor:
    """Tells the form who fills it in."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form's arguments, with the editor."""
        return {**super().get_form_kwargs(), "editor": self.request.user}  # type: ignore[misc]


class PersonCreateView(KnowsEditor, CreateView):
    """Makes a person and mails them a link to choose a password."""

    def run_after_hook(self) -> HttpResponse | None:
        """Send the link, then whatever hooks do."""
        services.mail_new_account(person=self.object)
        return super().run_after_hook()


class PersonEditView(KnowsEditor, EditView):
    """Changes a person; only administrators change administrators."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raises PermissionDenied for an administrator's account in other hands."""
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PersonViewSet(UserViewSet):
    """People, by e-mail address."""

    menu_label = _("People")
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    create_template_name = "members/users/create.html"
    edit_template_name = "members/users/edit.html"

    def get_form_class(self, for_update: bool = False) -> type:
        """The form for a new person, or for one that is there."""
        return PersonEditForm if for_update else PersonCreationForm


class MembershipViewSet(ModelViewSet):
    """Who is in which city's team."""

    model = Membership
    icon = "group"
    menu_label = _("Teams")
    menu_name = "teams"
    menu_order = 610
    add_to_settings_menu = True
    inspect_view_enabled = True
    list_display = [
        "person",
        "city",
        "role",
        DateColumn("since", label=_("since")),
        DateColumn("until", label=_("until")),
    ]
    list_filter = ["role", "city__country"]
    search_fields = ["person__email", "person__last_name", "city__name_en", "city__slug"]
    list_per_page = 50
    edit_handler = ObjectList(
        [FieldPanel("person"), FieldPanel("city"), FieldPanel("role"), FieldPanel("until")],
        base_form_class=MembershipForm,
    )
