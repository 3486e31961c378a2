"""The editorial pages that a new site starts with, in three languages; editors rewrite them in the admin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from home.models import EditorialPage

TITLES: dict[str, dict[str, str]] = {
    "about": {"en": "About USE", "fr": "À propos de USE", "es": "Acerca de USE"},
    "review-process": {"en": "How we review", "fr": "Comment nous évaluons", "es": "Cómo evaluamos"},
    "open-data": {"en": "Open data and API", "fr": "Données ouvertes et API", "es": "Datos abiertos y API"},
    "accessibility": {"en": "Accessibility", "fr": "Accessibilité", "es": "Accesibilidad"},
    "privacy": {"en": "Privacy", "fr": "Confidentialité", "es": "Privacidad"},
    "contact": {"en": "Contact", "fr": "Contact", "es": "Contacto"},
}


def _build(slug: str, language: str) -> EditorialPage:
    return EditorialPage(title=TITLES[slug][language], slug=slug)


EDITORIAL: dict[str, Callable[[str], EditorialPage]] = {slug: partial(_build, slug) for slug in TITLES}
"""Slug → builder of the page in a language."""
