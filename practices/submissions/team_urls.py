"""Addresses of the team pages, for `desk/team/`."""

from django.urls import path

from practices.submissions.pages import team

team_urlpatterns = [
    path("", team.teams, name="team"),
    path("<slug:slug>/", team.team_of_city, name="team_of_city"),
    path("places/<int:pk>/again/", team.invite_again, name="team_invite_again"),
    path("places/<int:pk>/end/", team.end_place, name="team_end_place"),
]
