"""A topic as a form. Each question stands alone: a slip in one keeps no other answer from being stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.datastructures import MultiValueDict
from wagtail.fields import StreamField

from practices.fields import TermListField
from practices.models import EntryPage
from practices.review.models import Submission
from practices.review.services.writing import draft_of
from practices.submissions.form.parts import Fixed, Part, Plain, Ranked, RankedThemes, Trouble, Typed
from practices.submissions.form.pasted import clean_text
from practices.submissions.form.questions import DECLARATION, ENTRY, SUBMISSION, Question, Topic
from practices.submissions.form.rows import CityRows, StreamRows

ASKED = "asked"
"""Name of the hidden inputs that say which questions the form held: no tick and no question look alike else."""
SPECIAL: dict[str, type[Part]] = {"city": Fixed, "theme_links": RankedThemes, "other_city_links": CityRows}


class Subjects:
    """What the answers of a submission are written on."""

    def __init__(self, submission: Submission, entry: EntryPage | None = None) -> None:
        self.submission = submission
        self.entry = entry or draft_of(submission)
        self.declaration = submission.declaration

    def of(self, question: Question) -> models.Model:
        """The one that has the question's field."""
        holders: dict[str, models.Model] = {
            ENTRY: self.entry,
            DECLARATION: self.declaration,
            SUBMISSION: self.submission,
        }
        return holders[question.of]


def part_class(question: Question, subject: Any) -> type[Part]:
    """How a question is answered."""
    if question.field in SPECIAL:
        return SPECIAL[question.field]
    column = subject._meta.get_field(question.field)
    if isinstance(column, StreamField):
        return StreamRows
    if isinstance(column, TermListField) and column.maximum:
        return Ranked
    return Plain


def cleaned_up(data: MultiValueDict) -> MultiValueDict:
    """What was typed, without what Word and the web leave in pasted text."""
    return MultiValueDict({name: [clean_text(text) for text in texts] for name, texts in data.lists()})


class TopicForm:
    """The questions of a topic with their answers.

    `data` is what was sent. Without it the answers are those of the draft, and over them `unsaved`: what was typed
    before and could not be stored.
    """

    def __init__(
        self,
        topic: Topic,
        subjects: Subjects,
        data: MultiValueDict | None = None,
        *,
        unsaved: Typed | None = None,
        more: str = "",
    ) -> None:
        self.topic, self.subjects = topic, subjects
        sent = cleaned_up(data) if data is not None else MultiValueDict(unsaved or {})
        self.parts = [self._part(question, sent, more) for question in topic.questions]
        if data is None:
            for part in self.parts:
                if isinstance(part, StreamRows) and part.data is not None:
                    part.add_unmentioned()
        self._check_together()

    def _part(self, question: Question, sent: MultiValueDict, more: str) -> Part:
        subject = self.subjects.of(question)
        kind = part_class(question, subject)
        held = question.field in sent.getlist(ASKED) or any(kind.owns(key, question.field) for key in sent)
        options: dict[str, Any] = {"more": more == question.field} if issubclass(kind, StreamRows | CityRows) else {}
        language = self.subjects.submission.language
        return kind(question, subject, sent if held else None, language, **options)

    def _check_together(self) -> None:
        """Hold the rules across fields that hold for drafts too (`EntryPage.clean`)."""
        parts = {part.name: part for part in self.parts if part.question.of == ENTRY and part.data is not None}
        if not parts.keys() & {"title", "start_year", "end_year", "too_early"}:
            return
        entry = self.subjects.entry
        before = {name: getattr(entry, name) for name, part in parts.items() if isinstance(part, Plain)}
        try:
            for name in before:
                if not parts[name].has_errors():
                    parts[name].write(entry)
            entry.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages if name in parts else ():
                    parts[name].add_error(message)
        finally:
            for name, value in before.items():
                setattr(entry, name, value)

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)

    def part(self, name: str) -> Part:
        """The answer to the question of that field. Raises StopIteration."""
        return next(part for part in self.parts if part.name == name)

    def troubles(self) -> list[Trouble]:
        """Everything that cannot be stored as it was typed; each message begins with its question."""
        return [
            Trouble(trouble.anchor, f"{part.question.label}: {trouble.message}")
            for part in self.parts
            for trouble in part.troubles()
        ]

    def write(self, subjects: Subjects) -> None:
        """Put every answer that was sent and can be stored onto the subjects."""
        for part in self.parts:
            if part.data is not None and part.can_be_stored():
                part.write(subjects.of(part.question))

    def unsaved(self) -> Typed:
        """What was typed and cannot be stored, as it was typed."""
        found: Typed = {}
        for part in self.parts:
            if part.data is not None and part.has_errors():
                found |= part.typed()
                found.setdefault(ASKED, []).append(part.name)
        return found

    def unheld(self, typed: Typed) -> Typed:
        """Of what was typed before: the answers to questions that this form did not hold."""
        left = [part for part in self.parts if part.data is None and part.name in typed.get(ASKED, ())]
        found = {key: texts for part in left for key, texts in typed.items() if part.owns(key, part.name)}
        return {**found, ASKED: [part.name for part in left]} if left else {}

    def differing(self, other: TopicForm) -> list[Part]:
        """The answers that were sent with this form and are not the same in the other one."""
        pairs = zip(self.parts, other.parts, strict=True)
        return [mine for mine, their in pairs if mine.data is not None and not mine.same_as(their)]
