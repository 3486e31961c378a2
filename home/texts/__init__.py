"""The editorial pages that a new site starts with, in three languages; editors rewrite them in the admin.

A text is `<slug>.<language>.html` beside this file: its first line is the introduction, the rest is rich text with
h2, h3, p, ul, ol, li, a, b and i only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from home.models import EditorialPage

FOLDER = Path(__file__).resolve().parent

TITLES: dict[str, dict[str, str]] = {
    "about": {"en": "About USE", "fr": "À propos de USE", "es": "Acerca de USE"},
    "review-process": {"en": "How we review", "fr": "Comment nous évaluons", "es": "Cómo evaluamos"},
    "open-data": {"en": "Open data and API", "fr": "Données ouvertes et API", "es": "Datos abiertos y API"},
    "accessibility": {"en": "Accessibility", "fr": "Accessibilité", "es": "Accesibilidad"},
    "privacy": {"en": "Privacy", "fr": "Confidentialité", "es": "Privacidad"},
    "contact": {"en": "Contact", "fr": "Contact", "es": "Contacto"},
}


def text(slug: str, language: str) -> tuple[str, str]:
    """Introduction and body of a page in a language."""
    introduction, _newline, body = (FOLDER / f"{slug}.{language}.html").read_text("utf8").partition("\n")
    return introduction.strip(), body.strip()


def _build(slug: str, language: str) -> EditorialPage:
    introduction, body = text(slug, language)
    return EditorialPage(title=TITLES[slug][language], slug=slug, introduction=introduction, body=body)


EDITORIAL: dict[str, Callable[[str], EditorialPage]] = {slug: partial(_build, slug) for slug in TITLES}
"""Slug → builder of the page in a language."""
