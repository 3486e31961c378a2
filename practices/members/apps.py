"""People and their teams."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    """Users with e-mail login, and their membership in a city's team."""

    default = True
    name = "practices.members"
    label = "members"
    verbose_name = _("Members")


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's user management with our forms; stands in INSTALLED_APPS in the place of `wagtail.users`."""

    user_viewset = "practices.members.viewsets.PersonViewSet"
