"""For the suite: quick hashing, mail in memory, no index worker in the background."""

import tempfile

from cms.settings.base import *  # noqa: F403
from cms.settings.base import read

SECRET_KEY = "tests only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": read.database("TEST_DATABASE_URL", default="sqlite:///:memory:")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = tempfile.mkdtemp(prefix="use-media-")
SEARCH_URL = f"embedded://{tempfile.mkdtemp(prefix='use-search-')}"
SEARCH_NUDGE = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
