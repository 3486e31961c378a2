"""The daily run: who is reminded, which reviews have lapsed.

Each letter has a key that names what it is about and which mark was reached, so that a second run, on the same day or
later, sends nothing twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from practices.members import mailing
from practices.members.models import Mail, User
from practices.members.roles import Group
from practices.members.selectors import leads_of
from practices.models import EntryPage
from practices.review import levels, notices, reminders
from practices.review.models import Attestation, Confirmation, ReviewAssignment, Submission
from practices.review.services.publishing import set_level
from practices.review.stages import EXPECTED_DAYS, Stage


@dataclass(frozen=True, slots=True)
class Letter:
    """A reminder that is due. `to` is None for the reviewer of `assignment`, who may need a new one-time link."""

    template: str
    about: str
    key: str
    to: User | None = None
    context: dict[str, Any] = field(default_factory=dict)
    assignment: ReviewAssignment | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did, or would do: letters, and slugs of entries with their new level."""

    letters: list[Letter]
    levels: dict[str, str]


def run(*, day: datetime.date, dry_run: bool = False) -> Run:
    """Send what is due on a day and write the levels of that day; a dry run changes and sends nothing."""
    lapsing = entries_to_set(day)
    due = [*for_reviewers(day), *for_cities(day), *for_editors(day), *for_entries(day)]
    known = set(Mail.objects.filter(key__in=[letter.key for letter in due]).values_list("key", flat=True))
    due = [letter for letter in due if letter.key not in known]
    if not dry_run:
        for entry, _level in lapsing:
            set_level(entry, on=day)
        due = [letter for letter in due if _send(letter)]
    return Run(letters=due, levels={entry.slug: level for entry, level in lapsing})


@transaction.atomic
def _send(letter: Letter) -> bool:
    """Whether the letter was sent now."""
    if letter.to is not None:
        context = {**letter.context, "assignment": letter.assignment}
        template = f"review/{letter.template}"
        return mailing.send(template=template, to=letter.to, context=context, key=letter.key) is not None
    assert letter.assignment is not None
    assignment = ReviewAssignment.objects.select_for_update().get(pk=letter.assignment.pk)
    token = assignment.renew_token() if assignment.person is None else ""
    assignment.reminders += 1
    assignment.reminded_at = timezone.now()
    assignment.save()
    key = letter.key.removeprefix(notices.reviewer_key(letter.template, assignment, ""))
    return notices.tell_reviewer(letter.template, assignment, key=key, token=token, **letter.context) is not None


def for_reviewers(day: datetime.date) -> Iterator[Letter]:
    """Reviews that are due or late, invitations without an answer; and the word to the editor when reminders stop."""
    waiting = ReviewAssignment.objects.filter(
        submitted_at=None, removed_at=None, round__status="in_progress", round__submission__stage=Stage.IN_REVIEW
    ).exclude(accepted=False)
    for assignment in waiting.select_related("person", "round__submission__handling_editor", "round__submission__city"):
        reminded_today = assignment.reminded_at and timezone.localdate(assignment.reminded_at) == day
        found = _of_review(assignment, day) if assignment.accepted else _of_invitation(assignment, day)
        yield from (letter for letter in found if letter.to is not None or not reminded_today)


def _of_review(assignment: ReviewAssignment, day: datetime.date) -> Iterator[Letter]:
    answered = timezone.localdate(assignment.responded_at) if assignment.responded_at else None
    mark = reminders.reached(reminders.AROUND_DUE_DATE, assignment.due_on, day, after=answered)
    if mark is None:
        return
    last = mark == max(reminders.AROUND_DUE_DATE)
    template = "reviewer_reminder" if mark < 0 else "reviewer_late"
    yield _to_reviewer(template, assignment, f"{assignment.due_on}:{mark}", last=last)
    if last:
        yield from _to_editors("reviewer_overdue", assignment, f"{assignment.pk}:{assignment.due_on}")


def _of_invitation(assignment: ReviewAssignment, day: datetime.date) -> Iterator[Letter]:
    asked = timezone.localdate(assignment.invited_at)
    mark = reminders.reached((reminders.INVITATION, reminders.INVITATION_GIVEN_UP), asked, day)
    if mark == reminders.INVITATION:
        yield _to_reviewer("invitation_waits", assignment, "once")
    elif mark is not None:
        yield from _to_editors("invitation_silent", assignment, str(assignment.pk))


def _to_reviewer(template: str, assignment: ReviewAssignment, mark: str, **context: Any) -> Letter:
    key = notices.reviewer_key(template, assignment, mark)
    about = str(assignment.round.submission)
    return Letter(template, about, key, assignment=assignment, context=context)


