"""Teams in the admin's settings."""

from wagtail import hooks

from practices.members.viewsets import MembershipViewSet


@hooks.register("register_admin_viewset")
def register_teams() -> MembershipViewSet:
    """The list of memberships."""
    return MembershipViewSet("teams", url_prefix="teams")
