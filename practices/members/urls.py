"""Addresses about signing in. `admin_login` must stand before Wagtail's own addresses."""

from django.urls import path

from practices.members import views

admin_urlpatterns = [path("login/", views.admin_login, name="admin_login")]
account_urlpatterns = [path("after-login/", views.after_login, name="home_redirect")]
