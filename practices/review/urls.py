"""Addresses of the review desk."""

from django.urls import path

from practices.review.views import (
    candidates,
    deciding,
    link,
    queue,
    reading,
    reports,
    reviewed,
    reviewer,
    submission,
)

urlpatterns = [
    path("", queue.desk, name="review_desk"),
    path("<int:pk>/", submission.submission, name="review_submission"),
    path("<int:pk>/steps/<slug:step>/", submission.take_step, name="review_step"),
    path("<int:pk>/preview/", reading.preview, name="review_preview"),
    path("<int:pk>/reviewers/", candidates.candidates, name="review_candidates"),
    path("<int:pk>/decide/", deciding.decide, name="review_decide"),
    path("<int:pk>/decisions/<int:decision>/", deciding.correct, name="review_correct"),
    path("<int:pk>/changes/", reading.compared, name="review_changes"),
    path("assignments/<int:pk>/", reviewer.review_assignment, name="review_assignment"),
    path("assignments/<int:pk>/changes/", reviewed.review_my_changes, name="review_my_changes"),
    path("assignments/<int:pk>/certificate/", reviewed.review_certificate, name="review_certificate"),
    path("assignments/<int:pk>/files/<int:document>/", reviewed.review_file, name="review_file"),
    path("link/", link.review_new_link, name="review_new_link"),
    path("link/<str:token>/", link.review_link, name="review_link"),
    path("reports/", reports.reports, name="review_reports"),
    path("reports/<slug:name>.csv", reports.report, name="review_report"),
]
