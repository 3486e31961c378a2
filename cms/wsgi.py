"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from cms.checks import stop_if_wrong

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
os.environ.setdefault("OMP_NUM_THREADS", "1")

application = get_wsgi_application()
stop_if_wrong()
