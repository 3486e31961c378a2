"""People and submissions as the rules of `policy` see them, read from the database."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from practices.members import policy as membership
from practices.members.models import User
from practices.members.selectors import places_of, today
from practices.models import EntryPage
from practices.review.models import ReviewAssignment, Submission
from practices.review.policy import NOBODY, TWO_YEARS, Actor, Candidate, Matter, Practice, domain

OVERRIDE = "practices.publish_without_review"


def actor(person: User | AnonymousUser | None) -> Actor:
    """The person as the rules see them; nobody when not signed in or no longer active."""
    if person is None or not person.is_authenticated or not person.is_active:
        return NOBODY
    day = today()
    places = places_of(person)
    held = [place for place in places if membership.holds(place, on=day)]
    return Actor(
        pk=person.pk,
        groups=frozenset(person.groups.values_list("name", flat=True)),
        is_admin=person.is_superuser,
        cities=frozenset(place.city_id for place in held),
        leads=frozenset(place.city_id for place in held if place.role == membership.LEAD),
        recent_cities=frozenset(membership.cities_since(places, day - TWO_YEARS)),
        may_override=person.has_perm(OVERRIDE),
    )


def cities_of(submission: Submission) -> frozenset[int]:
    """Ids of the submission's city and of all cities that its entry names."""
    found = {submission.city_id}
    if submission.entry_id:
        entry = EntryPage.objects.filter(pk=submission.entry_id)
        found |= {city for city in entry.values_list("city_id", flat=True) if city}
        found |= {city for city in entry.values_list("other_city_links__city_id", flat=True) if city}
        draft = submission.working_revision or submission.submitted_revision
        if draft is not None:
            content = draft.content
            found |= {int(content["city"])} if content.get("city") else set()
            found |= {int(link["city"]) for link in content.get("other_city_links", []) if link.get("city")}
    return frozenset(found)


def writers_of(submission: Submission) -> frozenset[int]:
    """Ids of everybody who wrote, sent in or confirmed it: whoever acted on it for the city."""
    acted = submission.events.filter(action__in=CITY_ACTIONS, by__isnull=False)  # type: ignore[attr-defined]
    found = {submission.created_by_id, submission.mandate_by_id, *acted.values_list("by_id", flat=True)}
    return frozenset(pk for pk in found if pk)


CITY_ACTIONS = frozenset(
    {"begin", "propose", "write", "submit", "confirm-mandate", "refuse-mandate", "screen-again", "review-again"}
)
"""Names of the events that people of the city leave."""
EDITOR_ACTIONS = frozenset(
    {
        "invite",
        "turn-down",
        "merge",
        "pass-screening",
        "send-back",
        "decline-screening",
        "decide-accept",
        "decide-revise",
        "decide-decline",
        "check-correction",
        "correct-decision",
    }
)
"""Names of the events of those who screened or decided."""


def matter(submission: Submission) -> Matter:
    """The submission as the rules see it."""
    screened = submission.events.filter(action__in=EDITOR_ACTIONS, by__isnull=False)  # type: ignore[attr-defined]
    reviewers = ReviewAssignment.objects.filter(
        round__submission=submission, person__isnull=False, submitted_at__isnull=False
    )
    return Matter(
        stage=submission.stage,
        city=submission.city_id,
        cities=cities_of(submission),
        writers=writers_of(submission),
        reviewers=frozenset(reviewers.values_list("person_id", flat=True)),
        screened_by=frozenset(screened.values_list("by_id", flat=True)),
    )


def practice(submission: Submission) -> Practice:
    """What is judged, as the conflict rules see it. Screening by oneself is seen through `handled_by`."""
    from_cities = cities_of(submission)
    writers = User.objects.filter(pk__in=writers_of(submission))
    emails = {email.lower() for email in writers.values_list("email", flat=True)}
    found: Any = type(submission.city).objects.filter(pk__in=from_cities)
    return Practice(
        cities=from_cities,
        countries=frozenset(found.values_list("country_id", flat=True)),
        people=frozenset(writers.values_list("pk", flat=True)),
        emails=frozenset(emails),
        handled_by=matter(submission).screened_by,
        domains=frozenset(domain(email) for email in emails),
    )


def candidate(
    *, person: User | None, email: str = "", country: str = "", declared: bool = False, day: datetime.date | None = None
) -> Candidate:
    """A possible reviewer as the conflict rules see them; without an account only the address and country count."""
    if person is None:
        return Candidate(pk=None, email=email.lower(), country=country, declared=declared)
    day = day or today()
    places = places_of(person)
    own_country = getattr(getattr(person, "reviewer", None), "country_id", None) or next(
        (place.city.country_id for place in places if membership.holds(place, on=day)), country
    )
    sent = ReviewAssignment.objects.filter(person=person, submitted_at__isnull=False)
    past = [(city, at.date()) for city, at in sent.values_list("round__submission__city_id", "submitted_at")]
    return Candidate(
        pk=person.pk,
        email=person.email.lower(),
        country=own_country or "",
        cities=frozenset(place.city_id for place in places if membership.holds(place, on=day)),
        recent_cities=frozenset(membership.cities_since(places, day - TWO_YEARS)),
        past_reviews=tuple(past),
        reviewed_by=tuple(_reviewers_of(person)),
        declared=declared,
    )


def _reviewers_of(person: User) -> list[tuple[int, datetime.date]]:
    """Who reviewed texts that the person wrote, and when."""
    own = Submission.objects.filter(events__by=person, events__action__in=CITY_ACTIONS).distinct()
    sent = ReviewAssignment.objects.filter(round__submission__in=own, person__isnull=False, submitted_at__isnull=False)
    return [(pk, at.date()) for pk, at in sent.values_list("person_id", "submitted_at")]
