"""Loading many entries at once without updating the admin's own indexes row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.search.backends import get_search_backend
from wagtail.signal_handlers import disable_reference_index_auto_update

from practices.models import ENTRY_MODELS


@contextmanager
def quiet_indexes(written: Sequence[int]) -> Iterator[None]:
    """Hold back the admin's search and reference index; at the end take in the entries `written` at once."""
    for model in ENTRY_MODELS:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in ENTRY_MODELS:
            post_save.connect(post_save_signal_handler, sender=model)
    backend = get_search_backend()
    for model in ENTRY_MODELS:
        entries = list(model.objects.filter(pk__in=written))
        if entries:
            backend.add_bulk(model, entries)
