"""Writes on entries that editors make."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from practices.models import EntryPage, EntryTag, TaggedEntry
from practices.vocabulary.services import MergeRefused
from search.indexing.api import enqueue


@transaction.atomic
def change_tags(
    *,
    entries: Iterable[EntryPage],
    add: Collection[EntryTag] = (),
    remove: Collection[EntryTag] = (),
    by: object = None,
) -> int:
    """Put tags on entries and take tags off; returns how many entries changed.

    Tags are the editors' own words, so that they do not wait for a publication: what readers see changes at once, and
    the draft behind it too. The published revision stays the one that was accepted.
    """
    changed = 0
    for entry in entries:
        live = EntryPage.objects.get(pk=entry.pk).specific  # what is stored: the caller's copy may hold a draft
        before = set(live.tags.all())
        after = (before | set(add)) - set(remove)
        draft = live.get_latest_revision_as_object() if live.latest_revision_id else None
        draft_after = (set(draft.tags.all()) | set(add)) - set(remove) if draft is not None else after
        if after == before and (draft is None or draft_after == set(draft.tags.all())):
            continue
        live.tags.set(after)
        live.save(clean=False)
        if draft is not None:
            draft.tags.set(draft_after)
            draft.save_revision(user=by, changed=live.has_unpublished_changes, clean=False)
        log(instance=live, action="wagtail.edit", user=by)
        enqueue([str(live.translation_key)])
        changed += 1
    return changed


@transaction.atomic
def merge_tags(*, absorbed: EntryTag, kept: EntryTag) -> int:
    """Make two tags one: entries of the absorbed tag carry the kept one, and the absorbed tag goes.

    Returns how many entries changed. Raises MergeRefused for a tag with itself.
    """
    if absorbed.pk == kept.pk:
        raise MergeRefused(_("A record cannot be merged with itself."))
    entries = list(EntryPage.objects.filter(pk__in=TaggedEntry.objects.filter(tag=absorbed).values("content_object")))
    changed = change_tags(entries=entries, add=[kept], remove=[absorbed])
    absorbed.delete()
    return changed
