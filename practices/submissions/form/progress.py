"""How far a text has come: each topic with what it lacks, computed from what keeps the text from being sent in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from practices.facts import set_computed
from practices.policy import Missing
from practices.review.models import Submission
from practices.review.services import sending
from practices.review.stages import Stage
from practices.submissions.form.forms import Subjects
from practices.submissions.form.questions import Question, Topic
from practices.submissions.form.topics import topics_for
from practices.submissions.models import WrittenTopic


class Status(StrEnum):
    """Where a topic stands; each is also the end of a CSS class."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    COMPLETE = "complete"
    HAS_ERRORS = "has-errors"


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic in the task list: its address, what it lacks, who wrote it last and when."""

    topic: Topic
    url: str
    status: Status
    missing: tuple[Missing, ...] = ()
    by: Any = None
    at: datetime | None = None

    @property
    def optional(self) -> bool:
        """Whether nothing of it is needed."""
        return not any(question.required for question in self.topic.questions)

    @property
    def label(self) -> str:
        """The status in words."""
        return {
            Status.NOT_STARTED: _("Not started"),
            Status.IN_PROGRESS: _("In progress"),
            Status.COMPLETE: pgettext("status of a topic", "Complete"),
            Status.HAS_ERRORS: _("Has errors"),
        }[self.status]


def topic_url(submission: Submission, topic: str, field: str = "") -> str:
    """The address of a topic, or of one question in it."""
    page = (
        reverse("desk_declaration", args=[submission.pk])
        if topic == "declaration"
        else reverse("desk_topic", args=[submission.pk, topic])
    )
    return f"{page}#q-{field}" if field else page


def task_list(submission: Submission) -> list[TopicState]:
    """Every topic of the form with its state, in the order of the form."""
    subjects = Subjects(submission)
    return states(submission, subjects, lacking(submission))


def states(submission: Submission, subjects: Subjects, missing: Iterable[Missing]) -> list[TopicState]:
    """The same from what was read already."""
    records = {record.topic: record for record in submission.written_topics.select_related("by")}  # type: ignore[attr-defined]
    lacks = {lack.field: lack for lack in missing}
    return [_state(submission, topic, subjects, lacks, records.get(topic.slug)) for topic in topics_for(submission)]


def _state(
    submission: Submission, topic: Topic, subjects: Subjects, lacks: dict[str, Missing], record: WrittenTopic | None
) -> TopicState:
    found = tuple(lacks[question.field] for question in topic.questions if question.field in lacks)
    begun = any(answered(question, subjects.of(question)) for question in topic.questions)
    if record and record.unsaved:
        status = Status.HAS_ERRORS
    elif not begun:
        status = Status.NOT_STARTED
    else:
        status = Status.IN_PROGRESS if found else Status.COMPLETE
    url = topic_url(submission, topic.slug)
    return TopicState(topic, url, status, found, record.by if record else None, record.at if record else None)


def answered(question: Question, subject: Any) -> bool:
    """Whether somebody answered; what is so from the start is no answer."""
    value = getattr(subject, question.field)
    if hasattr(value, "all"):
        return bool(value.all())
    column = subject._meta.get_field(question.field)
    start = column.get_default() if isinstance(column, models.Field) and column.has_default() else None
    return bool(value) and value != start


def lacking(submission: Submission) -> list[Missing]:
    """Everything that keeps the text from being sent in; back with the city, its letter's open points too."""
    found = sending.missing(submission)
    if submission.stage == Stage.REVISING:
        reason = _("Answer point %(n)d of the letter.")
        found += [
            Missing(f"point-{point.pk}", reason % {"n": point.number}) for point in sending.unanswered(submission)
        ]
    return found


def percent(submission: Submission) -> int:
    """The weighted share of the form that is filled, 0 to 100 (`practices.facts.WEIGHTS`)."""
    return percent_of(Subjects(submission).entry)


def percent_of(entry: Any) -> int:
    """The same of a draft that was read already."""
    set_computed(entry)
    return int(entry.completeness)


def not_stored(submission: Submission) -> list[WrittenTopic]:
    """Topics in which something was typed that cannot be stored yet."""
    return [record for record in submission.written_topics.all() if record.unsaved]  # type: ignore[attr-defined]