def _to_editors(template: str, assignment: ReviewAssignment, mark: str) -> Iterator[Letter]:
    submission = assignment.round.submission
    people = notices.responsible(submission)
    for letter in _to_people(template, submission, people, mark, "review_candidates"):
        yield Letter(letter.template, letter.about, letter.key, letter.to, letter.context, assignment)


def _to_people(
    template: str, submission: Submission, people: Iterable[User], mark: str, page: str, **context: Any
) -> Iterator[Letter]:
    """One letter a person about a submission."""
    for person in people:
        said = {
            "submission": submission,
            "title": notices.title_of(submission) or str(submission),
            "url": notices.absolute(page, person.language, submission.pk),
            **context,
        }
        yield Letter(template, str(submission), f"{template}:{submission.pk}:{mark}:{person.pk}", person, said)


def for_cities(day: datetime.date) -> Iterator[Letter]:
    """Texts that wait for their lead, or came back and were not sent again."""
    found = Submission.objects.filter(stage__in=[Stage.SUBMITTED, Stage.REVISING])
    for submission in found.select_related("city", "submitted_revision", "working_revision", "created_by"):
        since = timezone.localdate(submission.stage_since)
        if submission.stage == Stage.SUBMITTED:
            mark = reminders.reached(reminders.MANDATE, since, day)
            people = [place.person for place in leads_of(submission.city)] if mark else []
            yield from _to_people("mandate_waits", submission, people, f"{since}:{mark}", "desk_mandate")
            continue
        mark = reminders.reached(reminders.REVISING, since, day)
        due_on = since + datetime.timedelta(days=EXPECTED_DAYS[Stage.REVISING])
        people = notices.city_people(submission) if mark else []
        yield from _to_people("revision_waits", submission, people, f"{since}:{mark}", "desk_submission", due_on=due_on)


def for_editors(day: datetime.date) -> Iterator[Letter]:
    """Proposals that have had no answer for five working days."""
    found = Submission.objects.filter(stage=Stage.PROPOSED).select_related("city", "proposal")
    late = [
        one
        for one in found
        if reminders.working_days(timezone.localdate(one.stage_since), day) >= reminders.PROPOSAL_WORKING_DAYS
    ]
    people = notices.editors(Group.INTAKE_EDITORS) if late else []
    for submission in late:
        since = timezone.localdate(submission.stage_since)
        yield from _to_people("proposal_waits", submission, people, str(since), "review_submission")


@dataclass(frozen=True, slots=True)
class Held:
    """A live entry, the attestation of the text that readers see (or None), and the days the city confirmed it."""

    entry: EntryPage
    attested: Attestation | None
    confirmed: list[datetime.date]


def held_entries() -> list[Held]:
    """Every live entry that was ever attested, by three queries however many there are."""
    entries = EntryPage.objects.filter(live=True, attestations__isnull=False).select_related("city").distinct()
    found = {entry.pk: Held(entry, None, []) for entry in entries}
    for entry_id, on in Confirmation.objects.filter(entry_id__in=found).values_list("entry_id", "on"):
        found[entry_id].confirmed.append(on)
    attested = {one.revision_id: one for one in Attestation.objects.filter(entry_id__in=found)}
    return [Held(one.entry, attested.get(one.entry.live_revision_id), one.confirmed) for one in found.values()]


def entries_to_set(day: datetime.date) -> list[tuple[EntryPage, str]]:
    """Entries whose level is another one on that day than readers see, with the new level."""
    computed = [(one.entry, levels.level(one.attested, one.confirmed, day)) for one in held_entries()]
    return [(entry, level) for entry, level in computed if entry.review_level != level]


def for_entries(day: datetime.date) -> Iterator[Letter]:
    """The yearly question whether an entry is still true, its last reminder, and that the review has lapsed."""
    for one in held_entries():
        if one.attested is None or one.entry.city is None:
            continue
        lapses = levels.lapses_on(one.attested, one.confirmed)
        last = max([one.attested.granted_on, *one.confirmed])
        due, final = (reminders.months_later(last, months) for months in reminders.CONFIRMATION_MONTHS)
        if day > lapses:
            template = "entry_lapsed"
        elif day >= due:
            template = "confirmation_last" if day >= final else "confirmation_due"
        else:
            continue
        for place in leads_of(one.entry.city):
            context = {
                "title": one.entry.title,
                "url": notices.absolute("desk_confirm", place.person.language, one.entry.slug),
                "last": last,
                "lapses": lapses,
                "renewable": day <= one.attested.expires_on,
            }
            key = f"{template}:{one.entry.pk}:{last}:{place.person_id}"
            yield Letter(template, one.entry.slug, key, place.person, context)
