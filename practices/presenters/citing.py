"""How to cite an entry: text, BibTeX, RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

LIBRARY = "USE, urban sustainability exchange"
PUBLISHER = "Metropolis"
BRACES = re.compile(r"[{}\\]")


@dataclass(frozen=True, slots=True)
class Citation:
    """The same citation in three forms, and the permanent address it gives."""

    text: str
    bibtex: str
    ris: str
    address: str


def cite(entry: Any, *, language: str) -> Citation:
    """The citation of an entry in the language it is written in. USE is named as author: it compiled the entry."""
    address = f"{settings.SITE_URL.rstrip('/')}/{language}/practices/{entry.slug}/"
    moment = entry.last_published_at or entry.latest_revision_created_at
    year = str(moment.year) if moment else ""
    title = BRACES.sub("", entry.title)
    with override(language):
        city = f"{entry.city.name(language)}, {entry.city.country.name(language)}" if entry.city else ""
        in_text = " ".join(part for part in (f"{LIBRARY}.", f"{PUBLISHER}{', ' + year if year else ''}.") if part)
        text = gettext("%(title)s. %(where)s%(library)s %(address)s (CC BY 4.0)") % {
            "title": entry.title.rstrip("."),
            "where": f"{city}. " if city else "",
            "library": in_text,
            "address": address,
        }
    key = re.sub(r"[^a-z0-9]+", "-", entry.slug)
    fields = {
        "title": title,
        "author": f"{{{LIBRARY}}}",
        "publisher": PUBLISHER,
        "year": year,
        "url": address,
        "language": language,
        "note": ", ".join(part for part in (city, "CC BY 4.0") if part),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    bibtex = "\n".join([f"@misc{{use-{key},", *lines, "}"])
    ris_lines = [
        ("TY", "ELEC"),
        ("TI", entry.title),
        ("AU", LIBRARY),
        ("PB", PUBLISHER),
        ("PY", year),
        ("UR", address),
        ("LA", language),
        ("CY", city),
        ("ER", ""),
    ]
    ris = "\n".join(f"{tag}  - {value}" for tag, value in ris_lines if value or tag == "ER")
    return Citation(text, bibtex, ris, address)
