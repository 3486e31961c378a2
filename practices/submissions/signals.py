"""A text was published: readers may open the files that it shows."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from practices.models import EntryPage
from practices.submissions.files.storing import release_files


@receiver(page_published)
def open_files(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Entries only; most of those that an import publishes have no files."""
    if isinstance(instance, EntryPage) and (instance.pictures or instance.documents):
        release_files(entry=instance)
