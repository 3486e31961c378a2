"""What Wagtail shows of the review."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from practices.members.roles import Group
from practices.members.selectors import is_editor


class ReviewDeskItem(MenuItem):
    """The way from the admin to the review desk, for those who have one there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Editors and auditors."""
        person: Any = request.user
        return is_editor(person) or person.groups.filter(name=Group.AUDITORS).exists()

    def render_component(self, request: HttpRequest) -> Any:
        """With the address in the person's language; the item itself lives longer than the request."""
        component = super().render_component(request)
        component.url = reverse("review_desk")
        return component


@hooks.register("register_admin_menu_item")
def register_review_desk() -> ReviewDeskItem:
    """Near the top, beside the entries."""
    return ReviewDeskItem(_("Review desk"), "", name="review-desk", icon_name="tasks", order=150)


@hooks.register("register_log_actions")
def register_step(actions: object) -> None:
    """One step of a submission, in the log of its page."""
    actions.register_action("review.step", _("Review"), _("A step of the review"))  # type: ignore[attr-defined]
