"""Six submissions of the demo city, each at another stage, brought there by the services as people would."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from practices.members.models import User
from practices.models import CreditedImage, EntryPage, EntryTheme
from practices.review.models import Review, ReviewAssignment, Reviewer, Submission
from practices.review.policy import Conflict
from practices.review.services import decisions, inviting, proposals, publishing, reviewing, screening, sending, writing
from practices.review.stages import ENDED, Stage
from practices.vocabulary.models import City, Theme

MARK = "Demo: "
"""How the titles begin."""
DATA = Path(__file__).with_name("data") / "demo.json"
SENTENCE = "Demo: the text says so in plain words, with a source."
DECLARED = {
    "rights_confirmed": True,
    "people_consent": True,
    "interests": "none",
    "machine_help": "none",
    "contact_office": "Demo office",
    "contact_email": "office@demo.example",
    "city_profile_confirmed": True,
}
PROFILES = {
    "reviewer_1": {"country_id": "KE", "organisation": "City of Nairobi (demo)"},
    "reviewer_2": {"country_id": "FR", "organisation": "Institute of urban studies (demo)"},
}
"""The reviewers are of two regions, and neither of that of the demo city."""
WAIVERS = {
    "same-domain": "Demo: all demo accounts share one organisation.",
    "same-city-often": "Demo: there are only two reviewers.",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """The city and the demo accounts, by role."""

    city: City
    people: Mapping[str, User]

    def __getitem__(self, role: str) -> User:
        """The account of a role. Raises KeyError when it is not there."""
        return self.people[role]


def make_demo(cast: Cast) -> list[Submission]:
    """The six, in the order of their stages; one that is there and has not ended is left as it is."""
    make_profiles(cast)
    texts = json.loads(DATA.read_text("utf8"))
    found = {submission.proposal.title: submission for submission in open_demo(cast)}
    return [found.get(text["title"]) or _bring(cast, text, texts["common"]) for text in texts["submissions"]]


def open_demo(cast: Cast) -> list[Submission]:
    """Demo submissions that have not ended."""
    mine = Submission.objects.filter(city=cast.city, proposal__title__startswith=MARK, created_by=cast["contributor"])
    return list(mine.exclude(stage__in=ENDED).select_related("proposal"))


def withdraw_demo(cast: Cast) -> int:
    """Withdraw what is there, so that a new demo can be made; nothing is ever deleted. Returns how many."""
    found = open_demo(cast)
    for submission in found:
        publishing.withdraw(submission=submission, by=cast["city_lead"], words="Demo: begun anew.")
    return len(found)


def make_profiles(cast: Cast) -> None:
    """What the demo reviewers review."""
    themes = Theme.objects.filter(slug__in=["mobility", "waste-circular", "care-health"])
    for role, fields in PROFILES.items():
        values = {**fields, "languages": ["en", "fr", "es"], "most_at_once": 5}
        profile, _made = Reviewer.objects.update_or_create(person=cast[role], defaults=values)
        profile.themes.set(themes)


def _bring(cast: Cast, text: Mapping[str, Any], common: Mapping[str, Any]) -> Submission:
    """Take the steps until the stage that the text names."""
    stage, submission = Stage(text["stage"]), _proposed(cast, text, common)
    for target, step in (
        (Stage.PROPOSED, None),
        (Stage.WRITING, _written),
        (Stage.SUBMITTED, _submitted),
        (Stage.IN_REVIEW, _in_review),
        (Stage.REVISING, _decided),
        (Stage.SIGN_OFF, _decided),
    ):
        if step and not (target == Stage.REVISING and stage == Stage.SIGN_OFF):
            step(cast, submission, text, common)
            submission = Submission.objects.get(pk=submission.pk)
        if target == stage:
            break
    return submission


def _proposed(cast: Cast, text: Mapping[str, Any], common: Mapping[str, Any]) -> Submission:
    by = cast["contributor"]
    submission = proposals.begin_proposal(city=cast.city, by=by)
    values = {name: text[name] for name in ("title", "sentence", "lead", "change")}
    values |= {"status": common["status"], "start_year": common["start_year"]}
    theme = Theme.objects.get(slug=text["theme"])
    proposals.save_proposal(submission=submission, values={**values, "theme": theme}, by=by)
    return proposals.propose(submission=submission, by=by)


def _written(cast: Cast, submission: Submission, text: Mapping[str, Any], common: Mapping[str, Any]) -> None:
    """Invited; half of the text when it stays here, and all of it when it goes on."""
    proposals.invite(submission=submission, by=cast["handling_editor"], words="Demo: we look forward to it.")
    parts = {**common, "problem": text["problem"], "description": text["description"]}
    whole = text["stage"] != Stage.WRITING
    theme = Theme.objects.get(slug=text["theme"])

    def change(entry: EntryPage) -> None:
        for name in parts if whole else ("problem", "objectives", "description", "goals"):
            setattr(entry, name, _value(entry, name, parts[name]))
        entry.theme_links = [EntryTheme(theme=theme, sort_order=0)]
        if whole:
            entry.pictures = [("picture", {"image": _picture(cast, text["title"]), "caption": ""})]

    submission = Submission.objects.get(pk=submission.pk)
    by = cast["contributor"]
    writing.save_topic(submission=submission, topic="what-and-how", opened_at=None, change=change, by=by)
    if whole:
        writing.save_declaration(submission=submission, values=DECLARED, by=by)


def _value(entry: EntryPage, name: str, value: Any) -> Any:
    """A value of the file as the field takes it: rows of a part that repeats get the name of their block."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        (block,) = entry._meta.get_field(name).stream_block.child_blocks  # type: ignore[union-attr]
        return [(block, row) for row in value]
    return value


