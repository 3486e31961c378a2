"""The domain: entries and what hangs on them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """Practices, case studies and toolkits."""

    name = "practices"
    label = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        """Tell search what is searched, and listen for what changes it."""
        from practices import signals  # noqa: F401
        from practices.documents import register_search

        register_search()
