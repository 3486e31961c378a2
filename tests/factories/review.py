"""Submissions at a stage, brought there by the services themselves."""

from itertools import count

from practices.members.models import Membership, User
from practices.members.roles import Group
from practices.models import EntryTheme
from practices.review.models import Review, ReviewAssignment, Reviewer, ReviewRound, Submission
from practices.review.services import decisions, inviting, proposals, publishing, reviewing, screening, sending, writing
from practices.review.stages import Stage
from practices.vocabulary.models import Theme
from tests.factories.entries import full_text
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.places import city

numbers = count(1)
SENTENCE = "Because the text says so in plain words."


def member(city_slug: str = "bogota", role: str = Membership.Role.CONTRIBUTOR, **fields) -> User:
    """A person in the team of a city."""
    return MembershipFactory(city=city(city_slug), role=role, person=PersonFactory(**fields)).person


def lead(city_slug: str = "bogota") -> User:
    """The lead of a city's team; the first one that there is."""
    found = Membership.objects.filter(city=city(city_slug), role=Membership.Role.CITY_LEAD, until=None).first()
    return found.person if found else member(city_slug, Membership.Role.CITY_LEAD)


def editor(group: Group = Group.CHIEF_EDITORS) -> User:
    """An editor of that group; the first one that there is."""
    found = User.objects.filter(groups__name=group, memberships=None).first()
    return found or PersonFactory(groups=[group])


def proposal(by: User | None = None, **fields) -> Submission:
    """A proposal of Bogotá with everything that is asked."""
    by = by or member()
    submission = proposals.begin_proposal(city=by.memberships.get(until=None).city, by=by)
    values = {
        "title": "Car-free Sundays",
        "sentence": "Streets without cars on Sundays.",
        "status": "ongoing",
        "start_year": 1974,
        "lead": "Sports office",
        "theme": Theme.objects.get(slug="mobility"),
        "change": "People walk where cars drove.",
    }
    proposals.save_proposal(submission=submission, values={**values, **fields}, by=by)
    return Submission.objects.get(pk=submission.pk)


def write_everything(submission: Submission, by: User, **fields) -> Submission:
    """Fill the text and the declaration so that nothing lacks."""

    def change(entry):
        for name, value in {**full_text(), **fields}.items():
            setattr(entry, name, value)
        entry.theme_links = [EntryTheme(theme=Theme.objects.get(slug="mobility"), sort_order=0)]

    submission = writing.save_topic(submission=submission, topic="all", opened_at=None, change=change, by=by)
    declared = {
        "rights_confirmed": True,
        "people_consent": True,
        "interests": "none",
        "machine_help": "none",
        "contact_office": "Sports office",
        "contact_email": "sports@city.example",
        "city_profile_confirmed": True,
    }
    writing.save_declaration(submission=submission, values=declared, by=by)
    return Submission.objects.get(pk=submission.pk)


def reviewer(country: str = "KE", **fields) -> User:
    """A reviewer with an account, from another region than Bogotá."""
    fields.setdefault("email", f"reviewer{next(numbers)}@university.example")
    person = PersonFactory(groups=[Group.REVIEWERS], **fields)
    Reviewer.objects.create(person=person, country_id=country, languages=["en"])
    return person


def accepted_assignment(round: ReviewRound, person: User | None = None, **fields) -> ReviewAssignment:
    """A reviewer who was invited and said yes."""
    assignment = inviting.invite_reviewer(
        round=round, by=editor(Group.HANDLING_EDITORS), person=person or reviewer(), **fields
    )
    return inviting.respond(assignment=assignment, accept=True)


def answers(round: ReviewRound, score: int = 3, **scores: int) -> dict[str, reviewing.Answer]:
    """An answer to every criterion: gates passed, and a score for each."""
    return {
        criterion.code: reviewing.Answer(passed=True, sentence=SENTENCE)
        if criterion.kind == "gate"
        else reviewing.Answer(score=scores.get(criterion.code, score), sentence=SENTENCE)
        for criterion in round.rubric.criteria.all()
    }


def send_review(round: ReviewRound, person: User | None = None, score: int = 3, **scores: int) -> Review:
    """A review that was sent in."""
    assignment = accepted_assignment(round, person)
    reviewing.save_review(
        assignment=assignment,
        answers=answers(round, score, **scores),
        remarks=[reviewing.Remark("results", "Say who counted the people.", "1,000,000")],
        recommendation="minor",
        to_city="Well told. Say who counted.",
        to_editor="Between us: the figures look round.",
    )
    return reviewing.submit_review(assignment=assignment, no_conflict=True)


def submission_in(stage: str, by: User | None = None, **fields) -> Submission:
    """A submission of Bogotá that the services have brought to a stage. `fields` are those of the text."""
    by = by or member()
    chief = editor()
    submission = proposal(by)
    steps = [
        (Stage.DRAFT, lambda s: s),
        (Stage.PROPOSED, lambda s: proposals.propose(submission=s, by=by)),
        (Stage.WRITING, lambda s: proposals.invite(submission=s, by=editor(Group.HANDLING_EDITORS))),
        (Stage.SUBMITTED, lambda s: sending.submit(submission=write_everything(s, by, **fields), by=by)),
        (Stage.SCREENING, lambda s: sending.confirm_mandate(submission=s, by=lead())),
        (Stage.IN_REVIEW, lambda s: screening.pass_screening(submission=s, by=editor(Group.INTAKE_EDITORS))),
    ]
    after = {
        Stage.NOT_PURSUED: (Stage.PROPOSED, lambda s: proposals.turn_down(submission=s, by=chief, reason="not-urban")),
        Stage.REVISING: (Stage.IN_REVIEW, lambda s: decide(s, "minor")),
        Stage.DECLINED: (Stage.IN_REVIEW, lambda s: decide(s, "decline")),
        Stage.SIGN_OFF: (Stage.IN_REVIEW, lambda s: decide(s, "accept")),
        Stage.PUBLISHED: (Stage.IN_REVIEW, lambda s: publish(decide(s, "accept"))),
        Stage.WITHDRAWN: (Stage.WRITING, lambda s: publishing.withdraw(submission=s, by=lead(), words="We stop.")),
    }
    until, last = after.get(stage, (stage, None))
    for name, step in steps:
        submission = step(submission)
        if name == until:
            break
    if last:
        last(submission)
    return Submission.objects.get(pk=submission.pk)


def open_round(submission: Submission) -> ReviewRound:
    """The round that is open."""
    return ReviewRound.objects.get(submission=submission, status="in_progress")


def decide(submission: Submission, outcome: str, by: User | None = None) -> Submission:
    """Two reviews and a decision."""
    round = open_round(submission)
    send_review(round)
    send_review(round)
    decisions.decide(
        round=round,
        outcome=outcome,
        reasons="Both reviewers agree.",
        letter="Dear colleagues, thank you.",
        points=decisions.drafted_points(round) if outcome in {"minor", "major"} else (),
        by=by or editor(),
    )
    return Submission.objects.get(pk=submission.pk)


def publish(submission: Submission, **fields) -> Submission:
    """Signed off by a chief editor."""
    return publishing.sign_off(submission=submission, by=editor(), **fields)