def _picture(cast: Cast, title: str) -> CreditedImage:
    """A drawing that nobody takes for a photograph."""
    drawing = Image.new("RGB", (960, 640), "#173f9e")
    pen = ImageDraw.Draw(drawing)
    for step in range(8):
        pen.rectangle((60 + step * 110, 560 - step * 60, 130 + step * 110, 600), fill="#eef1f8")
    kept = io.BytesIO()
    drawing.save(kept, "PNG")
    return CreditedImage.objects.create(
        title=title,
        file=ContentFile(kept.getvalue(), name="demo.png"),
        credit="Demo",
        alt_text="Demo: eight white bars that grow, on blue",
        uploaded_by_user=cast["contributor"],
    )


def _submitted(cast: Cast, submission: Submission, text: Mapping[str, Any], common: Mapping[str, Any]) -> None:
    sending.submit(submission=submission, by=cast["contributor"])


def _in_review(cast: Cast, submission: Submission, text: Mapping[str, Any], common: Mapping[str, Any]) -> None:
    """Confirmed, screened; both reviewers said yes, and the first has sent the review in."""
    sending.confirm_mandate(submission=submission, by=cast["city_lead"])
    screening.pass_screening(submission=submission, by=cast["intake_editor"])
    first, second = (_accepted(cast, submission, role) for role in PROFILES)
    _review(first, score=3)
    often = Conflict("same-city-often", hard=False)
    if often.code not in inviting.waived(second):  # it arises only with the texts that come after this one
        inviting.waive(submission, [often], WAIVERS, by=cast["handling_editor"], assignment=second)


def _accepted(cast: Cast, submission: Submission, role: str) -> ReviewAssignment:
    round = submission.rounds.get(status="in_progress")  # type: ignore[attr-defined]
    assignment = inviting.invite_reviewer(
        round=round,
        by=cast["handling_editor"],
        person=cast[role],
        waivers=WAIVERS,
    )
    return inviting.respond(assignment=assignment, accept=True)


def _review(assignment: ReviewAssignment, score: int) -> Review:
    answers = {
        criterion.code: reviewing.Answer(passed=True)
        if criterion.kind == "gate"
        else reviewing.Answer(score=score, sentence=SENTENCE)
        for criterion in assignment.round.rubric.criteria.all()
    }
    remarks = [
        reviewing.Remark("results", "Demo: say who counted, and how often.", "29"),
        reviewing.Remark("where_not", "Demo: a colleague would want an example here."),
    ]
    reviewing.save_review(
        assignment=assignment,
        answers=answers,
        remarks=remarks,
        recommendation="minor",
        to_city="Demo: clear and honest. What failed is told best; say who counted the results.",
        to_editor="Demo: no doubts about this one.",
    )
    return reviewing.submit_review(assignment=assignment, no_conflict=True)


def _decided(cast: Cast, submission: Submission, text: Mapping[str, Any], common: Mapping[str, Any]) -> None:
    """The second review, and the letter."""
    round = submission.rounds.get(status="in_progress")  # type: ignore[attr-defined]
    _review(round.assignments.get(submitted_at=None), score=3)
    accepted = text["stage"] == Stage.SIGN_OFF
    decisions.decide(
        round=round,
        outcome="accept" if accepted else "minor",
        reasons="Demo: both reviewers agree.",
        letter=f"Demo: dear colleagues, thank you.\n\n{decisions.drafted_letter(round)}",
        points=[] if accepted else decisions.drafted_points(round),
        by=cast["chief_editor"],
    )
