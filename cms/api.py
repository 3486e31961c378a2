"""The public API, version 1; its parts live where their subject lives."""

from ninja import NinjaAPI

from practices.exchange.api import router as entries
from search.web.api import router as search

api = NinjaAPI(
    title="USE API",
    version="1.0",
    description=(
        "Search and read the public entries of USE. No key is needed. "
        "Texts are CC BY 4.0 unless an entry says otherwise."
    ),
    urls_namespace="api-v1",
    openapi_url="/openapi.json",
    docs_url="/docs",
)
api.add_router("", search)
api.add_router("", entries)
