"""Finds the cities, awards, tags and terms that a record names. Nothing is created from a typo."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cached_property

from anyascii import anyascii

from practices.exchange.errors import Problem
from practices.models import EntryTag
from practices.vocabulary import labels
from practices.vocabulary.models import Award, City, Theme


def fold(name: str) -> str:
    """A name without accents, capitals and doubled spaces, for comparing."""
    return " ".join(anyascii(name).lower().split())


def nearest(name: str, names: Iterable[str]) -> str:
    """ "Did you mean" with the three nearest names, or that nothing is near."""
    known = {fold(known): known for known in names}
    near = difflib.get_close_matches(fold(name), known, n=3, cutoff=0.6)
    return f"nearest: {', '.join(known[key] for key in near)}" if near else "nothing near it is known"


class Vocabulary:
    """All that records may name, read once for one import."""

    @cached_property
    def _cities(self) -> Mapping[tuple[str, str], City]:
        """Cities by folded name and country; slugs and merged cities lead to the survivor."""
        found: dict[tuple[str, str], City] = {}
        for city in City.objects.select_related("merged_into").order_by("-population"):
            survivor = city.survivor()
            for name in (city.slug, *city.all_names()):
                found.setdefault((fold(name), city.country_id), survivor)
        return found

    @cached_property
    def _awards(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for award in Award.objects.select_related("merged_into"):
            for name in (award.slug, award.name, *award.aliases):
                found.setdefault(fold(name), award.survivor().slug)
        return found

    @cached_property
    def _tags(self) -> Mapping[str, EntryTag]:
        return {fold(tag.name): tag for tag in EntryTag.objects.all()}

    @cached_property
    def _themes(self) -> Mapping[str, Theme]:
        return {theme.slug: theme.survivor() for theme in Theme.objects.select_related("merged_into", "parent")}

    def city(self, name: str, country: str, field: str, problems: list[Problem]) -> City | None:
        """The city, or None and a problem that names the nearest ones."""
        city = self._cities.get((fold(name), country))
        if city is None:
            names = [city.name_en for (_name, code), city in self._cities.items() if code == country]
            names = names or [f"{city.name_en} ({code})" for (_name, code), city in self._cities.items()]
            problems.append(
                Problem(field, f"no city “{name}” in {country or '??'}; {nearest(name, dict.fromkeys(names))}")
            )
        return city

    def award(self, name: str, field: str, problems: list[Problem]) -> str:
        """Slug of the award, or a problem."""
        slug = self._awards.get(fold(name), "")
        if not slug:
            problems.append(Problem(field, f"no award “{name}”; {nearest(name, self._awards)}"))
        return slug

    def tag(self, name: str, field: str, problems: list[Problem]) -> EntryTag | None:
        """The tag of the editors' list, or a problem."""
        tag = self._tags.get(fold(name))
        if tag is None:
            problems.append(Problem(field, f"no tag “{name}” in the editors' list; {nearest(name, self._tags)}"))
        return tag

    def theme(self, slug: str, level: int, field: str, problems: list[Problem]) -> Theme | None:
        """The theme of that level, or a problem."""
        theme = self._themes.get(slug)
        if theme is None or (theme.parent_id is None) != (level == 1):
            there = [known.slug for known in self._themes.values() if (known.parent_id is None) == (level == 1)]
            problems.append(Problem(field, f"no theme “{slug}” on level {level}; {nearest(slug, there)}"))
            return None
        return theme

    def term(self, kind: str, slug: str, field: str, problems: list[Problem]) -> str:
        """The slug of a term of a flat list as it is today, or a problem."""
        slug = slug.replace("_", "-")
        known = labels.term_labels(kind, "en")
        today = labels.resolve(kind, slug)
        if today not in known:
            problems.append(Problem(field, f"“{slug}” is not in the list; {nearest(slug, known)}"))
        return today
