"""What every page needs: the same page in another language, addresses for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info

register = template.Library()


def sibling(path: str, language: str) -> str:
    """The path of the same page in another language."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{language}/{rest}" if first in dict(settings.LANGUAGES) else f"/{language}/"


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[dict[str, str]]:
    """The other languages of the site: code, own name, address of this page in it."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    current = (get_language() or "en")[:2]
    return [
        {"code": code, "name": get_language_info(code)["name_local"], "url": sibling(path, code)}
        for code, _name in settings.LANGUAGES
        if code != current
    ]


@register.simple_tag
def absolute(path: str) -> str:
    """The address that the site is known by, for a path."""
    return settings.SITE_URL.rstrip("/") + path


@register.simple_tag(takes_context=True)
def alternates(context: dict[str, Any], languages: Iterable[str] | None = None) -> list[dict[str, str]]:
    """The languages this page has, with absolute addresses, for `hreflang`. Default: all of the site's."""
    request = context.get("request")
    if request is None:
        return []
    codes = list(languages) if languages else [code for code, _name in settings.LANGUAGES]
    return [{"code": code, "url": absolute(sibling(request.path, code))} for code in codes]
