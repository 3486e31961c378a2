"""Remembers the vector of each document."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from pathlib import Path

from search.core.document import SearchDocument
from search.meaning.model import model, pack, passage_vectors
from search.meaning.models import DocumentVector, TextVector
from search.meaning.neighbours import forget_matrix

EMBEDDED_PARTS = {"title": 120, "summary": 300, "terms": 120, "body": 400}
"""Text field → the most characters of it that the vector is made of. A vector costs the more the longer its text (half
a second for 1,000 characters on one processor), and what an entry is about stands in its first lines."""


def embedded_text(document: SearchDocument) -> str:
    """The text of a document that its vector is made of: title, summary, terms, then the running text."""
    parts = []
    for name, most in EMBEDDED_PARTS.items():
        texts = document.texts.get(name, {})
        text = texts.get(document.language) or next(iter(texts.values()), "")
        parts.append(" ".join(text.split())[:most])
    return "\n".join(part for part in parts if part)


def text_hash(text: str) -> str:
    """32 hex digits over a text."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def remember(documents: Iterable[SearchDocument]) -> int:
    """Give each document its vector; returns how many texts had to be embedded (the others were known)."""
    if model() is None:
        return 0
    texts = {document.key: embedded_text(document) for document in documents}
    hashes = {key: text_hash(text) for key, text in texts.items()}
    known = set(TextVector.objects.filter(pk__in=set(hashes.values())).values_list("pk", flat=True))
    fresh = {mark: texts[key] for key, mark in hashes.items() if mark not in known}
    vectors = passage_vectors(list(fresh.values()))
    if vectors is not None:
        TextVector.objects.bulk_create(
            [TextVector(text_hash=mark, vector=pack(vector)) for mark, vector in zip(fresh, vectors, strict=True)],
            ignore_conflicts=True,
        )
    there = dict(DocumentVector.objects.filter(pk__in=hashes).values_list("key", "vector_id"))
    changed = [DocumentVector(key=key, vector_id=mark) for key, mark in hashes.items() if there.get(key) != mark]
    if changed:
        DocumentVector.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["key"], update_fields=["vector", "changed_at"]
        )
        forget_matrix()
    return len(fresh)


def forget(keys: Sequence[str]) -> None:
    """Drop the vectors of documents that are gone."""
    if keys and DocumentVector.objects.filter(pk__in=keys).delete()[0]:
        forget_matrix()


def export_vectors(path: Path) -> int:
    """Write the vectors of all documents as JSON (hash → base64 of 384 bytes); returns their number."""
    rows = TextVector.objects.filter(documents__isnull=False).distinct().order_by("pk").values_list("pk", "vector")
    vectors = {mark: b64encode(bytes(vector)).decode() for mark, vector in rows}
    path.write_text(json.dumps(vectors, indent=0) + "\n", "utf8")
    return len(vectors)


def load_vectors(path: Path) -> int:
    """Read vectors written by `export_vectors`, so that known texts need no embedding; returns how many are new."""
    vectors: dict[str, str] = json.loads(path.read_text("utf8"))
    known = set(TextVector.objects.values_list("pk", flat=True))
    fresh = [TextVector(text_hash=mark, vector=b64decode(text)) for mark, text in vectors.items() if mark not in known]
    TextVector.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)
