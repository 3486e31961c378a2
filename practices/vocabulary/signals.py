"""A changed vocabulary drops the labels in memory and is told to whoever listens."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal, receiver

from practices.vocabulary import labels
from practices.vocabulary.models import Award, City, Country, Goal, Term, Theme

vocabulary_changed = Signal()
"""Sent with `record` after a term, theme, goal, place or award was saved or deleted."""


@receiver(post_save)
@receiver(post_delete)
def forget_labels(sender: type[models.Model], instance: models.Model, **_kwargs: Any) -> None:
    """Labels in memory are old now; documents that carry them too."""
    if sender in (Term, Theme, Goal, Country, City, Award):
        labels.forget()
        vocabulary_changed.send(sender=sender, record=instance)
