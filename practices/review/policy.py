"""Who may do what to a submission, and who has a conflict of interest: pure functions, checked in the services.

Sources: review.md "Roles" and "Conflict of interest"; rubric v1, section "Who may review".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from practices.members.roles import Group
from practices.review.stages import ENDED, WRITABLE, Stage

TWO_YEARS = datetime.timedelta(days=730)
ONE_YEAR = datetime.timedelta(days=365)
FREE_MAIL = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me",
     "protonmail.com", "gmx.net", "gmx.de", "mail.ru", "qq.com", "163.com", "126.com", "orange.fr", "laposte.net"}
)  # fmt: skip
"""Domains that say nothing about where somebody works."""
SAME_CITY_REVIEWS = 2
"""So many reviews of one city within a year, and the next is a soft conflict."""


class NotAllowed(Exception):
    """The person may not do this. The message says why, for people."""


class Action(StrEnum):
    """Everything that somebody can do to a submission."""

    READ_TEXT = "read-text"
    READ_TIMELINE = "read-timeline"
    READ_REVIEWS = "read-reviews"
    READ_CONFIDENTIAL = "read-confidential"
    READ_LETTER = "read-letter"
    WRITE_PROPOSAL = "write-proposal"
    PROPOSE = "propose"
    ANSWER_PROPOSAL = "answer-proposal"
    WRITE = "write"
    SUBMIT = "submit"
    CONFIRM_MANDATE = "confirm-mandate"
    REFUSE_MANDATE = "refuse-mandate"
    RESUBMIT = "resubmit"
    ANSWER_POINTS = "answer-points"
    ASSIGN_EDITOR = "assign-editor"
    SCREEN = "screen"
    CHECK_CORRECTION = "check-correction"
    INVITE_REVIEWER = "invite-reviewer"
    MANAGE_ROUND = "manage-round"
    DECIDE = "decide"
    CORRECT_DECISION = "correct-decision"
    SIGN_OFF = "sign-off"
    WITHDRAW = "withdraw"
    WAIVE_CONFLICT = "waive-conflict"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as the rules see them. `cities` and `leads` are ids of cities whose team they are in, or lead, today."""

    pk: int | None
    groups: frozenset[str] = frozenset()
    is_admin: bool = False
    cities: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    recent_cities: frozenset[int] = frozenset()
    may_override: bool = False


NOBODY = Actor(pk=None)


@dataclass(frozen=True, slots=True)
class Matter:
    """A submission as the rules see it. `cities` are the lead city and all that take part."""

    stage: str
    city: int
    cities: frozenset[int] = frozenset()
    writers: frozenset[int] = frozenset()
    reviewers: frozenset[int] = frozenset()
    screened_by: frozenset[int] = frozenset()


Who = Callable[[Actor, Matter], bool]


def in_team(actor: Actor, matter: Matter) -> bool:
    """A member of the city's team."""
    return matter.city in actor.cities


def leads_team(actor: Actor, matter: Matter) -> bool:
    """A lead of the city."""
    return matter.city in actor.leads


def _editor(*groups: Group) -> Who:
    """One of these editors, without a stake in the entry (see `has_stake`)."""

    def who(actor: Actor, matter: Matter) -> bool:
        of_group = actor.is_admin or bool(actor.groups & set(groups))
        return of_group and not has_stake(actor, matter)

    return who


def has_stake(actor: Actor, matter: Matter) -> bool:
    """Whether an editor is too near: of a city of the entry (now or in the last two years), writer, or reviewer."""
    near = actor.cities | actor.recent_cities
    return bool(near & (matter.cities | {matter.city})) or actor.pk in matter.writers | matter.reviewers


any_editor = _editor(Group.INTAKE_EDITORS, Group.HANDLING_EDITORS, Group.CHIEF_EDITORS)
handles = _editor(Group.HANDLING_EDITORS, Group.CHIEF_EDITORS)
chief = _editor(Group.CHIEF_EDITORS)


def audits(actor: Actor, matter: Matter) -> bool:
    """An auditor reads everything and changes nothing."""
    return Group.AUDITORS in actor.groups


def overrides(actor: Actor, matter: Matter) -> bool:
    """Holds the permission to publish without a review, and has no stake."""
    return actor.may_override and not has_stake(actor, matter)


def any_of(*rules: Who) -> Who:
    """Whoever one of the rules lets."""
    return lambda actor, matter: any(rule(actor, matter) for rule in rules)


