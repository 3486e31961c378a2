"""The member city's desk."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """The member city's desk."""

    name = "practices.submissions"
    label = "submissions"

    def ready(self) -> None:
        """Listen for publications."""
        from practices.submissions import signals  # noqa: F401
