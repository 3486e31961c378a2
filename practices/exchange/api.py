"""`GET /api/v1/entries/<slug>`: the whole public entry, in the shape that import reads."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from ninja import Router

from practices.exchange.models import ImportRecord
from practices.exchange.records import export
from practices.exchange.schema import entry_schema
from practices.exchange.services import DEFAULT_SOURCE
from practices.querysets import public_entries

router = Router(tags=["entries"])


@router.get(
    "/entries/{slug}",
    summary="One entry, whole",
    url_name="api_entry",
    openapi_extra={
        "responses": {
            200: {
                "description": "The entry",
                "content": {"application/json": {"schema": {"$ref": "schema/entry.json"}}},
            },
            404: {"description": "No public entry has this slug"},
        }
    },
)
def entry(request: HttpRequest, slug: str) -> JsonResponse:
    """All that the entry says, as a record of the published schema: what is exported can be imported again."""
    found = public_entries().filter(slug=slug).order_by("pk").first()
    if found is None:
        return JsonResponse({"error": {"parameter": "slug", "reason": f"no public entry “{slug[:120]}”"}}, status=404)
    known = ImportRecord.objects.filter(entry=found).values_list("source", flat=True).first()
    return JsonResponse(export(found.specific, known or DEFAULT_SOURCE), json_dumps_params={"ensure_ascii": False})


@router.get(
    "/schema/entry.json", summary="JSON Schema of an entry", url_name="api_entry_schema", include_in_schema=False
)
def schema(request: HttpRequest) -> JsonResponse:
    """The published JSON Schema of an entry."""
    return JsonResponse(entry_schema(), json_dumps_params={"ensure_ascii": False})
