"""Pictures of entries: only from renditions that were made before, never inside a request."""

from __future__ import annotations

from typing import Any

CARD_SPECS = ("fill-320x240|format-webp", "fill-640x480|format-webp")
PAGE_SPECS = ("width-480|format-webp", "width-960|format-webp", "width-1440|format-webp")
"""Filters whose renditions are made when an entry is published (see `practices.renditions`)."""


def sources(image: Any, specs: tuple[str, ...]) -> dict[str, Any] | None:
    """`src`, `srcset`, `width`, `height` and `alt` of the renditions there are; None when there are none."""
    made = {rendition.filter_spec: rendition for rendition in image.renditions.all()}
    found = [made[spec] for spec in specs if spec in made]
    if not found:
        return None
    return {
        "src": found[0].url,
        "srcset": ", ".join(f"{rendition.url} {rendition.width}w" for rendition in found) if len(found) > 1 else "",
        "width": found[0].width,
        "height": found[0].height,
        "alt": image.default_alt_text,
    }


def card_picture(pictures: Any) -> dict[str, Any] | None:
    """The first picture of an entry for its card; None when it has none."""
    for block in pictures or []:
        image = block.value.get("image")
        return sources(image, CARD_SPECS) if image else None
    return None


def page_pictures(pictures: Any) -> list[dict[str, Any]]:
    """All pictures of an entry with caption, credit and licence slug."""
    found = []
    for block in pictures or []:
        image = block.value.get("image")
        picture = sources(image, PAGE_SPECS) if image else None
        if picture:
            caption = block.value.get("caption") or ""
            found.append({**picture, "caption": caption, "credit": image.credit, "license": image.license})
    return found
