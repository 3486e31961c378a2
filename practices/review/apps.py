"""Peer review."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """Submissions, rounds, reviews, decisions, attestations."""

    name = "practices.review"
    label = "review"
    verbose_name = _("Peer review")

    def ready(self) -> None:
        """Listen to what is published, and say what the end of a workflow does."""
        from practices.review import signals  # noqa: F401
        from practices.review.services.publishing import publish_accepted

        self.publish_accepted = publish_accepted
