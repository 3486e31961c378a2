"""Vectors of documents, by the hash of the text they were made of."""

from __future__ import annotations

from django.db import models


class TextVector(models.Model):
    """The vector of a text; kept so that no text is embedded twice."""

    text_hash = models.CharField(max_length=32, primary_key=True)
    vector = models.BinaryField()

    def __str__(self) -> str:
        return self.text_hash


class DocumentVector(models.Model):
    """Which vector a document has now."""

    key = models.CharField(max_length=100, primary_key=True)
    vector = models.ForeignKey(TextVector, on_delete=models.CASCADE, related_name="documents")
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    def __str__(self) -> str:
        return self.key
