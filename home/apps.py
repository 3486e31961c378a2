"""Home page and editorial pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Home page, editorial pages, navigation."""

    name = "home"
    label = "home"
    verbose_name = _("Home")
