"""Everybody who might come, and a submission in each stage full of words that nobody else uses."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from practices.members.models import User
from practices.members.roles import Group
from practices.review.models import ReviewAssignment, Submission
from practices.review.services import reviewing
from practices.review.stages import Stage
from tests.factories import PersonFactory
from tests.factories import review as make

DRAFT = "zorilla"
"""Stands in the city's text and in its proposal."""
CONFIDENTIAL = "quokka"
"""Stands in what a reviewer tells the editor only."""
JUDGEMENT = "axolotl"
"""Stands in what a reviewer tells the city, and in the sentences of the scores."""


@dataclass
class Scene:
    """A submission, its reviewers, and who may come; None is somebody who is not signed in."""

    submission: Submission
    people: dict[str, User | None]
    assignment: ReviewAssignment | None = None

    def client(self, role: str) -> Client:
        """A browser in which the role is signed in."""
        client = Client(raise_request_exception=True)
        if person := self.people[role]:
            client.force_login(person)
        return client


def cast() -> dict[str, User | None]:
    """One person a role. The near editor is of the city's team as well."""
    return {
        "nobody": None,
        "stranger": make.member("nairobi"),
        "member": make.member("bogota"),
        "lead": make.lead("bogota"),
        "reviewer": make.reviewer("KE"),
        "other reviewer": make.reviewer("FR"),
        "intake": PersonFactory(groups=[Group.INTAKE_EDITORS]),
        "handling": PersonFactory(groups=[Group.HANDLING_EDITORS]),
        "chief": PersonFactory(groups=[Group.CHIEF_EDITORS]),
        "near chief": make.member("bogota", groups=[Group.CHIEF_EDITORS]),
        "auditor": PersonFactory(groups=[Group.AUDITORS]),
        "admin": PersonFactory(is_superuser=True, is_staff=True),
    }


@pytest.fixture
def scene(library):
    """Makes the scene of a stage; from the review on, one reviewer has sent a review and one is writing."""

    def make_scene(stage: str) -> Scene:
        people = cast()
        words = {"worked": f"It worked, says the {DRAFT}.", "summary": f"A summary of the {DRAFT}."}
        submission = make.submission_in(
            Stage.IN_REVIEW if stage == "reviewing" else stage, by=people["member"], **words
        )
        made = Scene(submission, people)
        if stage == "reviewing":
            round = make.open_round(submission)
            sent = make.accepted_assignment(round, people["other reviewer"])
            write(sent)
            reviewing.submit_review(assignment=sent, no_conflict=True)
            made.assignment = make.accepted_assignment(round, people["reviewer"])
        return made

    return make_scene


def write(assignment: ReviewAssignment) -> None:
    """A whole review with the words that must not leak."""
    sentence = f"The {JUDGEMENT} finds it clear."
    answers = {
        code: reviewing.Answer(passed=answer.passed, score=answer.score, sentence=sentence)
        for code, answer in make.answers(assignment.round).items()
    }
    reviewing.save_review(
        assignment=assignment,
        answers=answers,
        remarks=[reviewing.Remark("results", f"Who counted, asks the {JUDGEMENT}?")],
        recommendation="minor",
        to_city=f"Dear city, the {JUDGEMENT} liked it.",
        to_editor=f"Between us, the {CONFIDENTIAL} doubts it.",
    )
