"""The pages on which the city writes, one topic a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from practices.review.errors import NotAllowed, TopicChanged, WrongStage
from practices.review.models import Criterion, RubricVersion, Submission
from practices.review.policy import Action
from practices.review.services.writing import topic_version
from practices.review.transitions import require
from practices.submissions.form.forms import ASKED, Subjects, TopicForm
from practices.submissions.form.parts import Part
from practices.submissions.form.progress import percent_of, topic_url
from practices.submissions.form.questions import Topic
from practices.submissions.form.topics import topics_for
from practices.submissions.models import WrittenTopic
from practices.submissions.pages.access import SignedIn, desk_page, readable
from practices.submissions.pages.expired import (
    SENT,
    WRITER,
    arrived,
    forget,
    keeps_text,
    kept_text,
    wants_json,
    writer_token,
)
from practices.submissions.pages.reading import Shown, shown
from practices.submissions.pages.saving import Saved, keep_answers

OPENED_AT, USE = "opened_at", "use-"
CONTROLS = frozenset({"csrfmiddlewaretoken", WRITER, OPENED_AT, SENT, "save", "add", "remove"})
"""Names in the form that are no answers."""
UNKNOWN = -1
"""Version of a form that does not say when it was opened: it is compared, never written over what is there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page: the part of the form, and the name of the criterion that judges it."""

    part: Part
    criterion: str


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """Two answers to one question: what this person sent, and what somebody saved meanwhile."""

    part: Part
    theirs: Shown


@never_cache
@keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def desk_topic(request: SignedIn, pk: int, topic: str) -> HttpResponse:
    """One topic: its questions with the answers so far. A POST stores; a script's POST is answered in JSON."""
    if wants_json(request):
        return _autosave(request, pk, topic)
    return _page(request, pk=pk, slug=topic)


def desk_declaration(request: SignedIn, pk: int) -> HttpResponse:
    """What the city declares, as a topic."""
    return desk_topic(request, pk=pk, topic="declaration")


@desk_page
def _page(request: SignedIn, pk: int, slug: str) -> HttpResponse:
    submission, topic = _find(request, pk, slug)
    if request.method != "POST":
        return _form_page(request, submission, topic)
    try:
        saved = _save(request, submission, topic)
    except TopicChanged as changed:
        return _conflict_page(request, submission, topic, changed)
    forget(request)
    if saved is None or not saved.form.troubles():
        messages.success(request, _("Saved."))
    return redirect(_after(request.POST, submission, topic, sound=saved is None or not saved.form.troubles()))


def _find(request: SignedIn, pk: int, slug: str) -> tuple[Submission, Topic]:
    """The submission and its topic. Raises Http404, NotAllowed, WrongStage."""
    submission = readable(request.user, pk)
    require(request.user, Action.WRITE, submission)
    topic = next((topic for topic in topics_for(submission) if topic.slug == slug), None)
    if topic is None:
        raise Http404
    return submission, topic


def _save(request: SignedIn, submission: Submission, topic: Topic) -> Saved | None:
    """Store what was sent; None when it is there already: the same form twice. Raises TopicChanged."""
    sent, opened_at = answers_in(request.POST), request.POST.get(OPENED_AT, "")
    try:
        return keep_answers(
            submission=submission,
            topic=topic,
            data=sent,
            opened_at=int(opened_at) if opened_at.isdecimal() else UNKNOWN,
            by=request.user,
        )
    except TopicChanged:
        if _differing(request, submission, topic):
            raise
        return None


def answers_in(posted: QueryDict) -> MultiValueDict:
    """The answers of a posted form, without a row that is taken out and questions for which theirs was chosen."""
    theirs = {name.removeprefix(USE) for name, choice in posted.items() if name.startswith(USE) and choice == "theirs"}
    row = posted.get("remove", "")
    found = {
        name: texts
        for name, texts in posted.lists()
        if name not in CONTROLS
        and not name.startswith(USE)
        and not (row and name.startswith(f"{row}-"))
        and name.partition("-")[0] not in theirs
    }
    found[ASKED] = [name for name in found.get(ASKED, []) if name not in theirs]
    return MultiValueDict(found)


