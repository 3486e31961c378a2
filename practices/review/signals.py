"""A scheduled text went out: the submission follows."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import page_published

from practices.models import EntryPage
from practices.review.services.publishing import publication_happened


@receiver(page_published)
def follow_publication(sender: type, instance: Any, revision: Revision | None = None, **_kwargs: Any) -> None:
    """Entries only."""
    if isinstance(instance, EntryPage) and revision is not None:
        publication_happened(instance, revision)
