"""What readers may know of reviews: of one entry, its history, the rubric, the numbers of a year."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Min
from django.utils.translation import gettext as _

from practices.models import EntryPage, PublicationPermit
from practices.review import levels
from practices.review.models import (
    Attestation,
    Confirmation,
    EditorialDecision,
    Event,
    PublicNote,
    ReviewAssignment,
    RubricVersion,
    Submission,
)
from practices.review.stages import Stage


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """The review that the text on the page had, and the day after which it no longer holds unless confirmed."""

    attestation: Attestation
    lapses_on: datetime.date


def review_of(entry: EntryPage) -> ReviewShown | None:
    """The review of the very text that readers see; None for what is listed, without asking the database."""
    if entry.review_level == levels.LISTED:
        return None
    attestation = (
        Attestation.objects.filter(entry_id=entry.pk, revision_id=entry.live_revision_id)
        .select_related("rubric")
        .first()
    )
    if attestation is None:
        return None
    confirmed = [entry.last_confirmed_on] if entry.last_confirmed_on else []
    return ReviewShown(attestation, levels.lapses_on(attestation, confirmed))


def notes_of(entry: EntryPage) -> list[PublicNote]:
    """Corrections and other notes to readers, the newest first."""
    return list(PublicNote.objects.filter(entry_id=entry.pk))


def withdrawn(slug: str) -> PublicNote | None:
    """The note that stays at the address of an entry that was taken away."""
    notes = PublicNote.objects.filter(entry__slug=slug, entry__live=False, kind=PublicNote.Kind.WITHDRAWAL)
    return notes.select_related("entry__city").first()


@dataclass(frozen=True, slots=True)
class Moment:
    """Something in the public history of an entry."""

    on: datetime.date
    what: str
    words: str = ""


def history_of(entry: EntryPage) -> list[Moment]:
    """Everything that readers may know of what happened to an entry, the newest first."""
    permits = PublicationPermit.objects.filter(entry_id=entry.pk, kind=PublicationPermit.Kind.LISTED)
    first = permits.aggregate(on=Min("granted_at"))["on"]
    moments = (
        [Moment(first.date(), _("Listed, compiled from public sources; nobody had reviewed it."))] if first else []
    )
    reviewed = Attestation.objects.filter(entry_id=entry.pk).exclude(
        decision__submission__kind=Submission.Kind.CORRECTION  # takes over the review that the text had
    )
    for attestation in reviewed.select_related("rubric", "decision"):
        moments.append(Moment(attestation.decision.at.date(), _attested(attestation)))
    for confirmation in Confirmation.objects.filter(entry_id=entry.pk):
        moments.append(Moment(confirmation.on, _("The city confirmed that it is still true."), confirmation.words))
    for note in notes_of(entry):
        moments.append(Moment(note.on, note.get_kind_display(), note.text))
    return sorted(moments, key=lambda moment: moment.on, reverse=True)


def _attested(attestation: Attestation) -> str:
    return _("%(kind)s by %(n)d reviewers, rubric %(rubric)s") % {
        "kind": attestation.get_kind_display(),
        "n": attestation.reviewers,
        "rubric": attestation.rubric,
    }


def rubric_in_force() -> RubricVersion | None:
    """The rubric that new rounds use, with its criteria."""
    return RubricVersion.objects.prefetch_related("criteria").first()


@dataclass(frozen=True, slots=True)
class YearInNumbers:
    """Counts of one year; days are whole days, None where nothing was decided."""

    year: int
    submitted: int
    decided: int
    accepted: int
    reviews: int
    median_days: int | None


def year_in_numbers(year: int) -> YearInNumbers:
    """What was sent in, reviewed and decided in a year, and the median of days from the text to its first decision."""
    decisions = EditorialDecision.objects.filter(at__year=year, corrects=None)
    accepted = decisions.filter(outcome__in=["accept", "lessons"])
    days = _days_to_decide(list(decisions.filter(round__number=1).values_list("submission_id", "at")))
    return YearInNumbers(
        year=year,
        submitted=Event.objects.filter(action="submit", target=Stage.SUBMITTED, at__year=year).count(),
        decided=decisions.count(),
        accepted=accepted.count(),
        reviews=ReviewAssignment.objects.filter(submitted_at__year=year).count(),
        median_days=round(median(days)) if days else None,
    )


def _days_to_decide(decided: Sequence[tuple[int, datetime.datetime]]) -> list[int]:
    sent = Event.objects.filter(action="submit", submission__in=[pk for pk, _at in decided])
    first = dict(sent.values("submission_id").annotate(at=Min("at")).values_list("submission_id", "at"))
    return [(at - first[pk]).days for pk, at in decided if pk in first]
