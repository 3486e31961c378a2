"""The theme tree with its counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practices.vocabulary import labels


def theme_tree(counts: Mapping[str, int], topics: Mapping[str, int], language: str) -> list[dict[str, Any]]:
    """First-level themes with counts, in each the themes below it that have entries."""
    tree: dict[str, dict[str, Any]] = {}
    for slug, label in labels.theme_labels(language).items():
        parent = labels.parent_theme(slug)
        if parent is None:
            tree[slug] = {"slug": slug, "label": label, "count": counts.get(slug, 0), "below": []}
        elif topics.get(slug):
            tree[parent]["below"].append({"slug": slug, "label": label, "count": topics[slug]})
    return list(tree.values())
