"""The full form of the desk, topic by topic: what is asked is data, and everything else reads it from here.

The words stand in `questions.py`. Limits come from the models, and what is needed from `practices.policy`, so that
the form can neither ask for more nor promise less than what is held elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from django.core.validators import MaxLengthValidator
from django.db import models

from practices.models import ENTRY_MODELS
from practices.policy import missing_for_submission
from practices.review.models import Declaration, Submission
from practices.submissions.form.questions import DECLARATION, ENTRY, SUBMISSION, TOPICS, Question, Topic

__all__ = [
    "Question",
    "Topic",
    "limit_of",
    "model_of",
    "needed_fields",
    "text_topics",
    "topic_of_field",
    "topics_for",
    "topics_of",
]

LONGEST_TITLE = 90
"""Held by `EntryPage.clean`; Wagtail's own column is longer."""

MODELS: Mapping[str, type[models.Model]] = {model.kind: model for model in ENTRY_MODELS}


def model_of(question: Question, kind: str) -> type[models.Model]:
    """The model that has the question's field."""
    return {DECLARATION: Declaration, SUBMISSION: Submission}.get(question.of) or MODELS[kind]


def limit_of(question: Question, kind: str) -> int | None:
    """How many characters a text may have; None for what is not a text or has no limit."""
    if question.field == "title":
        return LONGEST_TITLE
    column = model_of(question, kind)._meta.get_field(question.field)
    if not isinstance(column, models.CharField | models.TextField) or hasattr(column, "kind"):
        return None
    if isinstance(column, models.EmailField):
        return None
    limits = [validator.limit_value for validator in column.validators if isinstance(validator, MaxLengthValidator)]
    return min(limits, default=None)


@cache
def needed_fields(kind: str) -> frozenset[str]:
    """Fields without which an entry of that kind is not sent in, whatever else it says."""
    return frozenset(missing.field for missing in missing_for_submission(MODELS[kind]()))


@cache
def topics_of(kind: str) -> tuple[Topic, ...]:
    """The topics of an entry of that kind, in the order of the form, without those that ask nothing of it."""
    found = []
    for topic in TOPICS:
        asked = tuple(
            replace(
                question,
                limit=limit_of(question, kind),
                required=question.required or (question.of == ENTRY and question.field in needed_fields(kind)),
            )
            for question in topic.questions
            if kind in question.kinds
        )
        if asked:
            found.append(replace(topic, questions=asked))
    return tuple(found)


def text_topics(kind: str) -> tuple[Topic, ...]:
    """The same without what is declared: what a record or a file holds."""
    found = (replace(topic, questions=tuple(q for q in topic.questions if q.of == ENTRY)) for topic in topics_of(kind))
    return tuple(topic for topic in found if topic.questions)


@cache
def topic_of_field(kind: str) -> Mapping[str, Topic]:
    """Field → the topic that asks for it."""
    return {question.field: topic for topic in topics_of(kind) for question in topic.questions}


def topics_for(submission: Submission) -> tuple[Topic, ...]:
    """The topics of a submission: readers are told what changes only where something was there before."""
    assert submission.entry is not None
    changes = submission.kind in {Submission.Kind.UPDATE, Submission.Kind.CORRECTION}
    return tuple(
        replace(
            topic,
            questions=tuple(
                replace(question, required=True) if question.of == SUBMISSION else question
                for question in topic.questions
                if changes or question.of != SUBMISSION
            ),
        )
        for topic in topics_of(submission.entry.specific.kind)
    )
