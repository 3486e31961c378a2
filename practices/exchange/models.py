"""What is remembered about imported entries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from practices.models import EntryPage


class ImportRecord(models.Model):
    """Where an entry came from, and the revision that the import made: a later one means that people changed it."""

    entry = models.OneToOneField(EntryPage, on_delete=models.CASCADE, related_name="import_record")
    source = models.CharField(_("source"), max_length=60)
    content_hash = models.CharField(max_length=32)
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("import record")
        verbose_name_plural = _("import records")

    def __str__(self) -> str:
        return f"{self.source} · {self.entry_id}"
