"""From a city's idea to the editors' answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from practices.members.models import User
from practices.members.roles import Group
from practices.models import EntryIndexPage, EntryPage, EntryTheme, Practice
from practices.policy import Missing
from practices.review import facts, notices
from practices.review.errors import Incomplete, WrongStage
from practices.review.models import Declaration, Proposal, Submission
from practices.review.policy import Action, NotAllowed
from practices.review.reasons import OUT_OF_SCOPE
from practices.review.refusals import refusal
from practices.review.stages import ENDED, Stage
from practices.review.transitions import advance, lock, record, require
from practices.vocabulary.models import City

ASKED = ("title", "sentence", "status", "start_year", "lead", "theme", "change")
"""What a proposal must have; a link and the name of who confirms it may follow."""


@transaction.atomic
def begin_proposal(*, city: City, by: User, language: str = "en") -> Submission:
    """An empty proposal of the city; one that the person left untouched is given back: pressing twice begins one.

    Raises NotAllowed for people outside the city's team.
    """
    require_team(by, city)
    city = City.objects.select_for_update().get(pk=city.survivor().pk)
    untouched = {f"proposal__{field}": "" for field in ("title", "sentence", "status", "lead", "change", "link")}
    begun = Submission.objects.filter(city=city, created_by=by, language=language, stage=Stage.DRAFT, **untouched)
    if (found := begun.filter(proposal__theme=None, proposal__start_year=None).first()) is not None:
        return found
    submission = Submission.objects.create(city=city, created_by=by, language=language)
    Proposal.objects.create(submission=submission)
    Declaration.objects.create(submission=submission)
    record(submission, "begin", by=by, target=Stage.DRAFT)
    return submission


def require_team(by: User, city: City) -> None:
    """Raises NotAllowed for people outside the city's team."""
    if city.survivor().pk not in facts.actor(by).cities:
        raise NotAllowed(refusal(Action.WRITE))


@transaction.atomic
def save_proposal(*, submission: Submission, values: Mapping[str, Any], by: User) -> Proposal:
    """Keep what was typed, whatever it lacks. Raises NotAllowed, WrongStage, ValidationError for what is too long."""
    submission = lock(submission)
    require(by, Action.WRITE_PROPOSAL, submission)
    proposal = submission.proposal
    for name, value in values.items():
        setattr(proposal, name, value)
    proposal.full_clean(exclude=["submission"])
    proposal.save()
    return proposal


def missing_in_proposal(proposal: Proposal) -> list[Missing]:
    """What keeps a proposal from being sent."""
    return [Missing(name, _("This is needed.")) for name in ASKED if not getattr(proposal, name)]


@transaction.atomic
def propose(*, submission: Submission, by: User) -> Submission:
    """Send the proposal; it gets its reference number. Raises Incomplete, NotAllowed, WrongStage."""
    submission = lock(submission)
    require(by, Action.PROPOSE, submission)
    missing = missing_in_proposal(submission.proposal)
    if missing:
        raise Incomplete(missing)
    give_reference(submission)
    event = advance(submission, "propose", by=by)
    notices.tell("proposal_received", notices.city_people(submission), event=event)
    notices.tell("proposal_arrived", notices.editors(Group.INTAKE_EDITORS), event=event, name="review_submission")
    return submission


def give_reference(submission: Submission) -> str:
    """The number that people quote, `USE-2026-0042`; given once."""
    if not submission.reference:
        submission.reference = f"USE-{timezone.localdate().year}-{submission.pk:04d}"
        submission.save(update_fields=["reference"])
    return submission.reference


@transaction.atomic
def invite(*, submission: Submission, by: User, words: str = "") -> Submission:
    """Invite the city to write the full text: makes the draft entry. Raises NotAllowed, WrongStage."""
    submission = lock(submission)
    require(by, Action.ANSWER_PROPOSAL, submission)
    submission.entry = make_draft(submission)
    submission.working_revision = submission.entry.latest_revision
    submission.handling_editor = by
    event = advance(submission, "invite", by=by, words=words)
    notices.tell("proposal_invited", notices.city_people(submission), event=event)
    return submission


def make_draft(submission: Submission) -> EntryPage:
    """A draft entry with what the proposal says, which nobody but its city and the editors reads."""
    proposal = submission.proposal
    parent = EntryIndexPage.objects.get(locale=Locale.objects.get(language_code=submission.language))
    entry = Practice(
        title=proposal.title,
        slug=free_slug(f"{submission.city.slug}-{slugify(proposal.title)}"),
        summary=proposal.sentence,
        city=submission.city,
        status=proposal.status,
        start_year=proposal.start_year,
        live=False,
        locale=parent.locale,
    )
    entry.actors = [("actor", {"name": proposal.lead, "kind": "city", "role": "lead", "kind_in_words": ""})]
    if proposal.theme:
        entry.theme_links = [EntryTheme(theme=proposal.theme, sort_order=0)]
    parent.add_child(instance=entry)
    entry.save_revision(clean=False)
    return entry


def free_slug(wanted: str) -> str:
    """The wanted slug, cut at 70 characters, with a number behind it when it is taken in any language."""
    wanted = wanted[:70].strip("-")
    taken = set(Page.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)


@transaction.atomic
def turn_down(*, submission: Submission, by: User, reason: str, words: str = "") -> Submission:
    """Answer that the proposal is not pursued, with a reason of the public list (`reasons.OUT_OF_SCOPE`).

    Raises NotAllowed, WrongStage, ValidationError for a reason that is not in the list.
    """
    if reason not in OUT_OF_SCOPE:
        raise ValidationError({"reason": _("Choose a reason of the list.")})
    submission = lock(submission)
    event = advance(submission, "turn-down", by=by, words=f"{OUT_OF_SCOPE[reason]} {words}".strip())
    notices.tell("proposal_turned_down", notices.city_people(submission), event=event)
    return submission


@transaction.atomic
def merge(*, submission: Submission, by: User, into: EntryPage, words: str) -> Submission:
    """Answer that an entry on this exists already, which the city can take over or update."""
    submission = lock(submission)
    submission.merged_into = into
    event = advance(submission, "merge", by=by, words=words)
    notices.tell("proposal_merged", notices.city_people(submission), event=event)
    return submission


@transaction.atomic
def start_from_entry(*, entry: EntryPage, kind: str, by: User) -> Submission:
    """Begin to write on a live entry of one's own city: take a listed one over, update, or correct one.

    Raises NotAllowed, and WrongStage when something on this entry is under way already or it is not of that kind.
    """
    entry = EntryPage.objects.select_for_update().get(pk=entry.pk)
    if entry.city is None or not entry.live:
        raise WrongStage
    require_team(by, entry.city)
    listed = entry.review_level == "listed"
    if (kind == Submission.Kind.TAKEOVER) != listed or kind == Submission.Kind.NEW:
        raise WrongStage
    if Submission.objects.filter(entry=entry).exclude(stage__in=ENDED).exists():
        raise WrongStage
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                kind=kind,
                city=entry.city,
                entry=entry,
                language=entry.locale.language_code,
                stage=Stage.WRITING,
                created_by=by,
            )
    except IntegrityError as error:
        raise WrongStage from error
    Declaration.objects.create(submission=submission)
    record(submission, "begin", by=by, target=Stage.WRITING)
    return submission
