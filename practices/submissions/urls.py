"""Addresses of the member city's desk."""

from django.urls import include, path

from practices.submissions.pages import (
    answering,
    attaching,
    checking,
    confirming,
    desk,
    following,
    keeping,
    proposing,
    starting,
    taking_in,
    writing,
)
from practices.submissions.team_urls import team_urlpatterns

urlpatterns = [
    path("team/", include(team_urlpatterns)),
    path("", desk.desk, name="desk"),
    path("propose/", proposing.propose, name="desk_propose"),
    path("<int:pk>/", following.submission, name="desk_submission"),
    path("<int:pk>/proposal/", proposing.proposal, name="desk_proposal"),
    path("<int:pk>/write/<slug:topic>/", writing.desk_topic, name="desk_topic"),
    path("<int:pk>/declaration/", writing.desk_declaration, name="desk_declaration"),
    path("<int:pk>/check/", checking.desk_check, name="desk_check"),
    path("<int:pk>/preview/", checking.desk_preview, name="desk_preview"),
    path("<int:pk>/mandate/", confirming.mandate, name="desk_mandate"),
    path("<int:pk>/letter/", answering.letter, name="desk_letter"),
    path("<int:pk>/files/", attaching.attached, name="desk_files"),
    path("<int:pk>/files/<int:file>/", attaching.picture_file, name="desk_file"),
    path("<int:pk>/documents/<int:file>/", attaching.document_file, name="desk_document"),
    path("<int:pk>/changes/", answering.changed, name="desk_changes"),
    path("<int:pk>/upload/", taking_in.take_in, name="desk_upload"),
    path("<int:pk>/download.<str:form>", taking_in.download, name="desk_download"),
    path("<int:pk>/withdraw/", following.stop, name="desk_stop"),
    path("entries/<slug:slug>/confirm/", keeping.confirm, name="desk_confirm"),
    path("entries/<slug:slug>/withdraw/", keeping.withdraw, name="desk_withdraw"),
    path("entries/<slug:slug>/<slug:kind>/", starting.start, name="desk_start"),
]
