"""The city's text while it is written: one working revision, never one that was sent in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from practices.facts import set_computed
from practices.members.models import User
from practices.models import EntryCity, EntryPage, EntryTheme
from practices.review.errors import TopicChanged
from practices.review.models import Declaration, EditorialDecision, Event, ReviewRound, Submission
from practices.review.policy import Action, NotAllowed
from practices.review.refusals import refusal
from practices.review.transitions import lock, record, require

EVERY_TOPIC = "*"
"""Saved when all topics are written at once, from a file or an earlier entry: every open form is old then."""


def draft_of(submission: Submission) -> EntryPage:
    """The entry as the city last wrote it."""
    assert submission.entry is not None
    revision = submission.working_revision or submission.entry.specific.get_latest_revision()
    entry: EntryPage = revision.as_object() if revision is not None else submission.entry.specific
    return entry


def text_sent(submission: Submission) -> EntryPage:
    """The entry as it was sent in: what is screened, reviewed and decided on."""
    assert submission.submitted_revision is not None
    entry: EntryPage = submission.submitted_revision.as_object()
    return entry


def topic_version(submission: Submission, topic: str) -> int:
    """How often a topic was saved, alone or with all others; a form carries the number that it was opened with."""
    saved = submission.topic_versions
    return int(saved.get(topic, 0)) + (int(saved.get(EVERY_TOPIC, 0)) if topic != EVERY_TOPIC else 0)


@transaction.atomic
def save_topic(
    *,
    submission: Submission,
    topic: str,
    opened_at: int | None,
    change: Callable[[EntryPage], None],
    by: User,
) -> Submission:
    """Write one topic into the working text. `change` puts the answers onto the entry.

    `opened_at` is the version that the form was opened with, or None to write over whatever is there. Raises
    TopicChanged when the topic was saved since, NotAllowed, WrongStage.
    """
    submission = lock(submission)
    require(by, Action.WRITE, submission)
    now = topic_version(submission, topic)
    if opened_at is not None and opened_at != now:
        raise TopicChanged(now, draft_of(submission))
    entry = draft_of(submission)
    change(entry)
    submission.working_revision = keep(entry, submission=submission, by=by)
    submission.topic_versions = versions_after(submission, topic)
    submission.save(update_fields=["working_revision", "topic_versions"])
    _remember_writer(submission, by)
    return submission


def versions_after(submission: Submission, topic: str) -> dict[str, int]:
    """The versions of all topics once this one is saved again."""
    return {**submission.topic_versions, topic: int(submission.topic_versions.get(topic, 0)) + 1}


def keep(entry: EntryPage, *, submission: Submission, by: User) -> Revision:
    """Save the text: over the working revision of the same person, or as a new one when that one must stay.

    A revision that was sent in, reviewed, decided on or published is never overwritten; nor is somebody else's, so
    that the history shows who wrote what. What is computed about the entry is computed here: a revision is not saved
    as pages are.
    """
    set_computed(entry)
    working = submission.working_revision
    overwrite = working if working is not None and working.user_id == by.pk and not is_frozen(working) else None
    revision: Revision = entry.save_revision(user=by, clean=False, log_action=False, overwrite_revision=overwrite)
    return revision


def is_frozen(revision: Revision) -> bool:
    """Whether somebody judged or published this very text."""
    return (
        Submission.objects.filter(submitted_revision=revision).exists()
        or ReviewRound.objects.filter(revision=revision).exists()
        or EditorialDecision.objects.filter(revision=revision).exists()
        or EntryPage.objects.filter(live_revision=revision).exists()
    )


def _remember_writer(submission: Submission, by: User) -> None:
    """One event a person and day: who wrote counts for conflicts of interest, every keystroke does not."""
    today = timezone.localdate()
    known = Event.objects.filter(submission=submission, action="write", by=by, at__date=today)
    if not known.exists():
        record(submission, "write", by=by, seen_by_city=False)


@transaction.atomic
def save_declaration(*, submission: Submission, values: dict[str, Any], by: User) -> Declaration:
    """Keep what the city declares. Raises NotAllowed, WrongStage, ValidationError."""
    submission = lock(submission)
    require(by, Action.WRITE, submission)
    declaration: Declaration = submission.declaration
    for name, value in values.items():
        setattr(declaration, name, value)
    declaration.full_clean(exclude=["submission"])
    declaration.save()
    return declaration


@transaction.atomic
def begin_with(*, submission: Submission, earlier: Submission | EntryPage, by: User) -> Submission:
    """Fill a new text with that of an earlier entry of the same city; title, city and address stay its own.

    Raises NotAllowed when the earlier one is not of the same city, WrongStage.
    """
    if earlier.city_id != submission.city_id:
        raise NotAllowed(refusal(Action.WRITE))
    source = draft_of(earlier) if isinstance(earlier, Submission) else earlier.specific

    def change(entry: EntryPage) -> None:
        kept = {"title", "slug", "city", "summary", "start_year", "end_year"}
        for field in copied_fields(entry):
            if field not in kept and hasattr(source, field):
                setattr(entry, field, getattr(source, field))
        themes, others = source.theme_links.all(), source.other_city_links.all()
        entry.theme_links = [EntryTheme(theme=link.theme, sort_order=n) for n, link in enumerate(themes)]
        entry.other_city_links = [EntryCity(city=link.city, sort_order=n) for n, link in enumerate(others)]

    return save_topic(submission=submission, topic=EVERY_TOPIC, opened_at=None, change=change, by=by)


def copied_fields(entry: EntryPage) -> list[str]:
    """Names of the fields that the city writes: the entry's own, without what the system sets."""
    own = [field for field in EntryPage._meta.local_fields if field.editable and not field.primary_key]
    return [field.name for field in own if field.name not in {"page_ptr"}]
