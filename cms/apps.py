"""Wiring."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Settings, addresses, health; its checks stop a start with wrong settings."""

    name = "cms"
    label = "cms"

    def ready(self) -> None:
        """Register the checks."""
        from cms import checks  # noqa: F401
