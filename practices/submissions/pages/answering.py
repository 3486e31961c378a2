"""The editors' letter, the city's answers beside its points, and what changed in the text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practices.members.models import User
from practices.models import EntryPage
from practices.presenters.entries import lang_attributes
from practices.review.errors import TopicChanged
from practices.review.models import DecisionPoint, EditorialDecision, Submission
from practices.review.policy import Action
from practices.review.presenters.changes import changes
from practices.review.presenters.fields import field_label
from practices.review.services import sending, writing
from practices.review.stages import Stage
from practices.review.transitions import require
from practices.submissions.form.pasted import clean_text
from practices.submissions.form.progress import topic_url
from practices.submissions.form.topics import topic_of_field
from practices.submissions.pages.access import SignedIn, desk_page, may, readable
from practices.submissions.pages.expired import forget, kept_text
from practices.submissions.pages.following import current_title
from practices.submissions.pages.scripts import autosaved, form_of, saved


@dataclass(frozen=True, slots=True)
class Answering:
    """One point with its answer as the page shows it: what was typed, what a colleague wrote meanwhile, an error."""

    point: DecisionPoint
    part: str
    url: str
    typed: str
    theirs: str = ""
    error: str = ""


def mark(answer: str) -> str:
    """What a form carries of the answer that it was opened with, to see whether it was changed since."""
    return hashlib.sha256(answer.encode()).hexdigest()[:16]


def last_letter(submission: Submission) -> EditorialDecision | None:
    """The decision whose letter the city answers: the newest one, which may correct an earlier one."""
    decisions = submission.decisions.order_by("-at", "-pk")  # type: ignore[attr-defined]
    found: EditorialDecision | None = decisions.prefetch_related("points__answered_by").first()
    return found


def marks_of(points: Iterable[DecisionPoint]) -> str:
    """The marks of all answers, for the form: `12:0a1b… 13:…`."""
    return " ".join(f"{point.pk}:{mark(point.answer)}" for point in points)


def _opened(posted: Mapping[str, str]) -> dict[int, str]:
    """The marks that a form was opened with; what it does not say counts as changed since."""
    pairs = (pair.partition(":") for pair in posted.get("opened_at", "").split())
    return {int(pk): found for pk, _colon, found in pairs if pk.isdecimal()}


def _keep_all(request: SignedIn, submission: Submission, points: Iterable[DecisionPoint]) -> list[Answering]:
    """Keep every answer that was changed in this form; what could not be kept says why."""
    require(request.user, Action.ANSWER_POINTS, submission)
    opened = _opened(request.POST)
    kept = [_keep(submission, point, request.POST, opened.get(point.pk, ""), request.user) for point in points]
    forget(request)
    return kept


def autosave(request: SignedIn, pk: int) -> JsonResponse:
    """What a script sends while somebody answers. Raises TopicChanged when a colleague answered the same point."""
    submission = readable(request.user, pk)
    decision = last_letter(submission)
    points = list(decision.points.all()) if decision else []  # type: ignore[attr-defined]
    kept = _keep_all(request, submission, points)
    if any(one.theirs for one in kept):
        raise TopicChanged(0, kept)
    now = DecisionPoint.objects.filter(pk__in=[point.pk for point in points])
    return saved(marks_of(now), [(f"answer-{one.point.pk}", one.error) for one in kept if one.error])


@require_http_methods(["GET", "HEAD", "POST"])
@autosaved(autosave)
@desk_page
def letter(request: SignedIn, pk: int) -> HttpResponse:
    """The letter with an answer beside each point; a POST keeps every answer that was changed."""
    submission = readable(request.user, pk)
    decision = last_letter(submission)
    if decision is None:
        return _sent_back(request, submission)
    points = list(decision.points.all())  # type: ignore[attr-defined]
    typed: Mapping[str, str] = kept_text(request) or {}
    shown = [_answering(submission, point, typed=typed.get(f"answer-{point.pk}", point.answer)) for point in points]
    if request.method == "POST":
        shown = _keep_all(request, submission, points)
        if not any(one.error or one.theirs for one in shown):
            messages.success(request, _("Your answers are saved."))
            number = request.POST.get("save", "")
            return redirect(reverse("desk_letter", args=[pk]) + (f"#point-{number}" if number.isdecimal() else ""))
    trouble = any(one.error or one.theirs for one in shown)
    earlier = submission.decisions.exclude(pk=decision.pk).order_by("-at", "-pk")  # type: ignore[attr-defined]
    context = {
        **form_of(request, marks_of(one.point for one in shown)),
        "submission": submission,
        "title": current_title(submission),
        "decision": decision,
        "points": shown,
        "answered": sum(1 for one in shown if one.point.answer),
        "can_answer": may(request.user, Action.ANSWER_POINTS, submission),
        "earlier": earlier.prefetch_related("points"),
        "has_trouble": trouble,
        "autosave_key": f"letter-{decision.pk}",
    }
    return render(request, "submissions/letter.html", context, status=422 if trouble else 200)


def _sent_back(request: SignedIn, submission: Submission) -> HttpResponse:
    """The words with which the editors sent it back before any review; 404 when they never did."""
    event = submission.events.filter(action="send-back").last()  # type: ignore[attr-defined]
    if event is None:
        raise Http404
    context = {
        "submission": submission,
        "title": current_title(submission),
        "event": event,
        "can_resubmit": may(request.user, Action.RESUBMIT, submission),
    }
    return render(request, "submissions/sent_back.html", context)


def _answering(submission: Submission, point: DecisionPoint, **more: str) -> Answering:
    """The point with the link to the topic of the part that it names."""
    entry = submission.entry
    topic = topic_of_field(entry.specific.kind).get(point.field) if entry is not None and point.field else None
    return Answering(
        point=point,
        part=field_label(point.field) if point.field else "",
        url=topic_url(submission, topic.slug, point.field) if topic else "",
        typed=more.get("typed", point.answer),
        theirs=more.get("theirs", ""),
        error=more.get("error", ""),
    )


def _keep(submission: Submission, point: DecisionPoint, posted: Mapping[str, str], opened: str, by: User) -> Answering:
    """Keep one answer if it was changed in this form. A colleague's newer answer is shown and never written over."""
    typed = clean_text(posted.get(f"answer-{point.pk}", point.answer))
    if mark(typed) == opened or typed == point.answer:
        return _answering(submission, point)
    if opened != mark(point.answer):
        return _answering(submission, point, typed=typed, theirs=point.answer)
    try:
        point = sending.answer_point(point=point, answer=typed, by=by)
    except ValidationError as error:
        point.refresh_from_db()
        return _answering(submission, point, typed=typed, error=" ".join(error.messages))
    return _answering(submission, point)


@require_safe
@desk_page
def changed(request: SignedIn, pk: int) -> HttpResponse:
    """What changed between the text that was judged, sent in or published, and the text in work."""
    submission = readable(request.user, pk)
    before = text_before(submission)
    if before is None:
        raise Http404
    now = writing.draft_of(submission)
    language = request.LANGUAGE_CODE[:2]  # type: ignore[attr-defined]
    context = {
        "submission": submission,
        "title": now.title,
        "changes": changes(before, now),
        "lang": lang_attributes(submission.language, language),
    }
    return render(request, "submissions/changes.html", context)


def text_before(submission: Submission) -> EntryPage | None:
    """The text that the last decision judged; without one the text sent in, else the published one, else None."""
    decision = last_letter(submission)
    if decision is not None:
        judged: EntryPage = decision.revision.as_object()
        return judged
    if submission.submitted_revision is not None and submission.stage == Stage.REVISING:
        return writing.text_sent(submission)
    entry = submission.entry
    return entry.specific if entry is not None and entry.live else None
