"""The last look before a text is sent in, and the text as readers will see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from practices.members.selectors import leads_of
from practices.policy import Missing
from practices.review.errors import Incomplete, WrongStage
from practices.review.models import Submission
from practices.review.services import sending
from practices.review.services.writing import draft_of
from practices.review.stages import WRITABLE, Stage
from practices.submissions.drafts import draft_context
from practices.submissions.duplicates import similar_in_city
from practices.submissions.form.forms import Subjects
from practices.submissions.form.progress import TopicState, lacking, not_stored, percent_of, states, topic_url
from practices.submissions.form.topics import topics_for
from practices.submissions.models import WrittenTopic
from practices.submissions.pages.access import SignedIn, desk_page, readable, require_team
from practices.submissions.pages.reading import Shown, shown

ARRIVED = frozenset({Stage.SUBMITTED, Stage.SCREENING, Stage.IN_REVIEW})
"""Stages in which the text has just been sent; the page then says so, however often it is opened."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, with the address of the very question."""

    label: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckedTopic:
    """A topic with its answers as they will be read."""

    state: TopicState
    answers: list[Shown]


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def desk_check(request: SignedIn, pk: int) -> HttpResponse:
    """Every answer as it will be read, what is missing, and sending it in. Once it is sent: its number.

    Sending twice is sending once. Raises NotAllowed, WrongStage.
    """
    submission = readable(request.user, pk)
    require_team(request.user, submission)
    if submission.stage in ARRIVED:
        return _arrived(request, submission)
    if submission.stage not in WRITABLE:
        raise WrongStage(submission.stage)
    if request.method == "POST" and not not_stored(submission):
        send = sending.resubmit if submission.stage == Stage.REVISING else sending.submit
        try:
            send(submission=submission, by=request.user)
        except Incomplete:
            pass  # the page says what is missing
        except WrongStage:
            return redirect("desk_check", pk=pk)
        else:
            return redirect("desk_check", pk=pk)
    return render(request, "submissions/check.html", _checked(submission, tried=request.method == "POST"))


def _checked(submission: Submission, *, tried: bool) -> dict[str, object]:
    subjects, missing = Subjects(submission), lacking(submission)
    found = states(submission, subjects, missing)
    topics = [
        CheckedTopic(state, [shown(question, subjects.of(question)) for question in state.topic.questions])
        for state in found
    ]
    return {
        "submission": submission,
        "topics": topics,
        "gaps": gaps(submission, missing),
        "not_stored": waiting(submission, not_stored(submission)),
        "percent": percent_of(subjects.entry),
        "similar": similar_in_city(submission, subjects.entry.title),
        "again": submission.stage == Stage.REVISING,
        "tried": tried,
        "leads": [place.person for place in leads_of(submission.city)],
    }


def gaps(submission: Submission, missing: Iterable[Missing]) -> list[Gap]:
    """What is missing, each with the way to its question or to the point of the letter."""
    asked = {question.field: (topic, question) for topic in topics_for(submission) for question in topic.questions}
    found = []
    for lack in missing:
        if lack.field in asked:
            topic, question = asked[lack.field]
            found.append(Gap(str(question.label), lack.reason, topic_url(submission, topic.slug, lack.field)))
        else:
            letter = reverse("desk_letter", args=[submission.pk])
            found.append(Gap("", lack.reason, f"{letter}#{lack.field}"))
    return found


def waiting(submission: Submission, records: Iterable[WrittenTopic]) -> list[Gap]:
    """Topics in which something typed waits to be mended."""
    titles = {topic.slug: str(topic.title) for topic in topics_for(submission)}
    return [
        Gap(titles[record.topic], "", topic_url(submission, record.topic))
        for record in records
        if record.topic in titles
    ]


def _arrived(request: SignedIn, submission: Submission) -> HttpResponse:
    context = {"submission": submission, "leads": [place.person for place in leads_of(submission.city)]}
    return render(request, "submissions/sent.html", context)


@desk_page
@require_safe
def desk_preview(request: SignedIn, pk: int) -> HttpResponse:
    """The draft as the entry's page will show it. Raises Http404 for whoever may not read the text."""
    submission = readable(request.user, pk)
    if submission.entry is None:
        raise WrongStage(submission.stage)
    context = {**draft_context(draft_of(submission), submission, request), "submission": submission}
    return render(request, "submissions/preview.html", context)
