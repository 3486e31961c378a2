"""The vocabularies: what practices are tagged by."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    """Cities, countries, themes, goals, awards and the flat term lists."""

    name = "practices.vocabulary"
    label = "vocabulary"
    verbose_name = _("Vocabularies")

    def ready(self) -> None:
        """Listen for changes of labels."""
        from practices.vocabulary import signals  # noqa: F401
