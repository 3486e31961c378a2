"""Who is told what, by mail, in their language, after the commit and never twice (the key names the event)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from practices.members import mailing
from practices.members.models import Mail, User
from practices.members.roles import Group
from practices.members.selectors import leads_of, team_of
from practices.review.models import Event, ReviewAssignment, Submission


def absolute(name: str, language: str, *args: Any) -> str:
    """A full address of this site in a language."""
    with override(language):
        return settings.SITE_URL.rstrip("/") + reverse(name, args=args)


def city_people(submission: Submission) -> list[User]:
    """Who is told on the city's side: who began it, and the leads, as far as they are still in the team."""
    team = {member.person_id: member.person for member in team_of(submission.city)}
    leads = [member.person for member in leads_of(submission.city)]
    begun = [team[submission.created_by_id]] if submission.created_by_id in team else []
    return list(dict.fromkeys([*begun, *leads]))


def editors(*groups: Group) -> list[User]:
    """Active people of these groups."""
    return list(User.objects.filter(groups__name__in=groups, is_active=True).distinct())


def responsible(submission: Submission) -> list[User]:
    """Who is told on the editors' side: the handling editor, or all who may take it."""
    if submission.handling_editor and submission.handling_editor.is_active:
        return [submission.handling_editor]
    return editors(Group.INTAKE_EDITORS, Group.HANDLING_EDITORS)


def tell(template: str, people: Iterable[User], *, event: Event, name: str = "desk_submission", **context: Any) -> None:
    """Mail the people about an event of a submission; `name` is the address that the mail leads to."""
    submission = event.submission
    for person in people:
        mailing.send(
            template=f"review/{template}",
            to=person,
            context={
                "submission": submission,
                "title": title_of(submission) or str(submission),
                "event": event,
                "url": absolute(name, person.language, submission.pk),
                **context,
            },
            key=f"{template}:{event.pk}:{person.pk}",
        )


def tell_reviewer(
    template: str, assignment: ReviewAssignment, *, key: str, token: str = "", **context: Any
) -> Mail | None:
    """Mail a reviewer; with a token the mail carries the one-time link, else the way through the account.

    Returns the mail, or None when it was sent before.
    """
    language = assignment.person.language if assignment.person else assignment.language
    url = absolute("review_link", language, token) if token else absolute("review_assignment", language, assignment.pk)
    submission = assignment.round.submission
    return mailing.send(
        template=f"review/{template}",
        to=assignment.person or assignment.email,
        context={
            "assignment": assignment,
            "submission": submission,
            "title": title_of(submission) or str(submission),
            "url": url,
            **context,
        },
        key=reviewer_key(template, assignment, key),
        language=language,
    )


def reviewer_key(template: str, assignment: ReviewAssignment, key: str) -> str:
    """What makes a mail to a reviewer one mail."""
    return f"{template}:{assignment.pk}:{key}"


def title_of(submission: Submission) -> str:
    """What it is called in the text sent in, else in the work, else in the proposal."""
    revision = submission.submitted_revision or submission.working_revision
    if revision is not None:
        return str(revision.content.get("title") or "")
    if submission.entry_id and submission.entry is not None:
        return submission.entry.title
    proposal = getattr(submission, "proposal", None)
    return proposal.title if proposal else ""
