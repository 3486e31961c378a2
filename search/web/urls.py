"""Addresses of search; a language stands in front of each."""

from django.urls import path

from search.web import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="search_suggest"),
    path("search/feed/", views.feed, name="search_feed"),
    path("search/results.csv", views.export, {"form": "csv"}, name="search_csv"),
    path("search/results.ris", views.export, {"form": "ris"}, name="search_ris"),
]
