"""What people may do to entries in the admin: write drafts. What readers see changes only through services."""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester


class _DraftsOnly(PagePermissionTester):
    """Closes every way in which the admin would change what readers see, for administrators too."""

    def _nobody(self, *args: Any) -> bool:
        return False

    can_publish = _nobody
    can_publish_subpage = _nobody
    can_unpublish = _nobody
    can_unschedule = _nobody
    can_submit_for_moderation = _nobody
    can_copy = _nobody
    can_move = _nobody
    can_move_to = _nobody
    can_set_view_restrictions = _nobody


class EntryPermissionTester(_DraftsOnly):
    """What a person may do to one entry."""

    def can_edit(self) -> bool:
        """As everywhere in Wagtail; but nobody writes on an entry that was withdrawn."""
        return super().can_edit() and not self.page.is_withdrawn

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Administrators may delete a draft that readers never saw; what they saw is withdrawn and leaves a notice."""
        return self.user.is_active and self.user.is_superuser and not self.page.was_public


class EntryIndexPermissionTester(_DraftsOnly):
    """What a person may do to the page above all entries: add drafts below it."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Nobody: all entries would go with it."""
        return False

    def can_reorder_children(self) -> bool:
        """Nobody: entries are found by search, and moving one would be a move."""
        return False