ALL_STAGES = frozenset(Stage)
OPEN = ALL_STAGES - ENDED
RULES: dict[Action, tuple[Who, frozenset[Stage]]] = {
    Action.READ_TEXT: (any_of(in_team, any_editor, audits), ALL_STAGES),
    Action.READ_TIMELINE: (any_of(in_team, any_editor, audits), ALL_STAGES),
    Action.READ_LETTER: (any_of(in_team, any_editor, audits), ALL_STAGES),
    Action.READ_REVIEWS: (any_of(any_editor, audits), ALL_STAGES),
    Action.READ_CONFIDENTIAL: (any_of(any_editor, audits), ALL_STAGES),
    Action.WRITE_PROPOSAL: (in_team, frozenset({Stage.DRAFT})),
    Action.PROPOSE: (in_team, frozenset({Stage.DRAFT})),
    Action.ANSWER_PROPOSAL: (any_editor, frozenset({Stage.PROPOSED})),
    Action.WRITE: (in_team, WRITABLE),
    Action.SUBMIT: (in_team, frozenset({Stage.WRITING})),
    Action.CONFIRM_MANDATE: (leads_team, frozenset({Stage.SUBMITTED})),
    Action.REFUSE_MANDATE: (leads_team, frozenset({Stage.SUBMITTED})),
    Action.RESUBMIT: (in_team, frozenset({Stage.REVISING})),
    Action.ANSWER_POINTS: (in_team, frozenset({Stage.REVISING})),
    Action.ASSIGN_EDITOR: (any_editor, OPEN),
    Action.SCREEN: (any_editor, frozenset({Stage.SCREENING})),
    Action.CHECK_CORRECTION: (chief, frozenset({Stage.SCREENING})),
    Action.INVITE_REVIEWER: (handles, frozenset({Stage.IN_REVIEW})),
    Action.MANAGE_ROUND: (handles, frozenset({Stage.IN_REVIEW})),
    Action.WAIVE_CONFLICT: (handles, frozenset({Stage.IN_REVIEW})),
    Action.DECIDE: (chief, frozenset({Stage.IN_REVIEW})),
    Action.CORRECT_DECISION: (chief, ALL_STAGES),
    Action.SIGN_OFF: (chief, frozenset({Stage.SIGN_OFF, Stage.SCHEDULED})),
    Action.WITHDRAW: (any_of(leads_team, chief), ALL_STAGES - {Stage.NOT_PURSUED, Stage.DECLINED, Stage.WITHDRAWN}),
    Action.OVERRIDE: (overrides, OPEN - {Stage.DRAFT, Stage.PROPOSED}),
}
"""The whole policy: who, and at which stages. What the table does not allow is refused."""


def may(actor: Actor, action: Action, matter: Matter) -> bool:
    """Whether the person may do this now."""
    who, stages = RULES[action]
    return actor.pk is not None and matter.stage in stages and who(actor, matter)


def may_at_all(actor: Actor, action: Action, matter: Matter) -> bool:
    """Whether the person may do this at some stage; tells “not you” from “not now”."""
    return actor.pk is not None and RULES[action][0](actor, matter)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A reason why somebody should not judge. Hard ones cannot be waived."""

    code: str
    hard: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible reviewer or editor, as the conflict rules see them.

    `past_reviews` are (id of the city, day) of the reviews they sent in; `reviewed_by` are ids of people who reviewed
    a text of theirs, with the day; `authored` likewise the writers whose texts they reviewed.
    """

    pk: int | None
    email: str
    country: str = ""
    cities: frozenset[int] = frozenset()
    recent_cities: frozenset[int] = frozenset()
    past_reviews: tuple[tuple[int, datetime.date], ...] = ()
    reviewed_by: tuple[tuple[int, datetime.date], ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Practice:
    """What is judged, as the conflict rules see it: ids of its cities and people, codes of its countries."""

    cities: frozenset[int]
    countries: frozenset[str]
    people: frozenset[int] = frozenset()
    emails: frozenset[str] = frozenset()
    handled_by: frozenset[int] = frozenset()
    domains: frozenset[str] = field(default_factory=frozenset)


def domain(email: str) -> str:
    """The part of an address after the @, in small letters; "" for free mail, which says nothing."""
    found = email.rpartition("@")[2].lower()
    return "" if found in FREE_MAIL else found


def conflicts(candidate: Candidate, practice: Practice, today: datetime.date) -> list[Conflict]:
    """All conflicts of interest, hard ones first. Source: review.md, "Conflict of interest"."""
    found = [
        Conflict("same-city", hard=True) if practice.cities & (candidate.cities | candidate.recent_cities) else None,
        Conflict("took-part", hard=True)
        if candidate.pk in practice.people or candidate.email.lower() in practice.emails
        else None,
        Conflict("handled-it", hard=True) if candidate.pk in practice.handled_by else None,
        Conflict("declared", hard=True) if candidate.declared else None,
        Conflict("same-country", hard=False) if candidate.country in practice.countries else None,
        Conflict("same-domain", hard=False) if domain(candidate.email) in practice.domains - {""} else None,
        Conflict("same-city-often", hard=False)
        if _reviews_of(candidate, practice, today) >= SAME_CITY_REVIEWS
        else None,
        Conflict("reviewed-each-other", hard=False) if _each_other(candidate, practice, today) else None,
    ]
    return [conflict for conflict in found if conflict is not None]


def _reviews_of(candidate: Candidate, practice: Practice, today: datetime.date) -> int:
    return sum(1 for city, day in candidate.past_reviews if city in practice.cities and day >= today - ONE_YEAR)


def _each_other(candidate: Candidate, practice: Practice, today: datetime.date) -> bool:
    return any(person in practice.people and day >= today - ONE_YEAR for person, day in candidate.reviewed_by)


def hard(found: Iterable[Conflict]) -> list[Conflict]:
    """The conflicts that nobody can waive."""
    return [conflict for conflict in found if conflict.hard]


def to_waive(found: Iterable[Conflict], waived: Iterable[str]) -> list[Conflict]:
    """The soft conflicts that nobody has waived yet."""
    known = set(waived)
    return [conflict for conflict in found if not conflict.hard and conflict.code not in known]
