"""Addresses of the public pages; they stand before those of the library, whose entry page they wrap."""

from django.urls import path

from practices.review import public

urlpatterns = [
    path("practices/<slug:slug>/", public.entry_or_tombstone, name="entry_or_tombstone"),
    path("practices/<slug:slug>/history/", public.history, name="entry_history"),
]