def _after(posted: QueryDict, submission: Submission, topic: Topic, *, sound: bool) -> str:
    """Where to go once it is saved."""
    here = topic_url(submission, topic.slug)
    fields = {question.field for question in topic.questions}
    if posted.get("add") in fields:
        return f"{here}?more={posted['add']}#q-{posted['add']}"
    if (field := posted.get("remove", "").rpartition("-")[0]) in fields:
        return f"{here}#q-{field}"
    if posted.get("save") != "next" or not sound:
        return here
    slugs = [each.slug for each in topics_for(submission)]
    after = slugs[slugs.index(topic.slug) + 1 :]
    return topic_url(submission, after[0]) if after else reverse("desk_check", args=[submission.pk])


def _form_page(request: SignedIn, submission: Submission, topic: Topic) -> HttpResponse:
    record = WrittenTopic.objects.filter(submission=submission, topic=topic.slug).select_related("by").first()
    kept = kept_text(request)
    subjects = Subjects(submission)
    form = TopicForm(
        topic,
        subjects,
        answers_in(_as_query(kept)) if kept is not None else None,
        unsaved=record.unsaved if record else None,
        more=request.GET.get("more", ""),
    )
    version = topic_version(submission, topic.slug)
    context = {
        **_frame(submission, topic, request),
        "form": form,
        "asked": _asked(form),
        "troubles": form.troubles(),
        "record": record,
        "percent": percent_of(Subjects(submission).entry),
        "opened_at": kept.get(OPENED_AT, version) if kept is not None else version,
        "returned": kept is not None,
        "arrived": arrived(request),
        "more": request.GET.get("more", ""),
    }
    return render(request, "submissions/topic.html", context)


def _as_query(typed: MultiValueDict) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, texts in typed.lists():
        query.setlist(name, texts)
    return query


def _frame(submission: Submission, topic: Topic, request: SignedIn) -> dict[str, Any]:
    """What stands around the form of a topic."""
    topics = topics_for(submission)
    number = [each.slug for each in topics].index(topic.slug)
    return {
        "submission": submission,
        "topic": topic,
        "number": number + 1,
        "total": len(topics),
        "last": number + 1 == len(topics),
        "here": topic_url(submission, topic.slug),
        "writer": writer_token(request.user),
    }


def _asked(form: TopicForm) -> list[Asked]:
    newest = RubricVersion.objects.first()
    names = {criterion.code: criterion.label() for criterion in Criterion.objects.filter(version=newest)}
    return [Asked(part, names.get(part.question.criterion, "")) for part in form]


def _differing(request: SignedIn, submission: Submission, topic: Topic) -> list[Part]:
    """The answers sent that are not the same as those that are there now."""
    now = Submission.objects.get(pk=submission.pk)
    record = WrittenTopic.objects.filter(submission=now, topic=topic.slug).first()
    mine = TopicForm(topic, Subjects(now), answers_in(request.POST))
    theirs = TopicForm(topic, Subjects(now), unsaved=record.unsaved if record else None)
    return mine.differing(theirs)


def _conflict_page(request: SignedIn, submission: Submission, topic: Topic, changed: TopicChanged) -> HttpResponse:
    now = Submission.objects.get(pk=submission.pk)
    subjects = Subjects(now)
    record = WrittenTopic.objects.filter(submission=now, topic=topic.slug).select_related("by").first()
    context = {
        **_frame(now, topic, request),
        "reason": str(changed),
        "opened_at": changed.version,
        "sent": request.POST.get(SENT, "")[:40],
        "record": record,
        "pairs": [
            TwoTexts(part, shown(part.question, subjects.of(part.question)))
            for part in _differing(request, submission, topic)
        ],
    }
    return render(request, "submissions/conflict.html", context, status=409)


def _autosave(request: SignedIn, pk: int, slug: str) -> JsonResponse:
    """The same for a script: what became of it, as JSON with the status of the page."""
    try:
        submission, topic = _find(request, pk, slug)
        if request.method != "POST":
            raise Http404
        saved = _save(request, submission, topic)
    except TopicChanged as changed:
        return JsonResponse({"code": "changed", "message": str(changed)}, status=409)
    except WrongStage as error:
        return JsonResponse({"code": "moved-on", "message": str(error)}, status=409)
    except NotAllowed as error:
        return JsonResponse({"code": "not-allowed", "message": str(error)}, status=403)
    forget(request)
    now = Submission.objects.get(pk=pk)
    troubles = saved.form.troubles() if saved else []
    answer = {
        "version": topic_version(now, slug),
        "percent": percent_of(Subjects(now).entry),
        "troubles": [{"anchor": trouble.anchor, "message": trouble.message} for trouble in troubles],
    }
    return JsonResponse(answer)
