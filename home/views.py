"""Small answers of the site itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def opensearch_description(request: HttpRequest) -> HttpResponse:
    """Tells a browser how to search the library from its address bar (OpenSearch 1.1)."""
    return render(request, "home/opensearch.xml", content_type="application/opensearchdescription+xml")
