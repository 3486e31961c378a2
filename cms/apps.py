"""Wiring."""

import logging

from django.apps import AppConfig

from cms.logs import SecretFilter


class CmsConfig(AppConfig):
    """Settings, addresses, health; its checks stop a start with wrong settings."""

    name = "cms"
    label = "cms"

    def ready(self) -> None:
        """Register the checks; keep secrets out of what is logged of each request, whichever handler writes it."""
        from cms import checks  # noqa: F401

        for name in ("django.request", "django.security.csrf", "django.server", "gunicorn.access"):
            logging.getLogger(name).addFilter(SecretFilter())
