"""Puts the state of the index among the admin's reports."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.indexing import views


@hooks.register("register_admin_urls")
def index_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("search-index/", views.status, name="search_index_status"),
        path("search-index/check/", views.check, name="search_index_check"),
    ]


@hooks.register("register_reports_menu_item")
def index_menu_item() -> MenuItem:
    """The way to it."""
    return MenuItem(_("Search index"), reverse("search_index_status"), icon_name="search", order=900)
