"""Why somebody may not do something, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from practices.review.policy import Action

EDITORS_ONLY = frozenset(
    {
        Action.ANSWER_PROPOSAL,
        Action.ASSIGN_EDITOR,
        Action.SCREEN,
        Action.INVITE_REVIEWER,
        Action.MANAGE_ROUND,
        Action.WAIVE_CONFLICT,
        Action.READ_REVIEWS,
        Action.READ_CONFIDENTIAL,
    }
)
LEADS_ONLY = frozenset({Action.CONFIRM_MANDATE, Action.REFUSE_MANDATE})
CHIEFS_ONLY = frozenset({Action.DECIDE, Action.CORRECT_DECISION, Action.SIGN_OFF, Action.CHECK_CORRECTION})


def refusal(action: Action) -> str:
    """A sentence that says who may do it."""
    if action in LEADS_ONLY:
        return _("Only a lead of the city's team may do this.")
    if action in CHIEFS_ONLY:
        return _("Only a chief editor who has no stake in this entry may do this.")
    if action in EDITORS_ONLY:
        return _("Only an editor who has no stake in this entry may do this.")
    if action is Action.OVERRIDE:
        return _("This needs the permission to publish without a review.")
    if action is Action.WITHDRAW:
        return _("Only a lead of the city's team or a chief editor may withdraw an entry.")
    return _("Only members of the city's team may do this.")
