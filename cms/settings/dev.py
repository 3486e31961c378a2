"""For one machine: `make run`. Mails go to the console, the index follows each commit at once."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="development only, never in production")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
REQUIRE_EDITOR_MFA = env.bool("REQUIRE_EDITOR_MFA", default=False)
INTERNAL_IPS = ["127.0.0.1"]
SEARCH_NUDGE = env.bool("SEARCH_NUDGE", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
