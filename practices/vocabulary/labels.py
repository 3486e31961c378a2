"""Labels of all vocabularies in memory, so that a page of results reads none from the database.

One snapshot a process; a change in this process drops it at once, one in another process is seen after
`MAX_AGE` seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from anyascii import anyascii

from practices.vocabulary.models import LANGUAGES, Award, City, Country, Goal, Term, Theme

MAX_AGE = 60.0
SHORT_NAME = 3
"""Names of so few letters (Hue, Ulm, UK) are words of a language more often than places."""


@dataclass
class Snapshot:
    """All labels as they were when it was taken: facet name → language → slug → label."""

    taken: float = field(default_factory=time.monotonic)
    kept: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def once(self, name: str, language: str, build: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        """The labels of that name in that language, built once a snapshot."""
        if (name, language) not in self.kept:
            self.kept[name, language] = build()
        return self.kept[name, language]

    @cached_property
    def terms(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """Flat lists by kind."""
        labels: dict[str, dict[str, dict[str, str]]] = {}
        for term in Term.objects.filter(merged_into=None):
            for language in LANGUAGES:
                labels.setdefault(term.kind, {}).setdefault(language, {})[term.slug] = term.label(language)
        return labels

    @cached_property
    def aliases(self) -> Mapping[tuple[str, str], list[str]]:
        """Other names of flat terms that have any, by kind and slug."""
        named = Term.objects.filter(merged_into=None).exclude(aliases=[])
        return {(kind, slug): names for kind, slug, names in named.values_list("kind", "slug", "aliases")}

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        """Live themes by slug, in tree order."""
        found = Theme.objects.filter(merged_into=None).select_related("parent")
        roots = {theme.slug: theme for theme in found if theme.parent_id is None}
        tree: dict[str, Theme] = {}
        for root in roots.values():
            tree[root.slug] = root
            tree.update({theme.slug: theme for theme in found if theme.parent_id == root.pk})
        return tree

    @cached_property
    def goals(self) -> Mapping[int, Goal]:
        """The goals by number."""
        return {goal.number: goal for goal in Goal.objects.all()}

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """Countries by ISO code."""
        return {country.iso2: country for country in Country.objects.all()}

    @cached_property
    def cities(self) -> Mapping[str, Mapping[str, str]]:
        """City names: language → slug → name."""
        rows = list(City.objects.filter(merged_into=None).values_list("slug", "name_en", "name_fr", "name_es"))
        return {
            "en": {slug: en for slug, en, _fr, _es in rows},
            "fr": {slug: fr or en for slug, en, fr, _es in rows},
            "es": {slug: es or en for slug, en, _fr, es in rows},
        }

    @cached_property
    def places(self) -> frozenset[str]:
        """Every name of every city and country, folded."""
        names = [name for city in City.objects.all() for name in city.all_names()]
        for country in self.countries.values():
            names += [country.name_en, country.name_fr, country.name_es, *country.aliases]
        return frozenset(folded(name) for name in names if name)

    @cached_property
    def awards(self) -> Mapping[str, str]:
        """Award names by slug."""
        return dict(Award.objects.filter(merged_into=None).values_list("slug", "name"))

    @cached_property
    def merged(self) -> Mapping[tuple[str, str], str]:
        """Slugs of merged records: (kind, slug) → slug of the survivor."""
        pairs: dict[tuple[str, str], str] = {}
        for term in Term.objects.exclude(merged_into=None).select_related("merged_into"):
            pairs[term.kind, term.slug] = term.survivor().slug
        for kind, model in (("theme", Theme), ("city", City), ("award", Award)):
            for record in model.objects.exclude(merged_into=None).select_related("merged_into"):
                pairs[kind, record.slug] = record.survivor().slug
        return pairs


def folded(name: str) -> str:
    """A name without accents, capitals and punctuation, for comparing."""
    return " ".join("".join(c if c.isalnum() else " " for c in anyascii(name).lower()).split())


_snapshot: Snapshot | None = None


def snapshot() -> Snapshot:
    """Today's labels; at most MAX_AGE seconds old."""
    global _snapshot
    if _snapshot is None or time.monotonic() - _snapshot.taken > MAX_AGE:
        _snapshot = Snapshot()
    return _snapshot


def forget() -> None:
    """Drop the snapshot: something changed."""
    global _snapshot
    _snapshot = None


def known(language: str) -> str:
    """The interface language for a code: itself, or English."""
    return language[:2] if language[:2] in LANGUAGES else "en"


def term_labels(kind: str, language: str) -> Mapping[str, str]:
    """Labels of a flat list in its order: slug → label."""
    return snapshot().terms.get(kind, {}).get(known(language), {})


def term_label(kind: str, slug: str, language: str) -> str:
    """The label of one term; its slug when there is no such term."""
    return term_labels(kind, language).get(resolve(kind, slug), slug)


def term_aliases(kind: str, slug: str) -> list[str]:
    """Other names that people type for a term."""
    return snapshot().aliases.get((kind, slug), [])


def theme_labels(language: str) -> Mapping[str, str]:
    """Labels of all themes, both levels, in tree order."""
    now = snapshot()
    return now.once("theme", language, lambda: {slug: theme.label(language) for slug, theme in now.themes.items()})


def parent_theme(slug: str) -> str | None:
    """Slug of the first-level theme above this one; None for a first-level one."""
    theme = snapshot().themes.get(slug)
    return theme.parent.slug if theme and theme.parent else None


def goal_labels(language: str) -> Mapping[str, str]:
    """Titles of the goals: number as text → title."""
    now = snapshot()
    return now.once("goal", language, lambda: {str(number): goal.label(language) for number, goal in now.goals.items()})


def country_labels(language: str) -> Mapping[str, str]:
    """Names of countries: ISO code → name."""
    now = snapshot()
    return now.once("country", language, lambda: {code: land.name(language) for code, land in now.countries.items()})


def city_labels(language: str) -> Mapping[str, str]:
    """Names of cities: slug → name."""
    return snapshot().cities[known(language)]


def is_place(name: str) -> bool:
    """Whether these words are the name of a city or country, in any language or by an alias; short ones never are."""
    return len(name) > SHORT_NAME and folded(name) in snapshot().places


def award_labels(language: str) -> Mapping[str, str]:
    """Names of awards, the same in every language."""
    return snapshot().awards


def resolve(kind: str, slug: str) -> str:
    """The slug that stands for this one today, after merges."""
    return snapshot().merged.get((kind, slug), slug)
