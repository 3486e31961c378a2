"""The facets of the library, declared once, and the whole schema of its index."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from practices.vocabulary import labels
from practices.vocabulary.models import LANGUAGES
from search.core.facets import FacetSet, RangeFacet, TermsFacet
from search.core.schema import IndexSchema, Sort, TextField


def _terms(
    name: str, field: str, title: object, kind: str, *, ordered: bool = False, kinship: float = 1.0
) -> TermsFacet:
    """A facet over a flat vocabulary list."""
    return TermsFacet(
        name,
        field,
        title,
        partial(labels.term_labels, kind),
        ordered=ordered,
        resolve=partial(labels.resolve, kind),
        kinship=kinship,
    )


def language_labels(language: str) -> dict[str, str]:
    """Names of the languages an entry may be written in, each in its own language."""
    return {"en": "English", "fr": "Français", "es": "Español"}


FACETS = FacetSet(
    (
        _terms("type", "type", _("Type"), "type", ordered=True, kinship=0.0),
        TermsFacet(
            "theme",
            "themes",
            _("Theme"),
            labels.theme_labels,
            visible=14,
            parent_of=labels.parent_theme,
            kinship=3.0,
            resolve=partial(labels.resolve, "theme"),
        ),
        TermsFacet("sdg", "sdgs", _("Sustainable Development Goal"), labels.goal_labels, ordered=True),
        _terms("region", "regions", _("Region"), "region"),
        TermsFacet("country", "countries", _("Country"), labels.country_labels),
        TermsFacet("city", "cities", _("City"), labels.city_labels, resolve=partial(labels.resolve, "city")),
        _terms("status", "status", _("Status"), "status", ordered=True, kinship=0.0),
        _terms("evidence", "evidence", _("Evidence"), "evidence", ordered=True),
        _terms("review", "review", _("Review"), "review", ordered=True, kinship=0.0),
        _terms("cost", "cost", _("Set-up cost"), "cost", ordered=True),
        _terms("city_size", "city_size", _("City size"), "city_size", ordered=True),
        _terms("instrument", "instruments", _("Instrument"), "instrument"),
        _terms("scale", "scale", _("Scale"), "scale", ordered=True),
        _terms("actor", "actors", _("Who takes part"), "actor"),
        _terms("target", "targets", _("Target group"), "target"),
        _terms("participation", "participation", _("Participation"), "participation", ordered=True),
        TermsFacet("award", "awards", _("Award"), labels.award_labels, resolve=partial(labels.resolve, "award")),
        TermsFacet("language", "languages", _("Language"), language_labels, kinship=0.0),
        RangeFacet("year", "year", _("Started"), "year_from", "year_to"),
    )
)

SCHEMA = IndexSchema(
    texts=(
        TextField("title", 5.0, "says what it is in at most 90 characters", highlighted=True),
        TextField("summary", 3.0, "says it again in a sentence or two", highlighted=True),
        TextField("names", 4.0, "who types a city or a country wants that place, not a mention of it", stemmed=False),
        TextField("terms", 2.5, "an editor's judgement of what it is about, in three languages"),
        TextField("body", 1.0, "mentions much that the entry is not about", highlighted=True),
    ),
    facets=FACETS,
    languages=LANGUAGES,
    numbers=("year", "completeness", "newest"),
    keywords=("title",),
    sorts=(
        Sort("newest", _("Newest"), "newest"),
        Sort("complete", _("Most complete"), "completeness"),
        Sort("title", _("A–Z"), "title", descending=False),
    ),
    is_name=labels.is_place,
)
