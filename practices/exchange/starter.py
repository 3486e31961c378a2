"""The starter corpus's own list of tags."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils.text import slugify

from practices.models import EntryTag


def load_tags(path: Path) -> int:
    """Make the tags of a JSON list that are missing; returns how many are new."""
    names = json.loads(path.read_text("utf8"))
    there = set(EntryTag.objects.values_list("slug", flat=True))
    fresh = [EntryTag(name=name, slug=slugify(name)) for name in names if slugify(name) not in there]
    EntryTag.objects.bulk_create(fresh)
    return len(fresh)
