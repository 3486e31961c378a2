"""Addresses of the site itself; a language stands in front of each."""

from django.urls import path

from home import views

urlpatterns = [path("opensearch.xml", views.opensearch_description, name="opensearch_description")]
