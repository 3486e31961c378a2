"""Links and words of the search page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from search.core.errors import SearchError
from search.core.results import Hit
from search.indexing.api import engine
from search.web import cards
from search.web.facets import TermsView, Value
from search.web.presenters import HitView, ResultsPage
from search.web.querystring import Asked, QueryString
from search.web.wiring import schema

register = template.Library()


@register.simple_tag
def facet_link(facet: str, slug: Any, label: Any, css: str = "") -> SafeString | str:
    """A fact as a link to all entries that share it; the bare words where there is no such facet or no value."""
    if not slug or facet not in schema().facets.by_name:
        return str(label)
    address = QueryString(schema()).link(Asked(filters={facet: (str(slug),)}))
    return format_html('<a href="{}"{}>{}</a>', address, format_html(' class="{}"', css) if css else "", label)


@register.simple_tag
def facet_label(page: ResultsPage, facet: str, slug: Any) -> str:
    """The word for one value."""
    return page.labels.label(facet, str(slug))


@register.simple_tag
def more_url(page: ResultsPage, facet: str) -> str:
    """The same page with all values of a facet."""
    return page.more_url(facet)


@register.simple_tag
def city_url(page: ResultsPage, slug: str) -> str:
    """The same results in one city only."""
    return page.strings.link(page.asked.with_only("city", slug))


@register.simple_tag
def hit_card(page: ResultsPage, hit: HitView, level: str = "h2") -> SafeString:
    """The card of a hit; its heading has that level."""
    return cards.card(hit, language=page.language, level=level)


@register.simple_tag
def facet_values(facet: TermsView, sign: str = "") -> SafeString:
    """The values of a group as list items with checkboxes; `sign` puts each value into a small sign of that class.

    Built here and not in a template: there are a hundred on a page, and each costs a template more than the engine's
    share of the whole search.
    """
    return mark_safe("".join(_item(facet.name, value, sign) for value in facet.values))  # noqa: S308  escaped in _item


def _item(name: str, value: Value, sign: str) -> str:
    checked = " checked" if value.chosen else ""
    parent = f' data-in="{escape(value.parent)}"' if value.parent else ""
    below = f"<ul>{''.join(_item(name, child, sign) for child in value.children)}</ul>" if value.children else ""
    drawn = f'<i class="{sign}--{escape(value.slug)}">{escape(value.slug)}</i>' if sign else ""
    return (
        f'<li><label><input type="checkbox" name="{name}" value="{escape(value.slug)}" form="s"{checked}{parent}>'
        f"<span>{drawn}{escape(value.label)}</span><b>{value.number}</b></label>{below}</li>"
    )


@register.simple_tag
def similar_entries(key: Any, size: int = 3) -> tuple[Hit, ...]:
    """Entries like this one by words and facets; none while search does not answer."""
    try:
        return engine().similar(str(key), size)
    except SearchError:
        return ()
