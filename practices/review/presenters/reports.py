"""The reports of the review desk as tables, one function a report; page and CSV show the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.members.selectors import today
from practices.review.agreement import FEWEST, enough, weighted_kappa
from practices.review.models import Criterion, EditorialDecision, RubricVersion
from practices.review.policy import Actor
from practices.review.presenters.rounds import name_of
from practices.review.selectors import reports as numbers
from practices.review.selectors.queue import Row, queue
from practices.vocabulary import labels


@dataclass(frozen=True, slots=True)
class Report:
    """A table with its title; `note` says what it means, `columns` name what `rows` hold."""

    name: str
    title: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def queue_report(actor: Actor) -> Report:
    """Everything that is open, with age and due date."""
    return Report(
        "queue",
        _("Queue"),
        _("Everything that is open, the most urgent first."),
        [
            _("Reference"),
            _("Title"),
            _("City"),
            _("Stage"),
            _("Days in it"),
            _("Due"),
            _("Late by days"),
            _("Editor"),
        ],
        [_queue_row(row) for row in queue(actor)],
    )


def _queue_row(row: Row) -> list[Any]:
    late = (today() - row.due_on).days if row.due_on and row.is_late else ""
    due = row.due_on.isoformat() if row.due_on else ""
    return [row.reference, row.title, row.city.name(), row.stage_label, row.days, due, late, row.editor or ""]


def overdue_report(actor: Actor) -> Report:
    """Reviews and answers that are late."""
    readable = {row.pk for row in queue(actor)}
    found = [one for one in numbers.overdue_reviews() if one.round.submission_id in readable]
    return Report(
        "overdue",
        _("Overdue reviews"),
        _("Invitations without an answer and reviews that have not come, after their due date."),
        [_("Reviewer"), _("Reference"), _("City"), _("Where it stands"), _("Due"), _("Late by days"), _("Reminders")],
        [
            [
                name_of(one),
                one.round.submission.reference or "",
                one.round.submission.city.name(),
                str(type(one).Status(one.status).label),
                one.due_on.isoformat(),
                (today() - one.due_on).days,
                one.reminders,
            ]
            for one in found
        ],
    )


def load_report(actor: Actor) -> Report:
    """Who has how much to do."""
    people = [(_("reviewer"), one) for one in numbers.load_of_reviewers()]
    people += [(_("editor"), one) for one in numbers.load_of_editors()]
    return Report(
        "load",
        _("Load"),
        _("Open reviews of each reviewer and open submissions of each editor; done: reviews or decisions of one year."),
        [_("Name"), _("As"), _("Open"), _("Late"), _("Done in a year")],
        [[one.name, role, one.open, one.late, one.done] for role, one in people],
    )


def stages_report(actor: Actor) -> Report:
    """How long each stage takes."""
    return Report(
        "stages",
        _("Time in each stage"),
        _("Half of the submissions that left a stage stayed in it no longer than the median."),
        [_("Stage"), _("Left it"), _("Median of days")],
        [[one.label, one.number, f"{one.median_days:.1f}"] for one in numbers.time_per_stage()],
    )


def decisions_report(actor: Actor) -> Report:
    """What was decided for the cities of each region."""
    language = (get_language() or "en")[:2]
    counted = numbers.decisions_by_region()
    outcomes = list(EditorialDecision.Outcome)
    return Report(
        "decisions",
        _("Decisions by region"),
        _("Every decision on a round or a correction, by the region of the city."),
        [_("Region"), *(str(outcome.label) for outcome in outcomes), _("Together")],
        [
            [
                labels.term_label("region", region, language) if region else "–",
                *(counted.get((region, outcome.value), 0) for outcome in outcomes),
                sum(counted.get((region, outcome.value), 0) for outcome in outcomes),
            ]
            for region in sorted({region for region, _outcome in counted})
        ],
    )


def agreement_report(actor: Actor) -> Report:
    """How much the two reviewers of a round agree, criterion by criterion and together."""
    pairs = numbers.pairs_of_scores()
    every = [pair for of_code in pairs.values() for pair in of_code]
    criteria = Criterion.objects.filter(version=RubricVersion.objects.first(), kind=Criterion.Kind.SCORE)
    names = {criterion.code: criterion.label() for criterion in criteria}
    return Report(
        "agreement",
        _("Agreement between reviewers"),
        _(
            "Weighted kappa with quadratic weights (Cohen 1968) for rounds with two reviews: 1 is perfect agreement, "
            "0 is chance. Below %(n)d pairs of scores there are too few to tell."
        )
        % {"n": FEWEST},
        [_("Criterion"), _("Pairs"), _("Weighted kappa")],
        [
            [_("all criteria"), len(every), _kappa(every)],
            *([names.get(code, code), len(found), _kappa(found)] for code, found in sorted(pairs.items())),
        ],
    )


def _kappa(pairs: Sequence[tuple[int, int]]) -> str:
    if not enough(pairs):
        return _("too few to tell")
    kappa = weighted_kappa(pairs)
    return _("all scores are the same") if kappa is None else f"{kappa:.2f}"


REPORTS: dict[str, Callable[[Actor], Report]] = {
    "queue": queue_report,
    "overdue": overdue_report,
    "load": load_report,
    "stages": stages_report,
    "decisions": decisions_report,
    "agreement": agreement_report,
}
"""Every report by its name, in the order of the page."""
