"""Reads for readers' pages: only what is live and public, each in a known number of queries."""

from practices.selectors.cities import CityPage, city_counts, city_page, find_cities, map_of
from practices.selectors.entries import Found, find_entry, links_of
from practices.selectors.listings import best_evidence, failures_of_the_day, fullest, newly_reviewed, toolkits
from practices.selectors.numbers import LibraryNumbers, cities_of, count, library_numbers, theme_counts, topic_counts
from practices.selectors.themes import entries_of_goal, entries_of_theme, find_theme

__all__ = [
    "CityPage",
    "Found",
    "LibraryNumbers",
    "best_evidence",
    "cities_of",
    "city_counts",
    "city_page",
    "count",
    "entries_of_goal",
    "entries_of_theme",
    "failures_of_the_day",
    "find_cities",
    "find_entry",
    "find_theme",
    "fullest",
    "library_numbers",
    "links_of",
    "map_of",
    "newly_reviewed",
    "theme_counts",
    "topic_counts",
    "toolkits",
]
