"""The ASGI application, for servers that want one."""

import os

from django.core.asgi import get_asgi_application

from cms.checks import stop_if_wrong

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
os.environ.setdefault("OMP_NUM_THREADS", "1")

application = get_asgi_application()
stop_if_wrong()
