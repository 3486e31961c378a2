"""The only door through which an entry reaches readers: a permit for one revision, and its publication."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.utils.timestamps import ensure_utc

from practices.models import EntryPage, PublicationPermit, PublicationRefused

__all__ = ["PublicationRefused", "cancel_schedule", "publish"]

Kind = PublicationPermit.Kind
NEEDED = {Kind.LISTED: "practices.publish_listed", Kind.OVERRIDE: "practices.publish_without_review"}
"""The permission of who publishes without a review. Who may accept or correct is the review's own rule."""


@transaction.atomic
def publish(
    *, revision: Revision, kind: str, by: Any = None, reason: str = "", at: datetime.datetime | None = None
) -> PublicationPermit:
    """Permit this very revision, and publish it now, or at a time to come; a newer draft stays a draft.

    Returns the permit. Another revision that waits for its day loses its place, and its permit. Raises
    PublicationRefused when the person lacks the permission, or an override lacks a person or a reason.
    """
    reason = reason.strip()
    _refuse_unless_allowed(Kind(kind), by, reason)
    entry = EntryPage.objects.select_for_update().get(pk=revision.object_id).specific
    revision = entry.revisions.get(pk=revision.pk)  # as it is now: the caller's copy may be old
    for waiting in entry.revisions.filter(approved_go_live_at__isnull=False).exclude(pk=revision.pk):
        _take_back(waiting, by)
    permit, _new = PublicationPermit.objects.update_or_create(
        revision=revision,
        defaults={"entry": entry, "kind": kind, "by": by, "reason": reason, "granted_at": timezone.now()},
    )
    if kind == Kind.OVERRIDE:
        log(instance=entry, action="practices.override", user=by, revision=revision, data={"reason": reason})
    if at is not None and at > timezone.now():
        _schedule(entry, revision, at, by)
    else:
        revision.publish(user=by, skip_permission_checks=True)
    return permit


@transaction.atomic
def cancel_schedule(*, entry: EntryPage, by: Any = None) -> Revision | None:
    """Take the permit back from the revision that waits for its day.

    Returns that revision, or None when none waits: it may have gone out a moment ago.
    """
    entry = EntryPage.objects.select_for_update().get(pk=entry.pk).specific
    waiting = entry.revisions.filter(approved_go_live_at__isnull=False).first()
    if waiting is not None:
        _take_back(waiting, by)
    return waiting


def _refuse_unless_allowed(kind: PublicationPermit.Kind, by: Any, reason: str) -> None:
    if kind == Kind.OVERRIDE and not reason:
        raise PublicationRefused(_("Give the reason for publishing without the review. It is logged."))
    if kind == Kind.OVERRIDE and by is None:
        raise PublicationRefused(_("Somebody must answer for publishing without the review."))
    if by is not None and kind in NEEDED and not by.has_perm(NEEDED[kind]):
        raise PublicationRefused(_("You may not publish an entry without a review."))


def _schedule(entry: EntryPage, revision: Revision, at: datetime.datetime, by: Any) -> None:
    """Leave the revision to `manage.py publish_scheduled`, as Wagtail's own schedule does."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=at)
    times = {"created": ensure_utc(revision.created_at), "go_live_at": ensure_utc(at)}
    about = {"id": revision.pk, **times, "has_live_version": entry.live}
    log(instance=entry, action="wagtail.publish.schedule", user=by, revision=revision, data={"revision": about})


def _take_back(waiting: Revision, by: Any) -> None:
    """End the wait of a scheduled revision; Wagtail logs it when the field is saved."""
    waiting.approved_go_live_at = None
    waiting.save(user=by, update_fields=["approved_go_live_at"])
    PublicationPermit.objects.filter(revision=waiting).exclude(entry__live_revision=waiting).delete()
