"""Storing the answers of one topic, and keeping beside them what cannot be stored yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from practices.members.models import User
from practices.models import EntryPage
from practices.review.errors import TopicChanged
from practices.review.models import Submission
from practices.review.policy import Action
from practices.review.services import writing
from practices.review.transitions import lock, require
from practices.submissions.form.forms import Subjects, TopicForm
from practices.submissions.form.questions import DECLARATION, ENTRY, SUBMISSION, Topic
from practices.submissions.models import WrittenTopic


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a form: the form itself, the version of the topic that it made, and when."""

    form: TopicForm
    version: int
    at: datetime


@transaction.atomic
def keep_answers(
    *, submission: Submission, topic: Topic, data: MultiValueDict, opened_at: int | None, by: User
) -> Saved:
    """Store each answer that can be stored, and keep the others as they were typed.

    Raises TopicChanged, NotAllowed, WrongStage; then nothing is stored.
    """
    submission = lock(submission)
    require(by, Action.WRITE, submission)
    made: list[TopicForm] = []

    def change(entry: EntryPage) -> None:
        form = TopicForm(topic, Subjects(submission, entry), data)
        form.write(Subjects(submission, entry))
        made.append(form)

    if any(question.of == ENTRY for question in topic.questions):
        submission = writing.save_topic(
            submission=submission, topic=topic.slug, opened_at=opened_at, change=change, by=by
        )
    else:
        made.append(_declare(submission, topic, data, opened_at, by))
    form, now = made[0], timezone.now()
    record = WrittenTopic.objects.filter(submission=submission, topic=topic.slug).first()
    before = record.unsaved if record else {}
    WrittenTopic.objects.update_or_create(
        submission=submission,
        topic=topic.slug,
        defaults={"by": by, "at": now, "unsaved": merged(form.unheld(before), form.unsaved())},
    )
    return Saved(form, writing.topic_version(submission, topic.slug), now)


def merged(first: dict[str, list[str]], second: dict[str, list[str]]) -> dict[str, list[str]]:
    """What was typed for some questions, and for others."""
    return {key: [*first.get(key, []), *second.get(key, [])] for key in {**first, **second}}


def _declare(submission: Submission, topic: Topic, data: Any, opened_at: int | None, by: User) -> TopicForm:
    """Store answers that are not of the entry; raises TopicChanged."""
    now = writing.topic_version(submission, topic.slug)
    if opened_at is not None and opened_at != now:
        raise TopicChanged(now, submission.declaration)
    form = TopicForm(topic, Subjects(submission), data)
    sound = [part for part in form if part.data is not None and part.can_be_stored()]
    values = {part.name: part.value() for part in sound if part.question.of == DECLARATION}
    writing.save_declaration(submission=submission, values=values, by=by)
    told = [part for part in sound if part.question.of == SUBMISSION]
    for part in told:
        part.write(submission)
    submission.topic_versions = writing.versions_after(submission, topic.slug)
    submission.save(update_fields=["topic_versions", *(part.name for part in told)])
    return form
