"""Every address of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.api import api
from cms.health import urlpatterns as health_urls
from practices.members.urls import account_urlpatterns, admin_urlpatterns

urlpatterns = [
    path("admin/", include(admin_urlpatterns)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    *health_urls,
]
if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
urlpatterns += i18n_patterns(
    path("", include("search.web.urls")),
    path("", include("home.urls")),
    path("", include("practices.review.public_urls")),
    path("", include("practices.urls")),
    path("desk/", include("practices.submissions.urls")),
    path("review/", include("practices.review.urls")),
    path("accounts/", include(account_urlpatterns)),
    path("accounts/", include("allauth.urls")),
    path("", include(wagtail_urls)),
)
